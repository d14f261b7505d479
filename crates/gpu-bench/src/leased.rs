//! Creates under leases.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gpu_lease::Leases;

use crate::call::{self, Failure};
use crate::program;

/// Makes so many leases, and says how often they have synced the disk. No machine is given back.
pub fn creates(scheme: &str, port: u16, times: u64) -> Result<String, Failure> {
    let folder = std::env::temp_dir().join(format!("gpu-bench-{}", std::process::id()));
    let syncs = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&syncs);
    let leases = Leases::builder(&folder).without_signals().before_disk_step(move |what, _, _| {
        counted.fetch_add(u64::from(what.starts_with("sync")), Ordering::Relaxed);
        Ok(())
    });
    let leases = leases.open()?;
    syncs.store(0, Ordering::Relaxed);
    let client = call::ours(&format!("{scheme}://127.0.0.1:{port}"))?;
    let order = call::create(&client)?;
    let runtime = program::runtime(1)?;
    for _ in 0..times {
        let lease = leases.lease(&client, order.clone()).ready_when_running();
        // Not dropped: it would be given back.
        std::mem::forget(runtime.block_on(lease.start())?);
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(syncs.load(Ordering::Relaxed).to_string())
}

//! A wait for a few machines in a large account: requests of a look, and whatever a caller measures.

use std::time::Duration;

use glows_client::{Client, MetaKey};
use gpu_http::{Condition, ManualClock, Settings, Verdict};

use crate::call::Failure;
use crate::fleet::{Fleet, name};
use crate::program;

/// Waits a minute for `pending` machines of an account of so many, and says how many requests a look
/// took. `measure` is given the wait to run, on this thread and without the server.
///
/// # Errors
/// When a machine gets ready, which none does.
pub fn waited(
    machines: usize,
    pending: usize,
    measure: impl FnOnce(&mut dyn FnMut()),
) -> Result<u64, Failure> {
    let (serving, runtime) = (program::runtime(2)?, program::runtime(1)?);
    let fleet = serving.block_on(Fleet::start(machines))?;
    let time = ManualClock::new();
    let builder = Client::builder("token").base_url(format!("http://127.0.0.1:{}", fleet.port));
    let client = builder.settings(Settings::new().clock(time.clock())).build()?;
    let every = machines.checked_div(pending).unwrap_or(1);
    let keys: Result<Vec<_>, _> = (0..pending).map(|n| MetaKey::new(name(n * every))).collect();
    let keys = keys?;
    let list = client.list_instances().per_page(100);
    let never = Condition::new("never", |_| Verdict::NotYet);
    let wait = list.wait_all(keys, never).limit(Duration::from_secs(60));
    let mut ended = Vec::new();
    let mut wait = Some(wait);
    measure(&mut || {
        if let Some(wait) = wait.take() {
            ended = runtime.block_on(wait.into_future());
        }
    });
    if ended.len() != pending || ended.iter().any(|one| one.result.is_ok()) {
        return Err("a machine got ready".into());
    }
    Ok(fleet.take_requests() / LOOKS)
}

/// How often a wait looks in its first minute.
const LOOKS: u64 = 8;

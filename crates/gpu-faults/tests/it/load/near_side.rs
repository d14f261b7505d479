//! The clients' thread, and how much room the machine has for their sockets.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use glows_client::{Client, Settings};
use gpu_emulator::proxy::FaultProxy;
use tokio::runtime::Runtime;

use crate::load::crowd::Crowd;
use crate::load::far_side::FarSide;

/// Longer than anything takes by the real clock: what comes later is lost.
const PATIENCE: Duration = Duration::from_secs(120);

/// Held by the test that runs: the other would take sockets away from it.
pub(crate) fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn runtime() -> Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().expect("a runtime")
}

/// A client behind the proxy.
pub(crate) fn client(far: &FarSide, crowd: &Crowd) -> Client {
    let url = far.glows.base_url_via(far.proxy.address());
    let settings = Settings::new().no_proxy().clock(crowd.time.clock());
    let builder = Client::builder("token").base_url(url).settings(settings);
    builder.build().expect("a client")
}

/// The result of `work`, which comes back: a lost wake-up fails the test and does not hang it.
pub(crate) async fn in_time<F: Future>(what: &str, work: F) -> F::Output {
    let result = tokio::time::timeout(PATIENCE, work).await;
    result.unwrap_or_else(|_| panic!("{what}: not within {PATIENCE:?} of real time"))
}

/// Returns when nothing is left on this thread's runtime but the caller, and no connection either.
pub(crate) async fn nothing_is_left(proxy: &FaultProxy) {
    let metrics = tokio::runtime::Handle::current().metrics();
    in_time("the end", async {
        while metrics.num_alive_tasks() > 0 || proxy.counts().open > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// How many callers may be connected at a time: each connection has four ends in this process, and
/// one that was closed may linger for a moment.
pub(crate) fn room() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        // What macOS allows.
        .unwrap_or(256_usize);
    (files.saturating_sub(64) / 8).clamp(16, 1000)
}

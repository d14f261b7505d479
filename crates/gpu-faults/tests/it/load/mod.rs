//! Very many at once, in one process: no wake-up is lost, nothing is rented twice, connections and
//! memory stay within bounds, and nothing is left behind. `cargo test -p gpu-faults --test it load`
//! prints the figures.

mod creates;
mod waits;

use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use glows_client::{Client, Settings};
use gpu_emulator::proxy::{FaultProxy, WireFault};
use gpu_emulator::{Clock, Glows};
use tokio::runtime::Runtime;

use crate::time::Time;

/// Glows.ai behind a proxy, on a thread of their own: the near side's allocations are not theirs.
struct FarSide {
    runtime: Runtime,
    glows: Arc<Glows>,
    proxy: Arc<FaultProxy>,
}

/// The keys of the machines that are there before.
fn key(number: usize) -> String {
    format!("machine-{number}")
}

impl FarSide {
    /// One whose proxy lets request n run into what `plan` says of it.
    fn start(plan: impl Fn(u64) -> Option<WireFault> + Send + Sync + 'static) -> Self {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let (glows, proxy) = runtime.block_on(async {
            let glows = Glows::builder().clock(Clock::manual()).token("token");
            let glows = glows.start().await.expect("a free port");
            let proxy = FaultProxy::builder(glows.address()).plan(plan);
            let proxy = proxy.start().await.expect("a free port");
            (Arc::new(glows), Arc::new(proxy))
        });
        Self { runtime, glows, proxy }
    }

    /// Adds so many machines to the account.
    fn add(&self, machines: usize) {
        (0..machines).for_each(|number| drop(self.glows.add_foreign(&key(number))));
    }

    /// Ends both, and shows that nothing of them is left.
    fn end(self) {
        let addresses = [self.glows.address(), self.proxy.address()];
        drop(self.proxy);
        let glows = Arc::into_inner(self.glows).expect("nobody else has it");
        self.runtime.block_on(glows.shutdown());
        self.runtime.block_on(async {
            let metrics = tokio::runtime::Handle::current().metrics();
            while metrics.num_alive_tasks() > 0 {
                tokio::task::yield_now().await;
            }
        });
        for address in addresses {
            let refused = TcpStream::connect(address).expect_err("nobody listens");
            assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
        }
    }
}

/// A clock for many tasks: it moves on when everybody waits for it, to the first of their pauses.
#[derive(Clone)]
struct Crowd {
    time: Time,
    /// Tasks that have begun and not ended.
    active: Arc<AtomicUsize>,
}

/// A task that has not ended.
struct Counted(Crowd);

impl Crowd {
    /// One that takes an emulator's clock along.
    fn new(emulated: &gpu_emulator::Clock) -> Self {
        let (time, emulated) = (Time::default(), emulated.clone());
        time.on_step(move |step| emulated.advance(step));
        Self { time, active: Arc::default() }
    }

    /// A task that counts among those the clock waits for, from this moment to its end.
    fn counted<F: Future>(&self, task: F) -> impl Future<Output = F::Output> + use<F> {
        self.active.fetch_add(1, Ordering::SeqCst);
        let counted = Counted(self.clone());
        async move {
            let output = task.await;
            drop(counted);
            output
        }
    }

    /// Returns when every task that has begun is in a pause.
    async fn all_pause(&self) {
        while self.time.pauses() < self.active.load(Ordering::SeqCst) {
            self.time.news().notified().await;
        }
    }

    /// Moves the time on from pause to pause until nobody waits.
    async fn run_out(&self) {
        loop {
            self.all_pause().await;
            if !self.time.step() {
                return;
            }
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.active.fetch_sub(1, Ordering::SeqCst);
        self.0.time.news().notify_one();
    }
}

/// Longer than anything takes by the real clock: what comes later is lost.
const PATIENCE: Duration = Duration::from_secs(120);

/// Held by the test that runs: the other would take sockets away from it.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn runtime() -> Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().expect("a runtime")
}

/// A client behind the proxy.
fn client(far: &FarSide, crowd: &Crowd) -> Client {
    let url = far.glows.base_url_via(far.proxy.address());
    let settings = Settings::new().no_proxy().clock(crowd.time.clock());
    let builder = Client::builder("token").base_url(url).settings(settings);
    builder.build().expect("a client")
}

/// The result of `work`, which comes back: a lost wake-up fails the test and does not hang it.
async fn in_time<F: Future>(what: &str, work: F) -> F::Output {
    let result = tokio::time::timeout(PATIENCE, work).await;
    result.unwrap_or_else(|_| panic!("{what}: not within {PATIENCE:?} of real time"))
}

/// Returns when nothing is left on this thread's runtime but the caller, and no connection either.
async fn nothing_is_left(proxy: &FaultProxy) {
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
fn room() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        // What macOS allows.
        .unwrap_or(256_usize);
    (files.saturating_sub(64) / 8).clamp(16, 1000)
}

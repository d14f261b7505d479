//! The emulator and the proxy, on a thread of their own: the near side's allocations are not theirs.

use std::net::TcpStream;
use std::sync::Arc;

use gpu_emulator::proxy::{FaultProxy, WireFault};
use gpu_emulator::{Clock, Glows};
use tokio::runtime::Runtime;

/// Glows.ai behind a proxy.
pub(crate) struct FarSide {
    runtime: Runtime,
    pub(crate) glows: Arc<Glows>,
    pub(crate) proxy: Arc<FaultProxy>,
}

/// The keys of the machines that are there before.
pub(crate) fn key(number: usize) -> String {
    format!("machine-{number}")
}

impl FarSide {
    /// One whose proxy lets request n run into what `plan` says of it.
    pub(crate) fn start(plan: impl Fn(u64) -> Option<WireFault> + Send + Sync + 'static) -> Self {
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
    pub(crate) fn add(&self, machines: usize) {
        (0..machines).for_each(|number| drop(self.glows.add_foreign(&key(number))));
    }

    /// Ends both, and shows that nothing of them is left.
    pub(crate) fn end(self) {
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

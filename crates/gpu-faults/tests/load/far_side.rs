//! The emulator and the proxy, on a thread of their own: the near side's allocations are not theirs.

use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use gpu_emulator::proxy::{FaultProxy, WireFault};
use gpu_emulator::{Clock, Glows};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::Runtime;

/// Glows.ai behind a proxy.
pub(crate) struct FarSide {
    runtime: Runtime,
    pub(crate) glows: Arc<Glows>,
    pub(crate) proxy: Arc<FaultProxy>,
}

/// The keys of machines that were ordered past the proxy.
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

    /// Orders so many machines past the proxy, all over one connection.
    pub(crate) fn order(&self, machines: usize) {
        let address = self.glows.address();
        self.runtime.block_on(async {
            let stream = tokio::net::TcpStream::connect(address).await;
            let (mut answers, mut orders) = stream.expect("it listens").into_split();
            let writing = tokio::spawn(async move {
                for number in 0..machines {
                    let order = request(address, &key(number), number + 1 == machines);
                    orders.write_all(order.as_bytes()).await.expect("it reads");
                }
                orders
            });
            let mut said = Vec::new();
            answers.read_to_end(&mut said).await.expect("it answers");
            drop(writing.await.expect("it wrote"));
        });
        assert_eq!(self.glows.ledger().created, machines);
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

fn request(address: SocketAddr, key: &str, is_last: bool) -> String {
    let body = json!({
        "gpu_name": "NVIDIA GeForce RTX 4090", "from_image_id": "img-87p9kq26",
        "custom_meta_key": key, "instance_category": "container", "region_name": "TW-03"
    });
    let body = body.to_string();
    let connection = if is_last { "close" } else { "keep-alive" };
    format!(
        "POST /sdk/v1/instance HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer token\r\n\
         content-type: application/json\r\nconnection: {connection}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

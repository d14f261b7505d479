//! Where redirects lead. Nobody may come.

use std::net::TcpListener;

pub(crate) struct Trap {
    listener: TcpListener,
    url: String,
}

impl Trap {
    pub(crate) fn set() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        Self { listener, url }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn was_visited(&self) -> bool {
        self.listener.accept().is_ok()
    }
}

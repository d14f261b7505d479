//! Where redirects lead. Nobody may come.

use std::net::TcpListener;
use std::sync::OnceLock;

struct Trap {
    listener: TcpListener,
    url: String,
}

fn trap() -> &'static Trap {
    static TRAP: OnceLock<Trap> = OnceLock::new();
    TRAP.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        Trap { listener, url }
    })
}

pub(super) fn url() -> &'static str {
    &trap().url
}

pub(super) fn was_visited() -> bool {
    trap().listener.accept().is_ok()
}

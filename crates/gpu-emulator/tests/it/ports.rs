//! Ports that nobody else is given by chance.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU16, Ordering};

use tokio::net::TcpSocket;

/// A free port below those that systems hand out by themselves, another one for every test: when
/// it is closed again, no test that runs beside opens it.
pub(crate) fn quiet_port() -> u16 {
    static TRIED: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(std::process::id() % 10_000).expect("it is small");
    loop {
        let port = 20_000 + (own + TRIED.fetch_add(1, Ordering::SeqCst)) % 10_000;
        if is_free(port) {
            return port;
        }
    }
}

/// Takes the port without listening: a process that another test is just starting has a copy of
/// every socket for a moment, which would go on listening.
fn is_free(port: u16) -> bool {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_reuseaddr(true).expect("an option");
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).is_ok()
}

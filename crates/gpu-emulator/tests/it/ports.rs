//! Ports that nobody else is given by chance.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

/// A free port below those that systems hand out by themselves, another one for every test: when
/// it is closed again, no test that runs beside opens it.
pub(crate) fn quiet_port() -> u16 {
    static TRIED: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(std::process::id() % 10_000).expect("it is small");
    loop {
        let port = 20_000 + (own + TRIED.fetch_add(1, Ordering::SeqCst)) % 10_000;
        if TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).is_ok() {
            return port;
        }
    }
}

//! The end of a listener.

use std::net::Shutdown;

use socket2::SockRef;
use tokio::net::TcpListener;

/// Before this returns nobody can connect any more. Connections that nobody accepted yet are reset.
///
/// Closing alone is not enough: a process that another thread is just starting has a copy of the
/// socket for a moment, which would go on listening. Where the system shuts no listener down (the
/// standard leaves that open), closing has to do.
pub(crate) fn stop_listening(listener: TcpListener) {
    drop(SockRef::from(&listener).shutdown(Shutdown::Both));
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::fd::AsFd as _;

    use super::*;

    #[tokio::test]
    async fn a_copy_in_a_process_being_started_does_not_keep_it_open() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let _copy = listener.as_fd().try_clone_to_owned().unwrap();
        stop_listening(listener);
        assert!(std::net::TcpStream::connect(address).is_err());
        assert!(std::net::TcpListener::bind(address).is_ok());
    }
}

//! "Running" is not "reachable": does anything listen there?

use std::time::Duration;

use crate::Clock;

/// How long one try of a probe may take.
const LIMIT: Duration = Duration::from_secs(5);

/// Whether a TCP connection to `host:port` is accepted in the time that is left. Says nothing about
/// what listens.
pub(crate) async fn accepts(clock: &Clock, host: &str, port: u16, left: Duration) -> bool {
    let connecting = tokio::net::TcpStream::connect((host, port));
    matches!(clock.within(LIMIT.min(left), connecting).await, Ok(Ok(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_listener_is_told_from_a_closed_port() {
        // Bound and not listening: refused, and nobody else gets the port.
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let port = socket.local_addr().unwrap().port();
        let clock = Clock::system();
        assert!(!accepts(&clock, "127.0.0.1", port, Duration::MAX).await);
        let _listener = socket.listen(8).unwrap();
        assert!(accepts(&clock, "127.0.0.1", port, Duration::MAX).await);
    }
}

//! "Running" is not "reachable": does anything listen there?

use std::io::ErrorKind;
use std::time::Duration;

use crate::Clock;

/// How long one try may take.
const LIMIT: Duration = Duration::from_secs(5);

/// Tries to open a TCP connection to `host:port` in the time that remains. Says nothing about what
/// listens.
///
/// # Errors
///
/// What was tried and met, in one line.
pub async fn connect(
    clock: &Clock,
    host: &str,
    port: u16,
    remaining: Duration,
) -> Result<(), String> {
    let limit = LIMIT.min(remaining);
    let met = match clock.within(limit, open(host, port)).await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(met)) => met,
        Err(_) => format!("no connection within {limit:?}"),
    };
    Err(format!("{host}:{port}: {met}"))
}

async fn open(host: &str, port: u16) -> Result<(), String> {
    let found = tokio::net::lookup_host((host, port)).await;
    let addresses: Vec<_> = found.map_err(|_| "name not found".to_owned())?.collect();
    let opened = tokio::net::TcpStream::connect(&addresses[..]).await;
    opened.map(drop).map_err(|error| match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        ErrorKind::TimedOut => "no connection".to_owned(),
        _ => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_listener_is_told_from_a_closed_port_and_a_name_that_is_none() {
        // Bound and not listening: refused, and nobody else gets the port.
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let port = socket.local_addr().unwrap().port();
        let clock = Clock::system();
        let refused = connect(&clock, "127.0.0.1", port, Duration::MAX).await;
        let expected = format!("127.0.0.1:{port}: connection refused");
        assert_eq!(refused.unwrap_err(), expected);
        let nowhere = connect(&clock, "no..such..name", 22, Duration::MAX).await;
        assert_eq!(nowhere.unwrap_err(), "no..such..name:22: name not found");
        let _listener = socket.listen(8).unwrap();
        connect(&clock, "127.0.0.1", port, Duration::MAX).await.unwrap();
    }
}

//! Requests past client and proxy, to bring machines into a state cheaply.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends a request to an emulator and gives back the body of its answer, which has to be a success.
pub(crate) async fn send(
    address: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> String {
    let body = body.map_or(String::new(), Value::to_string);
    let mut request = format!("{method} {target} HTTP/1.1\r\nhost: {address}\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += "content-type: application/json\r\n";
    request += &format!("content-length: {}\r\n\r\n{body}", body.len());
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut bytes = Vec::new();
    let (head, body) = loop {
        let read = stream.read_buf(&mut bytes).await.expect("it answers");
        assert!(read > 0, "it answers whole");
        if let Some(answer) = whole(&bytes) {
            break answer;
        }
    };
    assert!(head.starts_with("HTTP/1.1 200"), "{head}\n{body}");
    // Frees the port at once: there are thousands of these.
    stream.set_zero_linger().expect("a socket");
    body
}

/// Head and body of an answer, as soon as all of it has come.
fn whole(bytes: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let lengths = head.lines().filter_map(|line| line.strip_prefix("content-length: "));
    let length: usize = { lengths }.next()?.parse().ok()?;
    (body.len() == length).then(|| (head.to_owned(), body.to_owned()))
}

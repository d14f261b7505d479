//! A server that answers from memory, as fast as a server can, so that the client is what is
//! measured.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::samples;

/// Serves until the process ends, and prints the port.
///
/// # Errors
/// When the loopback port cannot be had.
pub async fn serve(announce: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    announce(listener.local_addr()?);
    let answers = Arc::new(Answers::new()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let answers = Arc::clone(&answers);
        tokio::spawn(async move {
            // A client that goes away ends its connection, nothing else.
            let _ = converse(stream, &answers).await;
        });
    }
}

/// The whole answers, head included.
struct Answers {
    get: Vec<u8>,
    create: Vec<u8>,
    list: Vec<u8>,
    large: Vec<u8>,
}

impl Answers {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            get: answer(samples::GET),
            create: answer(samples::CREATE),
            list: answer(&samples::list(100)?),
            large: answer(&samples::list(24_000)?),
        })
    }

    /// By the request's first line: what was asked for.
    fn to(&self, head: &str) -> &[u8] {
        if head.starts_with("POST") {
            &self.create
        } else if head.contains("per_page=100 ") {
            &self.list
        } else if head.contains("/instance/list") {
            &self.large
        } else {
            &self.get
        }
    }
}

fn answer(body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// One connection: request after request, bodies read by their length.
async fn converse(mut stream: TcpStream, answers: &Answers) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut bytes = Vec::with_capacity(4096);
    loop {
        let (head, whole) = loop {
            if let Some(found) = request(&bytes) {
                break found;
            }
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
        };
        stream.write_all(answers.to(&head)).await?;
        bytes.drain(..whole);
    }
}

/// The first line of a request that has come whole, and how many bytes it has.
fn request(bytes: &[u8]) -> Option<(String, usize)> {
    let head_end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(bytes.get(..head_end)?).into_owned();
    let length = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length:")?
                .trim()
                .parse()
                .ok()
        })
        .unwrap_or(0_usize);
    let whole = head_end + length;
    (bytes.len() >= whole).then(|| (head.lines().next().unwrap_or_default().to_owned(), whole))
}

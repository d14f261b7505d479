//! A server that answers from memory, as fast as a server can, so that the client is what is
//! measured.

use std::borrow::Cow;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{memory, samples};

/// What a server has to say.
pub trait Answers: Send + Sync + 'static {
    /// The whole answer, head included, to a request with this first line.
    fn to(&self, line: &str) -> Cow<'_, [u8]>;
}

/// Serves until the task ends.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, answers: Arc<impl Answers>) -> std::io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let answers = Arc::clone(&answers);
        tokio::spawn(async move {
            // A client that goes away ends its connection, nothing else.
            let _ = converse(stream, &*answers).await;
        });
    }
}

/// The documented answers of Glows.ai, and lists of any length; MDC's list; a pod.
pub struct Documents {
    get: Vec<u8>,
    pod: Vec<u8>,
    create: Vec<u8>,
    nodes: Vec<u8>,
    template: samples::Template,
}

impl Documents {
    /// Makes them once, so that serving costs nothing.
    ///
    /// # Errors
    /// When a sample is not what the documents say.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            get: answer(samples::GET),
            pod: answer(samples::POD),
            create: answer(samples::CREATE),
            nodes: answer(&samples::nodes(memory::NODES)?),
            template: samples::Template::new()?,
        })
    }

    /// A page out of a listing of `total`, for paths that begin with `/of/<total>/`.
    fn page(&self, line: &str) -> Option<Vec<u8>> {
        let (total, rest) = line.strip_prefix("GET /of/")?.split_once('/')?;
        let query = rest.split(' ').next()?.split_once('?')?.1;
        let (page, per_page) = (number(query, "page"), number(query, "per_page"));
        Some(answer(&self.template.page(total.parse().ok()?, page, per_page)))
    }
}

impl Answers for Documents {
    fn to(&self, line: &str) -> Cow<'_, [u8]> {
        if let Some(page) = self.page(line) {
            return page.into();
        }
        if line.starts_with("POST") {
            &self.create
        } else if line.contains("/clusters/") {
            &self.nodes
        } else if line.starts_with("GET /pods/") {
            &self.pod
        } else {
            &self.get
        }
        .into()
    }
}

/// A value of a query; empty if there is none.
pub(crate) fn text<'a>(query: &'a str, name: &str) -> &'a str {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(its, _)| *its == name).map_or("", |(_, text)| text)
}

/// The same as a number; 0 if there is none.
pub(crate) fn number(query: &str, name: &str) -> usize {
    text(query, name).parse().unwrap_or_default()
}

/// A body with the head in front of it.
#[must_use]
pub fn answer(body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// One connection: request after request, bodies read by their length.
async fn converse(mut stream: TcpStream, answers: &impl Answers) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut bytes = Vec::with_capacity(4096);
    loop {
        let (line, whole) = loop {
            if let Some(found) = request(&bytes) {
                break found;
            }
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
        };
        stream.write_all(&answers.to(&line)).await?;
        bytes.drain(..whole);
    }
}

/// The first line of a request that has come whole, and how many bytes it has. Nothing of it is
/// looked at that need not be: the server runs on the cores that the client is measured on.
fn request(bytes: &[u8]) -> Option<(String, usize)> {
    let head_end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(bytes.get(..head_end)?).ok()?;
    let line = head.lines().next()?;
    let whole = head_end + if line.starts_with("GET") { 0 } else { body_length(head) };
    (bytes.len() >= whole).then(|| (line.to_owned(), whole))
}

fn body_length(head: &str) -> usize {
    let mut lengths = head.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let named = name.eq_ignore_ascii_case("content-length");
        named.then(|| value.trim().parse().ok())?
    });
    lengths.next().unwrap_or(0)
}

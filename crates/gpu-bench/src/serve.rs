//! A server that answers from memory, as fast as a server can, so that the client is what is
//! measured.

use std::borrow::Cow;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::{memory, samples};

/// What a server has to say.
pub trait Answers: Send + Sync + 'static {
    /// The whole answer, head included, to a request with this first line and this body.
    fn to(&self, line: &str, body: &str) -> Cow<'_, [u8]>;
}

/// Serves until the task ends.
pub async fn serve(listener: TcpListener, answers: Arc<impl Answers>) -> std::io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let answers = Arc::clone(&answers);
        tokio::spawn(async move {
            // A client that goes away ends its connection, nothing else.
            let _ = stream.set_nodelay(true);
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
    fn to(&self, line: &str, body: &str) -> Cow<'_, [u8]> {
        if let Some(answer) = self.page(line).or_else(|| created(body)) {
            return answer.into();
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

/// The answer to a create with a key of its own, which a lease makes: a machine that runs.
fn created(body: &str) -> Option<Vec<u8>> {
    const KEY: &str = "order.123456";
    let (_, key) = body.split_once(r#""custom_meta_key":""#)?;
    let (key, _) = key.split_once('"')?;
    let its_own = samples::CREATE.replace(KEY, key).replace("SchedQueued", "Running");
    (key != KEY).then(|| answer(&its_own))
}

/// A body with the head in front of it.
pub fn answer(body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// One connection: request after request, bodies read by their length.
pub(crate) async fn converse(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answers: &impl Answers,
) -> std::io::Result<()> {
    let mut bytes = Vec::with_capacity(4096);
    loop {
        let (line, head, whole) = loop {
            if let Some(found) = request(&bytes) {
                break found;
            }
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
        };
        let body = bytes.get(head..whole).unwrap_or_default();
        let answer = answers.to(&line, std::str::from_utf8(body).unwrap_or_default());
        stream.write_all(&answer).await?;
        stream.flush().await?;
        bytes.drain(..whole);
    }
}

/// The first line of a request that has come whole, and how many bytes its head and all of it have.
/// Nothing of it is looked at that need not be: the server runs on the cores that the client is measured on.
fn request(bytes: &[u8]) -> Option<(String, usize, usize)> {
    let head_end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(bytes.get(..head_end)?).ok()?;
    let line = head.lines().next()?;
    let whole = head_end + if line.starts_with("GET") { 0 } else { body_length(head) };
    (bytes.len() >= whole).then(|| (line.to_owned(), head_end, whole))
}

fn body_length(head: &str) -> usize {
    let mut lengths = head.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let named = name.eq_ignore_ascii_case("content-length");
        named.then(|| value.trim().parse().ok())?
    });
    lengths.next().unwrap_or(0)
}

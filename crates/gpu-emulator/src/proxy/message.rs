//! Where an HTTP/1.1 message ends.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    /// Everything, head and body.
    pub(super) bytes: Vec<u8>,
    /// How much of it is the head, with the empty line.
    pub(super) head: usize,
    /// Whether its end was announced, so that the connection can go on.
    pub(super) announced: bool,
}

/// What is known about a message from its first bytes.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// More bytes are needed to tell.
    Unknown,
    /// After so many bytes.
    At(usize),
    /// Where the connection ends.
    WithConnection,
}

/// Which message is read, as that decides about its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Request,
    Answer,
    /// To a HEAD request.
    AnswerWithoutBody,
}

impl Message {
    /// Reads one message. Bytes that were read but belong to the next stay in `read`.
    pub(super) async fn read(
        from: &mut (impl AsyncRead + Unpin),
        read: &mut Vec<u8>,
        kind: Kind,
    ) -> io::Result<Self> {
        loop {
            let end = end(read, kind);
            if let End::At(end) = end {
                let rest = read.split_off(end);
                return Ok(Self::new(std::mem::replace(read, rest), true));
            }
            if from.read_buf(read).await? == 0 {
                return match end {
                    End::WithConnection => Ok(Self::new(std::mem::take(read), false)),
                    _ => Err(io::ErrorKind::UnexpectedEof.into()),
                };
            }
        }
    }

    /// Whether a request is complete in these bytes, and within how many of them.
    pub(super) fn request_end(bytes: &[u8]) -> Option<usize> {
        match end(bytes, Kind::Request) {
            End::At(end) => Some(end),
            _ => None,
        }
    }

    /// Whether these bytes are a whole head whose sender waits for leave to send the body.
    pub(super) fn waits_for_leave(bytes: &[u8]) -> bool {
        let Some(head) = head_end(bytes).and_then(|end| bytes.get(..end)) else {
            return false;
        };
        let head = String::from_utf8_lossy(head);
        let expects = header(&head, "expect");
        expects.is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
            && Self::request_end(bytes).is_none()
    }

    /// Whether the answer proper is still to come.
    pub(super) fn is_interim(&self) -> bool {
        self.bytes.starts_with(b"HTTP/1.1 1") && !self.bytes.starts_with(b"HTTP/1.1 101")
    }

    pub(super) fn answer_kind(&self) -> Kind {
        if self.bytes.starts_with(b"HEAD ") { Kind::AnswerWithoutBody } else { Kind::Answer }
    }

    /// A message that is known to be complete.
    pub(super) fn new(bytes: Vec<u8>, announced: bool) -> Self {
        let head = head_end(&bytes).unwrap_or(bytes.len());
        Self { bytes, head, announced }
    }

    pub(super) fn head_text(&self) -> String {
        let head = self.bytes.get(..self.head).unwrap_or_default();
        String::from_utf8_lossy(head).into_owned()
    }

    /// The body without chunk marks.
    pub(super) fn body(&self) -> Vec<u8> {
        let body = self.bytes.get(self.head..).unwrap_or_default();
        let head = self.head_text();
        if is_chunked(&head) { unchunked(body) } else { body.to_vec() }
    }

    /// Whether the sender wants the connection to end with this message.
    pub(super) fn closes(&self) -> bool {
        let head = self.head_text();
        let asked = header(&head, "connection");
        !self.announced || asked.is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

/// The value of a header, by its lower-case name.
pub(super) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn is_chunked(head: &str) -> bool {
    header(head, "transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"))
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

fn end(bytes: &[u8], kind: Kind) -> End {
    let Some(start) = head_end(bytes) else {
        return End::Unknown;
    };
    let head = String::from_utf8_lossy(bytes.get(..start).unwrap_or_default());
    if kind == Kind::AnswerWithoutBody || has_no_body(&head) {
        return End::At(start);
    }
    if is_chunked(&head) {
        let body = bytes.get(start..).unwrap_or_default();
        return chunks_end(body).map_or(End::Unknown, |end| End::At(start + end));
    }
    match header(&head, "content-length").and_then(|value| value.parse::<usize>().ok()) {
        Some(length) if bytes.len() >= start.saturating_add(length) => End::At(start + length),
        Some(_) => End::Unknown,
        None if kind == Kind::Request => End::At(start),
        None => End::WithConnection,
    }
}

/// An answer whose status says that nothing follows.
fn has_no_body(head: &str) -> bool {
    ["HTTP/1.1 1", "HTTP/1.1 204", "HTTP/1.1 304"].iter().any(|start| head.starts_with(start))
}

/// The length of a complete chunked body, marks included.
fn chunks_end(body: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let (mark, size) = chunk_mark(body.get(at..)?)?;
        at += mark;
        if size == 0 {
            // Trailers, none or some, end with an empty line.
            let rest = body.get(at..)?;
            return if rest.starts_with(b"\r\n") {
                Some(at + 2)
            } else {
                head_end(rest).map(|end| at + end)
            };
        }
        at = at.checked_add(size)?.checked_add(2)?;
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    while let Some((mark, size)) = chunk_mark(body) {
        let Some(chunk) = body.get(mark..mark.saturating_add(size)) else {
            break;
        };
        plain.extend_from_slice(chunk);
        let Some(rest) = body.get(mark + size + 2..) else {
            break;
        };
        body = rest;
    }
    plain
}

/// The length of the line that opens a chunk, and the size it announces.
fn chunk_mark(body: &[u8]) -> Option<(usize, usize)> {
    let line = body.windows(2).position(|two| two == b"\r\n")?;
    let text = std::str::from_utf8(body.get(..line)?).ok()?;
    let size = text.split(';').next().unwrap_or_default().trim();
    Some((line + 2, usize::from_str_radix(size, 16).ok()?))
}

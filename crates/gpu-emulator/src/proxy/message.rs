//! HTTP/1.1 messages: where one ends, a canned one, and one in another framing.

use http::StatusCode;

use super::fault::Framing;
use crate::shared::Fault;

#[derive(Debug)]
pub(super) struct Message {
    /// Everything, head and body.
    pub(super) bytes: Vec<u8>,
    /// How much of it is the head, with the empty line.
    pub(super) head: usize,
    /// Whether its end was announced, so that the connection can go on.
    announced: bool,
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
    fn new(bytes: Vec<u8>, announced: bool) -> Self {
        let head = head_end(&bytes).unwrap_or(bytes.len());
        Self { bytes, head, announced }
    }

    /// Takes the first message, if it is complete, out of the bytes that were read.
    pub(super) fn take(read: &mut Vec<u8>, kind: Kind) -> Option<Self> {
        let end = end(read, kind).filter(|&end| end <= read.len())?;
        let rest = read.split_off(end);
        Some(Self::new(std::mem::replace(read, rest), true))
    }

    /// Takes an answer that ends where the connection did.
    pub(super) fn take_last(read: &mut Vec<u8>, kind: Kind) -> Option<Self> {
        let ends = end(read, kind) == Some(WITH_CONNECTION);
        ends.then(|| Self::new(std::mem::take(read), false))
    }

    /// Whether a request is complete in these bytes, and within how many of them.
    pub(super) fn request_end(bytes: &[u8]) -> Option<usize> {
        end(bytes, Kind::Request).filter(|&end| end <= bytes.len())
    }

    /// Whether these bytes are a whole head whose sender waits for leave to send the body.
    pub(super) fn waits_for_leave(bytes: &[u8]) -> bool {
        let head = head_end(bytes).and_then(|end| bytes.get(..end));
        let head = String::from_utf8_lossy(head.unwrap_or_default());
        says(&head, "expect", "100-continue") && Self::request_end(bytes).is_none()
    }

    /// A canned answer. Status and headers go out as they are, be they allowed or not.
    pub(super) fn canned(fault: &Fault) -> Self {
        let (status, headers, body) = fault.parts();
        let known = StatusCode::from_u16(status).ok();
        let reason = known.and_then(|status| status.canonical_reason()).unwrap_or_default();
        let mut text = format!("HTTP/1.1 {status} {reason}\r\n");
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        if header(&text, "content-length").or_else(|| header(&text, "transfer-encoding")).is_none()
        {
            text += &format!("content-length: {}\r\n", body.len());
        }
        Self::new((text + "\r\n" + body).into_bytes(), true)
    }

    /// Whether the answer proper is still to come.
    pub(super) fn is_interim(&self) -> bool {
        self.bytes.starts_with(b"HTTP/1.1 1") && !self.bytes.starts_with(b"HTTP/1.1 101")
    }

    pub(super) fn answer_kind(&self) -> Kind {
        if self.bytes.starts_with(b"HEAD ") { Kind::AnswerWithoutBody } else { Kind::Answer }
    }

    fn head_text(&self) -> String {
        let head = self.bytes.get(..self.head).unwrap_or_default();
        String::from_utf8_lossy(head).into_owned()
    }

    /// The body without chunk marks.
    fn body(&self) -> Vec<u8> {
        let body = self.bytes.get(self.head..).unwrap_or_default();
        if !says(&self.head_text(), "transfer-encoding", "chunked") {
            return body.to_vec();
        }
        unchunked(body).map(|(plain, _)| plain).unwrap_or_default()
    }

    /// Whether the sender wants the connection to end with this message.
    pub(super) fn closes(&self) -> bool {
        !self.announced || says(&self.head_text(), "connection", "close")
    }

    /// The head of this answer, announcing a body of `length` bytes in this framing.
    pub(super) fn head_for(&self, framing: Framing, length: u64) -> Vec<u8> {
        let own = ["content-length", "transfer-encoding", "connection"];
        let head = self.head_text();
        let kept = head.lines().filter(|line| {
            let name = line.split_once(':').map_or("", |(name, _)| name);
            !line.is_empty() && !own.iter().any(|one| name.eq_ignore_ascii_case(one))
        });
        let mut text: String = kept.map(|line| format!("{line}\r\n")).collect();
        text += &match framing {
            Framing::Length => format!("content-length: {length}\r\n"),
            Framing::Chunked => "transfer-encoding: chunked\r\n".into(),
            Framing::UntilClose => "connection: close\r\n".into(),
        };
        (text + "\r\n").into_bytes()
    }

    /// This answer in this framing with only the first `after` bytes of its body, at the most all
    /// but one.
    pub(super) fn cut(&self, framing: Framing, after: usize) -> Vec<u8> {
        let body = self.body();
        let kept = body.get(..after.min(body.len().saturating_sub(1))).unwrap_or_default();
        let mut bytes = self.head_for(framing, body.len() as u64);
        if framing == Framing::Chunked {
            bytes.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
        }
        bytes.extend_from_slice(kept);
        bytes
    }
}

/// The value of a header, by its lower-case name.
fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn says(head: &str, name: &str, value: &str) -> bool {
    header(head, name).is_some_and(|given| given.eq_ignore_ascii_case(value))
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

/// The end of a message that announces none.
const WITH_CONNECTION: usize = usize::MAX;

/// After how many bytes the first message ends. `None`: more have to come to tell.
fn end(bytes: &[u8], kind: Kind) -> Option<usize> {
    let start = head_end(bytes)?;
    let (head, body) = bytes.split_at_checked(start)?;
    let head = String::from_utf8_lossy(head);
    let empty = ["HTTP/1.1 1", "HTTP/1.1 204", "HTTP/1.1 304"];
    if kind == Kind::AnswerWithoutBody || empty.iter().any(|begin| head.starts_with(begin)) {
        return Some(start);
    }
    if says(&head, "transfer-encoding", "chunked") {
        return unchunked(body).map(|(_, end)| start + end);
    }
    match header(&head, "content-length").and_then(|value| value.parse().ok()) {
        Some(length) => Some(start.saturating_add(length)),
        None if kind == Kind::Request => Some(start),
        None => Some(WITH_CONNECTION),
    }
}

/// What a chunked body carries if it is complete, and where it ends.
fn unchunked(body: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (mut plain, mut at) = (Vec::new(), 0);
    loop {
        let rest = body.get(at..)?;
        let line = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..line)?).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            // Trailers, none or some, end with an empty line.
            return Some((plain, at + line + head_end(rest.get(line..)?)?));
        }
        let (from, to) = (line + 2, (line + 2).checked_add(size)?);
        plain.extend_from_slice(rest.get(from..to)?);
        at += to + 2;
    }
}

//! Bytes of answers: canned ones, and the server's own in another framing.

use http::StatusCode;

use super::fault::Framing;
use super::message::Message;
use crate::shared::Fault;

/// What a server that just closes an idle connection may have sent before.
pub(super) const TIMEOUT: &[u8] =
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Leave to send the body.
pub(super) const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// What another kind of server says.
pub(super) const GARBAGE: &[u8] = b"SSH-2.0-OpenSSH_9.2\r\n";

/// A canned answer. Status and headers go out as they are, be they allowed or not.
pub(super) fn canned(fault: &Fault) -> Message {
    let (status, headers, body) = fault.parts();
    let known = StatusCode::from_u16(status).ok();
    let reason = known.and_then(|status| status.canonical_reason()).unwrap_or_default();
    let mut text = format!("HTTP/1.1 {status} {reason}\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    let framed = ["content-length", "transfer-encoding"];
    if !headers.iter().any(|(name, _)| framed.iter().any(|one| name.eq_ignore_ascii_case(one))) {
        text += &format!("content-length: {}\r\n", body.len());
    }
    Message::new((text + "\r\n" + body).into_bytes(), true)
}

/// The head of the server's answer, announcing a body of `length` bytes in this framing.
pub(super) fn head(answer: &Message, framing: Framing, length: u64) -> Vec<u8> {
    let own = ["content-length", "transfer-encoding", "connection"];
    let head = answer.head_text();
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

/// The server's answer in this framing with only the first `after` bytes of its body, at the
/// most all but one.
pub(super) fn cut(answer: &Message, framing: Framing, after: usize) -> Vec<u8> {
    let body = answer.body();
    let kept = body.get(..after.min(body.len().saturating_sub(1))).unwrap_or_default();
    let mut bytes = head(answer, framing, body.len() as u64);
    if framing == Framing::Chunked {
        bytes.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(kept);
    bytes
}

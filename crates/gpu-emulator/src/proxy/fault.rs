//! What can happen to a request on its way.

use std::time::Duration;

use crate::shared::Fault;

/// What a [`FaultProxy`](super::FaultProxy) does to one request.
///
/// "The server acts" means that the request reaches the server whole and that its answer was
/// awaited before the fault strikes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum WireFault {
    /// The port refuses connections from the moment this request is the next one, and idle
    /// connections are closed, until [`FaultProxy::stop_refusing`](super::FaultProxy::stop_refusing).
    /// Refused attempts cannot be counted: nothing sees them.
    Refuse,
    /// The connection is accepted and closed at once, or closed unread if it was open already.
    CloseOnAccept,
    /// The same with a reset.
    ResetOnAccept,
    /// The connection is closed after this many bytes of the request, which the server gets to
    /// see. With as many bytes as the request has, the server acts.
    CloseInRequest(usize),
    /// The request is read whole, the server never sees it, the connection is reset.
    ResetUnprocessed,
    /// The server acts, the connection is closed without an answer.
    CloseBeforeAnswer,
    /// The server acts, the connection is reset without an answer.
    ResetBeforeAnswer,
    /// The request is read whole and [held](super::Pace::Hold). When it is resumed the server
    /// gets it, unless the caller has hung up.
    StallUnprocessed,
    /// The same, but when it is resumed the server acts even if the caller hung up long ago.
    ForwardLate,
    /// The server acts and its answer is [held](super::Pace::Hold) before the first byte.
    StallBeforeAnswer,
    /// The server acts and its answer is [held](super::Pace::Hold) after the head.
    StallInBody,
    /// The server acts and its answer comes this much later.
    Delay(Duration),
    /// The server acts; only this many bytes of its answer come, at most up to the middle of the
    /// head, then the connection is closed.
    CutHead(usize),
    /// The server acts; its answer's body ends after `after` bytes, at the latest one byte before its
    /// end, and the connection is closed.
    CutBody {
        /// How the length of the body is announced.
        framing: Framing,
        /// Bytes of the body that still come.
        after: usize,
    },
    /// The server acts; its answer comes `piece` bytes at a time, with a pause before each.
    Drip {
        /// Bytes at a time; 0 counts as 1.
        piece: usize,
        /// How long each pause lasts.
        pause: Duration,
    },
    /// The server acts; the head of its answer is followed by spaces until the caller hangs up.
    EndlessBody(Framing),
    /// The server acts; what comes back is not HTTP.
    Garbage,
    /// A canned answer. The server acts only if it is given
    /// [after processing](Fault::after_processing). The fault's
    /// [restriction to an endpoint](Fault::only) is not looked at.
    Answer(Fault),
    /// The server acts and its answer comes whole; then the connection is closed, though the
    /// answer let expect that it stays open.
    CloseAfterAnswer,
    /// If the request comes over a connection that was used before, that connection is closed
    /// unread: the server was just closing it for idleness. Otherwise nothing happens.
    CloseReused,
    /// The same with a reset.
    ResetReused,
    /// The same with a `408` that was already on its way.
    TimeoutReused,
}

/// How the end of a body is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Framing {
    /// By `content-length`.
    Length,
    /// By chunks.
    Chunked,
    /// Not at all: the body ends where the connection does.
    UntilClose,
}

impl From<Fault> for WireFault {
    fn from(fault: Fault) -> Self {
        Self::Answer(fault)
    }
}

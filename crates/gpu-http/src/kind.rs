//! What kind of failure it was, and whether the server can have seen the request.

/// Whether the server can have seen the request. This decides what may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// Provably nothing reached the server: refused connection, DNS, TLS handshake, bad input.
    NotSent,
    /// The connection broke or time ran out. The server may or may not have acted.
    MaybeSent,
    /// The server (or something in front of it) answered with at least a status line.
    Answered,
}

impl Delivery {
    /// A word for messages: `not sent`, `maybe sent`, `answered`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not sent",
            Self::MaybeSent => "maybe sent",
            Self::Answered => "answered",
        }
    }
}

/// What went wrong, in one word. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The input or configuration is wrong. Nothing was sent; `field()` names what to change.
    Invalid,
    /// No connection could be made. Nothing was sent.
    Connect,
    /// Time ran out while the request may already have been on its way.
    Timeout,
    /// The connection broke before a whole answer arrived.
    Interrupted,
    /// An HTTP status other than success.
    Status,
    /// A redirect. It is not followed: the vendors' custom auth headers would travel along.
    Redirect,
    /// The vendor refused, by the code in its own envelope.
    Vendor,
    /// A success status whose body is not what the vendor documents.
    Unreadable,
    /// The body is larger than the configured limit; the rest was not read.
    TooLarge,
    /// A create whose fate is unknown even after looking: a machine may exist and bill.
    MaybeCreated,
    /// The wait limit passed before the condition held.
    WaitLimit,
    /// The machine reached a terminal state, so the condition can no longer hold.
    WaitEnded,
}

impl Kind {
    /// The word for messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid input",
            Self::Connect => "no connection",
            Self::Timeout => "timed out",
            Self::Interrupted => "connection broke",
            Self::Status => "HTTP error",
            Self::Redirect => "redirect not followed",
            Self::Vendor => "refused by the vendor",
            Self::Unreadable => "unreadable answer",
            Self::TooLarge => "answer too large",
            Self::MaybeCreated => "fate unknown, a machine may exist and bill",
            Self::WaitLimit => "wait limit reached",
            Self::WaitEnded => "ended in another state",
        }
    }
}

//! What kind of failure it was, whether the server can have seen the request, and what may be repeated.

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

/// What a repetition of a call would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Idempotency {
    /// The call changes nothing. It may be repeated freely.
    ReadOnly,
    /// The call changes something, and a repetition changes nothing more. It is repeated only when it
    /// was provably not sent, or when the server plainly refused to take it (429).
    Idempotent,
    /// The call makes something new, and a repetition can make a second one. It is repeated only when it
    /// was provably not sent: a limiter behind the service can answer 429 about what has been made.
    NotIdempotent,
}

impl Idempotency {
    /// Whether the call changes nothing.
    pub(crate) fn is_read_only(self) -> bool {
        self == Self::ReadOnly
    }

    /// Whether an attempt that ended like this may be followed by another.
    pub(crate) fn may_repeat(self, delivery: Delivery, status: Option<u16>) -> bool {
        match (self, delivery, status) {
            (_, Delivery::NotSent, _) => true,
            (Self::ReadOnly | Self::Idempotent, _, Some(429)) => true,
            (Self::Idempotent | Self::NotIdempotent, ..) => false,
            (Self::ReadOnly, _, Some(status)) => matches!(status, 408 | 500 | 502 | 503 | 504),
            (Self::ReadOnly, _, None) => true,
        }
    }
}

/// What is known of the attempts so far.
#[derive(Clone, Copy)]
pub(crate) struct PriorAttempts {
    /// The furthest that one of them came.
    pub(crate) delivery: Delivery,
    /// One of them was answered 429.
    pub(crate) limited: bool,
}

impl PriorAttempts {
    /// No attempt was made yet.
    pub(crate) const NONE: Self = Self { delivery: Delivery::NotSent, limited: false };
}

//! What a repetition of a call would do, and what the attempts before the last leave open. This decides
//! what may be repeated.

use crate::{Delivery, Error};

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

    /// Adds an attempt that failed.
    pub(crate) fn add(&mut self, error: &Error) {
        if error.delivery() != Delivery::NotSent {
            self.delivery = error.delivery();
        }
        self.limited |= error.is_rate_limited();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_repeated_only_if_nothing_can_have_happened() {
        use Delivery::{Answered, MaybeSent, NotSent};
        for (delivery, status, read, change) in [
            (NotSent, None, true, true),
            (MaybeSent, None, true, false),
            (Answered, Some(408), true, false),
            (Answered, Some(429), true, true),
            (Answered, Some(500), true, false),
            (Answered, Some(502), true, false),
            (Answered, Some(503), true, false),
            (Answered, Some(504), true, false),
            (Answered, Some(501), false, false),
            (Answered, Some(400), false, false),
            (Answered, Some(401), false, false),
            (Answered, Some(307), false, false),
        ] {
            for (idempotency, expected) in [
                (Idempotency::ReadOnly, read),
                (Idempotency::Idempotent, change),
                // Not even after a plain refusal.
                (Idempotency::NotIdempotent, delivery == NotSent),
            ] {
                let may = idempotency.may_repeat(delivery, status);
                assert_eq!(may, expected, "{idempotency:?} {status:?}");
            }
        }
    }
}

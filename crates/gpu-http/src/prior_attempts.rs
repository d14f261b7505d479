//! What the attempts before the last leave open.

use crate::{Delivery, Error};

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

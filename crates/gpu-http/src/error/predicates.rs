//! What an error means, and what to do about it.

use super::Error;
use crate::kind::Idempotency;
use crate::{Delivery, Kind};

impl Error {
    /// The credentials were rejected: by the vendor's own word, or by HTTP 401. A 403 without the
    /// vendor's word says nothing about credentials, nor does a web page.
    ///
    /// *What to do:* check which token is in use and whether it has expired. Repeating the call does not
    /// help.
    pub fn is_auth(&self) -> bool {
        self.0.api_error.auth || (self.0.status == Some(401) && !self.has_web_page())
    }

    /// Too many requests.
    ///
    /// *What to do:* wait for [`retry_after`](Self::retry_after), or longer than before, and call again.
    pub fn is_rate_limited(&self) -> bool {
        self.0.api_error.rate_limited || self.0.status == Some(429)
    }

    /// Too many requests, in this attempt or in one before. For a change that is no proof of anything,
    /// even if the last attempt was plainly refused: a limiter can stand behind what has acted.
    ///
    /// *What to do:* after a change, look at the machine before repeating it. The clients' creates do so
    /// themselves.
    pub fn was_rate_limited(&self) -> bool {
        self.0.limited_before || self.is_rate_limited()
    }

    /// The vendor said, in a way for which evidence exists, that there is no such machine.
    /// `false` does not mean that it exists.
    ///
    /// *What to do:* check id and region. To be sure that a machine is gone, confirm its release: one
    /// answer is a moment.
    pub fn is_not_found(&self) -> bool {
        self.0.api_error.not_found
    }

    /// No machine of the kind that was ordered is free. Known by the codes that the caller has named
    /// ([`Settings::capacity_codes`](crate::Settings::capacity_codes)), and by those of which a
    /// client crate infers it; no vendor publishes one.
    ///
    /// *What to do:* if nothing was made ([`is_refused`](Self::is_refused)), order another machine, or
    /// in another region, or later. Otherwise find out first whether one was made.
    pub fn is_no_capacity(&self) -> bool {
        self.0.api_error.no_capacity
    }

    /// Whether the request can have reached the server. `false` is a promise: nothing was sent.
    ///
    /// *What to do:* if `false`, repeat the call as often as you like. If `true`, ask
    /// [`may_have_taken_effect`](Self::may_have_taken_effect).
    pub fn may_have_been_sent(&self) -> bool {
        self.0.delivery != Delivery::NotSent
    }

    /// Whether a change may have taken effect although the call failed. `false` for reads, for
    /// what was never sent, and for refusals: a code that says so, rejected credentials, or one after
    /// which probes found nothing. HTTP 4xx with the vendor's own words refuses a change, too, but no
    /// create: a gateway that has sent a create twice may tell what became of the second.
    ///
    /// *What to do:* if `true`, look at the machine before doing anything else; do not repeat the call
    /// blindly. [`key`](Self::key), [`id`](Self::id) and [`candidates`](Self::candidates) find it.
    pub fn may_have_taken_effect(&self) -> bool {
        !self.0.idempotency.is_read_only()
            && self.0.delivery != Delivery::NotSent
            && !self.has_refused()
    }

    /// Whether a change was refused, and nothing was made: plainly, or the machine was
    /// [looked for](Self::looked) and was not there.
    ///
    /// *What to do:* there is nothing to give back. Mend the order, or try another one;
    /// [`is_no_capacity`](Self::is_no_capacity) tells which.
    pub fn is_refused(&self) -> bool {
        !self.0.idempotency.is_read_only()
            && self.0.delivery == Delivery::Answered
            && self.has_refused()
    }

    /// Whether a create that failed like this is known to have made no machine: it was not sent, or it
    /// was answered and refused.
    ///
    /// *What to do:* if `false`, a machine may come up at any moment. Keep its key, and look for it.
    pub fn made_nothing(&self) -> bool {
        let answered = matches!(self.0.kind, Kind::Vendor | Kind::Status);
        !self.may_have_been_sent() || (answered && !self.may_have_taken_effect())
    }

    /// What looking for the machine has found, where only that made a refusal the truth.
    pub fn looked(&self) -> Option<&str> {
        self.0.looked.as_deref()
    }

    fn has_refused(&self) -> bool {
        let in_words = self.0.api_error.code.is_some() || self.0.api_error.message.is_some();
        let before = self.0.status.is_none() && self.0.limited_before;
        let limited = self.0.status == Some(429) || before;
        let is_create = self.0.idempotency == Idempotency::NotIdempotent;
        self.0.api_error.rejected
            || self.0.looked.is_some()
            || (self.0.refused && (self.is_auth() || (!is_create && (in_words || limited))))
    }

    /// A web page where the vendor's answer should be: a gateway's, or a firewall's.
    fn has_web_page(&self) -> bool {
        let body = self.0.body.as_deref().unwrap_or_default();
        body.trim_start().starts_with('<')
    }

    /// Whether the answer says nothing about machines or credentials: a redirect, a web page, a 403
    /// without the vendor's own words. For the client crates.
    #[doc(hidden)]
    pub fn says_nothing(&self) -> bool {
        let said = &self.0.api_error;
        let mute = self.0.status == Some(403) && said.code.is_none() && said.message.is_none();
        match self.0.kind {
            Kind::Redirect => true,
            Kind::Status => mute || self.has_web_page(),
            _ => false,
        }
    }

    /// Whether the service itself has said no, and not for a reason that passes.
    pub(crate) fn is_plain_refusal(&self) -> bool {
        let answered = matches!(self.0.kind, Kind::Vendor | Kind::Status);
        answered && !self.is_auth() && !self.is_transient() && !self.says_nothing()
    }

    /// A transient error (network, 408, 429, 5xx): the same *read* may succeed later.
    ///
    /// *What to do:* repeat reads after a pause; the client has done so already, within its time limit.
    /// For changes ask [`may_have_taken_effect`](Self::may_have_taken_effect) first.
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            Kind::Connect | Kind::Timeout | Kind::Interrupted => true,
            Kind::Status => matches!(self.0.status, Some(408 | 429 | 500..=599)),
            Kind::Vendor => self.0.api_error.rate_limited || self.0.api_error.transient,
            // HTML or half a document behind a 200 is a gateway's hiccup more often than not.
            Kind::Unreadable => self.0.json_path.is_none(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ApiError;
    use super::*;

    fn error(kind: Kind, delivery: Delivery, call: Idempotency) -> Error {
        Error::new(kind, delivery, "").of_a(call)
    }

    #[test]
    fn only_a_plain_refusal_settles_a_change() {
        let change = (Idempotency::Idempotent, [400, 401, 404, 409, 425, 429].as_slice());
        // What looks like a refusal of a create may be one of its repetition by a gateway.
        for (call, settled) in [change, (Idempotency::NotIdempotent, &[401])] {
            for status in [400, 401, 404, 408, 409, 425, 429, 499, 500, 502] {
                let error = error(Kind::Status, Delivery::Answered, call)
                    .with_status(status)
                    .with_api_error(ApiError::new(None, Some("no".to_owned())));
                let is_settled = settled.contains(&status);
                assert_eq!(error.may_have_taken_effect(), !is_settled, "{call:?} {status}");
                assert_eq!(error.is_refused(), is_settled, "{call:?} {status}");
                assert_eq!(error.made_nothing(), is_settled, "{call:?} {status}");
            }
        }
        // A gateway's page is not the vendor's word.
        let page = error(Kind::Status, Delivery::Answered, Idempotency::Idempotent)
            .with_status(403)
            .with_body("<html>blocked</html>".to_owned());
        assert!(page.may_have_taken_effect() && !page.is_auth() && page.says_nothing());
        // A code that turns the request away settles it, too.
        for rejected in [true, false] {
            let error = error(Kind::Vendor, Delivery::Answered, Idempotency::Idempotent)
                .with_status(200)
                .with_api_error(ApiError { rejected, ..ApiError::default() });
            assert_eq!(error.may_have_taken_effect(), !rejected);
        }
    }

    #[test]
    fn reads_and_unsent_changes_have_no_effect() {
        let read = error(Kind::Timeout, Delivery::MaybeSent, Idempotency::ReadOnly);
        assert!(!read.may_have_taken_effect() && read.may_have_been_sent());
        assert!(!read.made_nothing(), "a read that was cut off proves nothing");
        let unsent = error(Kind::Connect, Delivery::NotSent, Idempotency::Idempotent);
        assert!(!unsent.may_have_taken_effect() && !unsent.may_have_been_sent());
        assert!(unsent.made_nothing());
    }
}

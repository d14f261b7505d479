//! An error as text.

use std::fmt;

use super::Error;
use crate::Kind;
use gpu_common::OneLine;

/// One line: which call, what happened, what the vendor said, and what finds the machine again.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(endpoint) = &inner.endpoint {
            let path = OneLine::short(&endpoint.path);
            write!(f, "{} ({} {path}): ", endpoint.name, endpoint.method)?;
        }
        match (inner.host.as_deref().map(OneLine::short), inner.kind) {
            (Some(host), Kind::Connect) => write!(f, "no connection to {host}")?,
            (Some(host), Kind::Timeout) => write!(f, "timed out, {host}")?,
            (Some(host), Kind::Interrupted) => write!(f, "connection to {host} broke")?,
            _ => f.write_str(inner.kind.as_str())?,
        }
        if let Some(field) = &inner.field {
            write!(f, " `{}`", OneLine::short(field))?;
        }
        if !inner.what.is_empty() {
            write!(f, ": {}", OneLine::message(&inner.what))?;
        }
        if let Some(cause) = &inner.source {
            write!(f, " ({})", OneLine::message(&cause.root()))?;
        }
        if let Some(status) = inner.status {
            write!(f, "; HTTP {status}")?;
        }
        part(f, "; code ", self.code())?;
        if let Some(message) = &inner.api_error.message {
            write!(f, "; vendor says {message:?}")?;
        }
        if let Some(hint) = inner.api_error.hint {
            write!(f, "; {hint}")?;
        }
        if let Some(looked) = &inner.looked {
            write!(f, "; refused, and {}", OneLine::message(looked))?;
        }
        part(f, "; at ", self.json_path())?;
        if inner.kind != Kind::Invalid {
            write!(f, "; {}", inner.delivery.as_str())?;
        }
        if inner.attempts > 1 {
            write!(f, ", {} attempts", inner.attempts)?;
        }
        part(f, "; last state ", self.last_state())?;
        part(f, "; machine ", self.id())?;
        part(f, "; key ", self.key())?;
        for (index, candidate) in inner.candidates.iter().enumerate() {
            let lead = if index == 0 { "; candidates " } else { ", " };
            write!(f, "{lead}{candidate}")?;
        }
        Ok(())
    }
}

fn part(f: &mut fmt::Formatter<'_>, lead: &str, text: Option<&str>) -> fmt::Result {
    text.map_or(Ok(()), |text| write!(f, "{lead}{}", OneLine::short(text)))
}

/// What `fn main() -> Result` prints: the message, and its causes on further lines. `{:#?}` shows the fields.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            // Every field is masked or bounded when it is set, so a plain dump is safe.
            return fmt::Debug::fmt(&self.0, f);
        }
        write!(f, "{self}")?;
        let mut cause = std::error::Error::source(self);
        while let Some(below) = cause {
            write!(f, "\n  caused by: {}", OneLine::message(&below.to_string()))?;
            cause = below.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ApiError, Endpoint};
    use super::*;
    use crate::kind::{Idempotency, PriorAttempts};
    use crate::{Candidate, Delivery};

    #[test]
    fn the_message_is_one_line_that_finds_the_machine() {
        let fault = ApiError::new(Some("176".into()), Some("check\njwt".into()));
        let endpoint =
            Endpoint { name: "create instance", method: "POST".into(), path: "/instance".into() };
        let error: Error = Error::new(Kind::Vendor, Delivery::Answered, "")
            .of_call(endpoint, Idempotency::NotIdempotent, PriorAttempts::NONE)
            .with_status(200)
            .with_api_error(fault)
            .with_attempts(2)
            .with_key("order.1")
            .with_id("ins-1");
        assert_eq!(
            error.to_string(),
            "create instance (POST /instance): refused by the vendor; HTTP 200; code 176; \
             vendor says \"check\\njwt\"; answered, 2 attempts; machine ins-1; key order.1"
        );
    }

    #[test]
    fn no_text_of_the_vendor_breaks_the_line_or_makes_it_endless() {
        let odd = format!("a\r\nb\u{1b}[2J\u{2028}\u{202e}北{}", "x".repeat(50_000));
        let error: Error = Error::new(Kind::Vendor, Delivery::Answered, "status\nodd")
            .with_api_error(ApiError::new(Some(odd.clone()), None))
            .with_json_path(Some(odd.clone()))
            .with_last_state(odd.as_str())
            .with_candidates(vec![Candidate::new(odd.as_str())])
            .with_key(&odd)
            .with_id(&odd);
        let line = error.to_string();
        assert!(line.contains("code a\\u{d}\\u{a}b\\u{1b}[2J\\u{2028}\\u{202e}北xxx"), "{line}");
        assert!(!line.contains(char::is_control) && line.len() < 2_000, "{line}");
        assert_eq!(error.id(), Some(odd.as_str()), "what finds the machine stays whole");
    }
}

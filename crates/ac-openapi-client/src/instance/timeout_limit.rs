//! How long an instance may run before it is stopped by itself.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use gpu_json::{FieldValue, Parsed};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// The word for no limit.
const UNLIMITED: &str = "unlimited";

/// How long an instance may run before it is stopped by itself.
///
/// `01:00:00` in the document's table, `unlimited` in its sample. Hours above 24 are used against a
/// neighbouring interface of the platform; the upper end and other forms are not documented.
///
/// ```
/// use ac_openapi_client::TimeoutLimit;
/// use std::time::Duration;
///
/// let two_weeks = TimeoutLimit::After(Duration::from_secs(15 * 24 * 3600));
/// assert_eq!(two_weeks.to_string(), "360:00:00");
/// assert!(two_weeks.limit().is_some() && TimeoutLimit::Unlimited.limit().is_none());
/// assert_eq!("360:00:00".parse::<TimeoutLimit>()?, two_weeks);
/// # Ok::<(), ac_openapi_client::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutLimit {
    /// It runs until it is stopped or deleted, and costs as long.
    Unlimited,
    /// It is stopped after this time, in whole seconds; a fraction is rounded up.
    After(Duration),
}

impl TimeoutLimit {
    /// The limit; `None` for [`Unlimited`](Self::Unlimited).
    pub fn limit(self) -> Option<Duration> {
        match self {
            Self::Unlimited => None,
            Self::After(limit) => Some(limit),
        }
    }

    /// Refuses a limit of no time at all.
    pub(crate) fn check(self) -> Result<()> {
        if self == Self::After(Duration::ZERO) {
            return Err(Error::invalid("timeoutLimit", "is zero"));
        }
        Ok(())
    }

    fn parse(text: &str) -> Option<Self> {
        if text == UNLIMITED {
            return Some(Self::Unlimited);
        }
        let number = |part: &str| match part.bytes().all(|byte| byte.is_ascii_digit()) {
            true => part.parse::<u64>().ok(),
            false => None,
        };
        let parts: Vec<u64> = text.split(':').map(number).collect::<Option<_>>()?;
        let [hours, minutes @ 0..60, seconds @ 0..60] = parts[..] else { return None };
        let seconds = hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)?;
        Some(Self::After(Duration::from_secs(seconds)))
    }
}

/// `unlimited`, or hours, minutes and seconds of at least two digits each.
impl fmt::Display for TimeoutLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(limit) = self.limit() else {
            return f.pad(UNLIMITED);
        };
        let seconds = limit.as_secs().saturating_add(u64::from(limit.subsec_nanos() > 0));
        write!(f, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

/// `unlimited`, or hours, minutes and seconds.
impl FromStr for TimeoutLimit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let reason = "is neither `unlimited` nor hours, minutes and seconds as in 01:00:00";
        Self::parse(text).ok_or_else(|| Error::invalid("timeoutLimit", reason))
    }
}

impl<'de> Deserialize<'de> for TimeoutLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for TimeoutLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FieldValue for TimeoutLimit {
    fn from_text(text: &str) -> Parsed<Self> {
        match Self::parse(text) {
            Some(limit) if limit.to_string() == text => Parsed::Same(limit),
            limit => Parsed::converted(limit),
        }
    }
}

#[cfg(test)]
mod tests {
    use gpu_json::Field;

    use super::*;

    fn read(text: &str) -> Option<TimeoutLimit> {
        let field: Field<TimeoutLimit> = serde_json::from_value(text.into()).unwrap();
        field.copied()
    }

    #[test]
    fn both_documented_forms_are_read_and_written() {
        let after = |seconds| TimeoutLimit::After(Duration::from_secs(seconds));
        for (text, limit) in [
            ("unlimited", TimeoutLimit::Unlimited),
            ("01:00:00", after(3600)),
            ("360:00:00", after(360 * 3600)),
            ("00:00:59", after(59)),
        ] {
            assert_eq!(read(text), Some(limit));
            assert_eq!(limit.to_string(), text);
            let json = serde_json::to_string(&limit).unwrap();
            assert_eq!(serde_json::from_str::<TimeoutLimit>(&json).unwrap(), limit);
        }
        assert_eq!(read("1:2:3"), Some(after(3723)));
        assert_eq!(TimeoutLimit::After(Duration::from_millis(1)).to_string(), "00:00:01");
    }

    #[test]
    fn what_is_no_limit_is_not_read_as_one() {
        for text in ["", "Unlimited", "1h", "01:00", "01:60:00", "+1:00:00", "01:00:00:00", "::"] {
            assert_eq!(read(text), None, "{text}");
            let error = text.parse::<TimeoutLimit>().unwrap_err();
            assert_eq!(error.field(), Some("timeoutLimit"), "{text}");
        }
    }
}

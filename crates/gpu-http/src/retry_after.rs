//! `Retry-After`: seconds or a date.

use std::time::Duration;

use gpu_common::Timestamp;

/// Reads a `Retry-After` value: a whole number of seconds, or an HTTP date in any of the three
/// forms of RFC 9110. A date in the past means no wait. What is neither is `None`.
///
/// ```
/// use gpu_http::parse_retry_after;
/// use std::time::Duration;
///
/// let now = "1994-11-06T08:49:00Z".parse()?;
/// assert_eq!(parse_retry_after("120", now), Some(Duration::from_secs(120)));
/// let date = "Sun, 06 Nov 1994 08:49:37 GMT";
/// assert_eq!(parse_retry_after(date, now), Some(Duration::from_secs(37)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn parse_retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are still a number: "for ever", which the deadline then bounds.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let at = http_date(value)?;
    let seconds = at.saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

/// An HTTP date as Unix seconds.
fn http_date(value: &str) -> Option<i64> {
    const FORMS: [&str; 3] = [
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    ];
    FORMS.iter().find_map(|form| {
        let parsed = jiff::fmt::strtime::parse(form, value).ok()?;
        let civil = parsed.to_datetime().ok()?;
        Some(
            civil
                .to_zoned(jiff::tz::TimeZone::UTC)
                .ok()?
                .timestamp()
                .as_second(),
        )
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> Timestamp {
        "1994-11-06T08:49:00Z".parse().unwrap()
    }

    #[test]
    fn every_form_is_read() {
        for (value, seconds) in [
            ("0", Some(0)),
            ("  7 ", Some(7)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
            ("Sun Nov  6 08:49:37 1994", Some(37)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("Sun, 99 Nov 1994 08:49:37 GMT", None),
        ] {
            let wait = seconds.map(Duration::from_secs);
            assert_eq!(parse_retry_after(value, now()), wait, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(value in ".{0,60}") {
            let _ = parse_retry_after(&value, now());
        }
    }
}

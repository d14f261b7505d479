//! `Retry-After`: seconds or a date.

use std::time::Duration;

use gpu_common::{CivilDateTime, Timestamp};

/// Reads a `Retry-After` value: a whole number of seconds, or an HTTP date in any of the three
/// forms of RFC 9110. A date in the past means no wait. Anything else is `None`.
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

/// An HTTP date as Unix seconds: RFC 9110's own form, RFC 850's or that of C's `asctime`.
fn http_date(value: &str) -> Option<i64> {
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    let (year, month, day, time) = match *words.as_slice() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        [weekday, day, month, year, time, "GMT"] if weekday.ends_with(',') => {
            (year.parse().ok()?, month, day, time)
        }
        // Sunday, 06-Nov-94 08:49:37 GMT
        [weekday, date, time, "GMT"] if weekday.ends_with(',') => {
            let (day, date) = date.split_once('-')?;
            let (month, year) = date.split_once('-')?;
            (century(year)?, month, day, time)
        }
        // Sun Nov  6 08:49:37 1994
        [_, month, day, time, year] => (year.parse().ok()?, month, day, time),
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let day: u8 = day.parse().ok()?;
    // The calendar and the clock are checked there.
    let civil: CivilDateTime = format!("{year:04}-{month:02}-{day:02} {time}").parse().ok()?;
    Some(civil.at_offset(0).ok()?.as_second())
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The year of two digits, 1969 to 2068, as C's `strptime` reads it.
fn century(year: &str) -> Option<u16> {
    let year: u16 = year.parse().ok()?;
    Some(if year < 69 { 2000 + year } else { 1900 + year })
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
            ("Friday, 01-Jan-68 00:00:00 GMT", Some(2_308_489_860)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(252_618_189_059)),
            ("Mon, 28 Feb 2000 24:00:00 GMT", None),
            ("Wed, 30 Feb 2000 00:00:00 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37 CET", None),
            ("Sun, 06 Nov 1994 08:49:37", None),
            ("Sun Nov  6 1994", None),
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

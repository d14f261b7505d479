//! `timeoutLimit`: hours, minutes and seconds, or `unlimited`.

use std::time::Duration;

use super::fields::Wrong;

/// `None` for `unlimited`. Hours may be above 24 (seen in use at a sibling service); that a limit
/// of nothing is refused is a guess.
pub(super) fn read(text: &str) -> Result<Option<Duration>, Wrong> {
    if text == "unlimited" {
        return Ok(None);
    }
    let limit = seconds(text).filter(|seconds| *seconds > 0);
    match limit {
        Some(seconds) => Ok(Some(Duration::from_secs(seconds))),
        None => Err(Wrong::Invalid(format!("timeoutLimit is {text:?}"))),
    }
}

fn seconds(text: &str) -> Option<u64> {
    let mut parts = text.split(':').map(digits);
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)
}

/// At least two digits, as in the document.
fn digits(text: &str) -> Option<u64> {
    let digits = text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_forms_are_read() {
        let table = [
            ("unlimited", None),
            ("01:00:00", Some(3600)),
            ("360:00:00", Some(360 * 3600)),
            ("00:00:01", Some(1)),
        ];
        for (text, seconds) in table {
            assert_eq!(read(text), Ok(seconds.map(Duration::from_secs)), "{text}");
        }
    }

    #[test]
    fn everything_else_is_invalid() {
        let texts = [
            "",
            "Unlimited",
            "3600",
            "01:00",
            "1:00:00",
            "01:60:00",
            "01:00:60",
            "01:00:00:00",
            "+1:00:00",
            "-1:00:00",
            "00:00:00",
            "99999999999999999999:00:00",
            "18446744073709551615:00:00",
        ];
        for text in texts {
            assert!(matches!(read(text), Err(Wrong::Invalid(_))), "{text}");
        }
    }
}

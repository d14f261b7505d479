//! Values on the command line: durations, money, prices.

use std::time::Duration;

use gpu_common::{Money, Rate};

/// `90s`, `45m`, `2h`, `1h30m`, `1d`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is no time: write 90s, 45m, 2h, 1h30m or 1d");
    let (mut seconds, mut number) = (0_u64, String::new());
    for one in text.chars() {
        if one.is_ascii_digit() {
            number.push(one);
            continue;
        }
        let unit = match one {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return Err(wrong()),
        };
        let count: u64 = number.parse().map_err(|_| wrong())?;
        number.clear();
        let part = count.checked_mul(unit).ok_or_else(wrong)?;
        seconds = seconds.checked_add(part).ok_or_else(wrong)?;
    }
    if !number.is_empty() || seconds == 0 || seconds > 366 * 86_400 {
        return Err(wrong());
    }
    Ok(Duration::from_secs(seconds))
}

/// `5CNY`, `5 CNY`, `2.50 Credit`.
pub(crate) fn money(text: &str) -> Result<Money, String> {
    let read = spaced(text).parse();
    read.map_err(|_| format!("{text:?} is no amount: write 5CNY or '2.50 Credit'"))
}

/// `2CNY/hour`, `0.65 Credit/hour`, `48 CNY/day`.
pub(crate) fn rate(text: &str) -> Result<Rate, String> {
    let long = match text.strip_suffix("/h") {
        Some(rest) => format!("{rest}/hour"),
        None => text.to_owned(),
    };
    let read = spaced(&long).parse();
    read.map_err(|_| format!("{text:?} is no price: write 2CNY/hour or '48 CNY/day'"))
}

/// The text with a space between the number and the currency.
fn spaced(text: &str) -> String {
    let text = text.trim();
    let end = text.find(|one: char| !(one.is_ascii_digit() || one == '.'));
    let (number, currency) = text.split_at(end.unwrap_or(text.len()));
    format!("{number} {}", currency.trim_start())
}

/// A time as a person writes it: `1h30m`.
pub(crate) fn in_words(seconds: u64) -> String {
    let units = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)];
    let (mut left, mut text) = (seconds, String::new());
    for (unit, length) in units {
        if left >= length {
            text += &format!("{}{unit}", left / length);
            left %= length;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_people_write_them() {
        for (text, seconds) in [("90s", 90), ("45m", 2700), ("1h30m", 5400), ("1d", 86_400)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)));
        }
        for wrong in ["", "2", "h", "2 h", "-1h", "0s", "2w", "99999999999999999999h", "400d"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
        for (text, amount) in [("5CNY", "5.00 CNY"), ("2.50 Credit", "2.50 Credit")] {
            assert_eq!(money(text).map(|money| money.to_string()), Ok(amount.to_owned()));
        }
        for text in ["2CNY/hour", "2 CNY/h", "2CNY/h"] {
            assert_eq!(rate(text).map(|rate| rate.to_string()), Ok("2.00 CNY/hour".to_owned()));
        }
        for wrong in ["", "5", "CNY", "5€", "-5CNY", "1e3CNY", "5 C N Y"] {
            assert!(money(wrong).is_err(), "{wrong}");
        }
        assert_eq!(in_words(5400), "1h30m");
    }
}

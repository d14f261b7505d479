//! Dates and times of day as text, on the Gregorian calendar.
//!
//! Days are counted in years that begin in March, so that the leap day is a year's last and
//! months have the same lengths in every year; 400 years always have the same number of days.

use std::fmt;

use super::Timestamp;

/// Days from 0000-03-01 to 1970-01-01.
const TO_EPOCH: i64 = 719_468;
/// The days of 400 years.
const ERA: i64 = 146_097;

/// The number of a day, counted from 1970-01-01; `None` for a day that no calendar has.
fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    };
    let year = year - i64::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let number = ERA * era + 365 * year + year / 4 - year / 100 + day_of_year - TO_EPOCH;
    (1..=length).contains(&day).then_some(number)
}

/// Year, month and day of a number.
fn date(day_number: i64) -> (i64, i64, i64) {
    let days = day_number + TO_EPOCH;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    // The days before each year's begin, without the leap days on the way.
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let month = (month_from_march + 2) % 12 + 1;
    let year = 400 * era + year + i64::from(month <= 2);
    (year, month, day_of_year - (153 * month_from_march + 2) / 5 + 1)
}

/// Prints a time on a clock at UTC, with something between date and time of day.
pub(super) fn print(time: Timestamp, separator: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (year, month, day) = date(time.second.div_euclid(86_400));
    let second = time.second.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    write!(f, "{year:04}-{month:02}-{day:02}{separator}")?;
    write!(f, "{hour:02}:{minute:02}:{second:02}")?;
    if time.nanosecond == 0 {
        return Ok(());
    }
    let fraction = format!("{:09}", time.nanosecond);
    write!(f, ".{}", fraction.trim_end_matches('0'))
}

/// The time that a clock shows, as if it were at UTC, and how many seconds it is ahead of UTC, if
/// the text says so. `None` for what is neither a time with an offset nor one without.
pub(super) fn read(text: &str) -> Option<(Timestamp, Option<i32>)> {
    let mut rest = Rest(text.as_bytes());
    let local = rest.date_time()?;
    let offset = match rest.0 {
        [] => None,
        _ => Some(rest.offset()?),
    };
    rest.0.is_empty().then_some((local, offset))
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// Takes the next byte if it is one of these.
    fn take(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        wanted.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    /// A number of exactly so many digits, at most ten.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0, |number: i64, byte| {
            let digit = byte.is_ascii_digit().then_some(i64::from(byte & 15))?;
            Some(number * 10 + digit)
        })
    }

    /// A mark and then two digits.
    fn pair(&mut self, mark: u8) -> Option<i64> {
        self.take(&[mark])?;
        self.number(2)
    }

    /// `YYYY-MM-DD`, a separator, `HH:MM:SS` and perhaps a fraction.
    fn date_time(&mut self) -> Option<Timestamp> {
        let day = day_number(self.number(4)?, self.pair(b'-')?, self.pair(b'-')?)?;
        self.take(b"Tt ")?;
        let (hour, minute, second) = (self.number(2)?, self.pair(b':')?, self.pair(b':')?);
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let nanosecond = match self.take(b".") {
            Some(_) => self.fraction()?,
            None => 0,
        };
        let second = second.min(59) + 60 * minute + 3600 * hour;
        Timestamp::at(86_400 * day + second, nanosecond)
    }

    /// One to nine digits, in nanoseconds.
    fn fraction(&mut self) -> Option<i64> {
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit());
        let digits = digits.count();
        let zeros = u32::try_from(9_usize.checked_sub(digits)?).ok()?;
        let number = (digits > 0).then(|| self.number(digits))??;
        Some(number * 10_i64.pow(zeros))
    }

    /// `Z`, `+08:00` or `+0800`, in seconds ahead of UTC.
    fn offset(&mut self) -> Option<i32> {
        let sign = self.take(b"Zz+-")?;
        if matches!(sign, b'Z' | b'z') {
            return Some(0);
        }
        let hours = self.number(2)?;
        // The colon may be missing.
        let _ = self.take(b":");
        let minutes = self.number(2).filter(|minutes| *minutes < 60)?;
        let seconds = i32::try_from(3600 * hours + 60 * minutes).ok()?;
        Some(if sign == b'-' { -seconds } else { seconds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_supported_years_follows_the_one_before() {
        let mut number = day_number(0, 1, 1).unwrap();
        for year in 0..=9999 {
            for month in 1..=12 {
                for day in (1..=31).filter(|day| day_number(year, month, *day).is_some()) {
                    assert_eq!(day_number(year, month, day), Some(number));
                    assert_eq!(date(number), (year, month, day));
                    number += 1;
                }
            }
        }
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(19_782), (2024, 2, 29));
    }
}

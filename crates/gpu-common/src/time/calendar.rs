//! The Gregorian calendar, extended in both directions, counted in days.
//!
//! Days are counted in years that begin in March, so that the leap day is a year's last and
//! months have the same lengths in every year; 400 years always have the same number of days.

/// Days from 0000-03-01 to 1970-01-01.
const TO_EPOCH: i64 = 719_468;
/// The days of 400 years.
const ERA: i64 = 146_097;

/// The number of a day, counted from 1970-01-01. The month is from 1 to 12.
pub(super) fn day_number(year: i16, month: u8, day: u8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let year = i64::from(year) - i64::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    ERA * era + 365 * year + year / 4 - year / 100 + day_of_year - TO_EPOCH
}

/// Year, month and day of a number; `None` for a year that no `i16` can hold.
pub(super) fn date(day_number: i64) -> Option<(i16, u8, u8)> {
    let days = day_number.checked_add(TO_EPOCH)?;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    // The days before each year's begin, without the leap days on the way.
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = 400 * era + year + i64::from(month <= 2);
    Some((
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    ))
}

/// How many days a month has; 0 for what is no month.
pub(super) fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_supported_years_follows_the_one_before() {
        let mut number = day_number(-9999, 1, 1);
        for year in -9999..=9999 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    assert_eq!(day_number(year, month, day), number);
                    assert_eq!(date(number), Some((year, month, day)));
                    number += 1;
                }
            }
        }
        assert_eq!(date(0), Some((1970, 1, 1)));
        assert_eq!(date(19_782), Some((2024, 2, 29)));
    }

    #[test]
    fn what_is_far_away_has_no_date() {
        for number in [i64::MIN, i64::MAX, 1 << 40] {
            assert_eq!(date(number), None);
        }
    }
}

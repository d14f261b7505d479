//! The digits of a date and a time of day.

use super::CivilDateTime;

/// What is left to read.
pub(super) struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the next byte if it is one of these.
    pub(super) fn take(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        wanted.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    /// A number of exactly so many digits.
    pub(super) fn number(&mut self, digits: usize) -> Option<u32> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0, |number: u32, byte| {
            let digit = byte.is_ascii_digit().then_some(u32::from(byte & 15))?;
            number.checked_mul(10)?.checked_add(digit)
        })
    }

    fn byte(&mut self, digits: usize) -> Option<u8> {
        self.number(digits)?.try_into().ok()
    }

    /// `YYYY-MM-DD`, one of the separators, `HH:MM:SS` and perhaps a fraction.
    pub(super) fn date_time(&mut self, separators: &[u8]) -> Option<CivilDateTime> {
        let year = self.year()?;
        self.take(b"-")?;
        let month = self.byte(2)?;
        self.take(b"-")?;
        let day = self.byte(2)?;
        self.take(separators)?;
        let hour = self.byte(2)?;
        self.take(b":")?;
        let minute = self.byte(2)?;
        self.take(b":")?;
        let second = self.byte(2)?;
        let nanosecond = match self.take(b".") {
            Some(_) => self.fraction()?,
            None => 0,
        };
        CivilDateTime::new((year, month, day), (hour, minute, second, nanosecond))
    }

    /// Four digits; six after a sign, as years before 0 are printed.
    fn year(&mut self) -> Option<i16> {
        let Some(sign) = self.take(b"+-") else {
            return self.number(4)?.try_into().ok();
        };
        let year: i16 = self.number(6)?.try_into().ok()?;
        Some(if sign == b'-' { -year } else { year })
    }

    /// One to nine digits, in nanoseconds.
    fn fraction(&mut self) -> Option<u32> {
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit());
        let digits = digits.count();
        let zeros = u32::try_from(9_usize.checked_sub(digits)?).ok()?;
        let number = (digits > 0).then(|| self.number(digits))??;
        Some(number * 10_u32.pow(zeros))
    }
}

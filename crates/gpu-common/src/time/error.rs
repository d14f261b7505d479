//! Why a time could not be made.

/// Why a text or a number is not a time. Never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The text is not RFC 3339 with an offset, such as `2026-03-01T08:30:00Z`.
    #[error("not an RFC 3339 time with an offset")]
    NotATimestamp,
    /// The text is not a date and a time of day without offset, such as `2026-03-01 08:30:00`.
    #[error("not a date and time of the form YYYY-MM-DD HH:MM:SS")]
    NotACivilDateTime,
    /// The moment lies outside the years -9999 to 9999, or outside what the platform can express.
    #[error("time out of range")]
    OutOfRange,
}

//! The time a price is for.

use std::time::Duration;

use crate::open_enum;

open_enum! {
    /// The time that a price is for. Open.
    pub enum Period {
        /// 3,600 seconds.
        Hour = "hour",
        /// 24 hours.
        Day = "day",
        /// Seven days.
        Week = "week",
        /// A calendar month, which has no fixed length.
        Month = "month",
    }
}

impl Period {
    /// How long it lasts; `None` for a month and for a name that is not known.
    #[must_use]
    pub fn length(&self) -> Option<Duration> {
        self.seconds()
            .map(|seconds| Duration::from_secs(seconds.into()))
    }

    pub(super) fn seconds(&self) -> Option<u32> {
        const HOUR: u32 = 60 * 60;
        match self {
            Self::Hour => Some(HOUR),
            Self::Day => Some(24 * HOUR),
            Self::Week => Some(7 * 24 * HOUR),
            Self::Month | Self::Unknown(_) => None,
        }
    }
}

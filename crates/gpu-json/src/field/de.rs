//! Reading a field from any JSON.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Field, FieldValue, Reading, State};
use crate::record::{self, Sent};

impl<'de, T: FieldValue> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut field = Self::absent();
        record::place(&mut field, deserializer)?;
        Ok(field)
    }
}

impl<T> Field<T> {
    /// What came and how it reads.
    pub(crate) fn of(reading: Reading<T>, sent: Sent<'_>) -> Self {
        let blank = match reading {
            Reading::Same(value) => return Self(State::Same(value)),
            Reading::Converted(value) => return Self::converted(value, sent.into_value()),
            Reading::Blank => true,
            Reading::Unreadable => false,
        };
        Self(State::from(sent.into_kept(blank)))
    }

    fn converted(value: T, sent: Value) -> Self {
        Self(State::Converted(Box::new((value, sent))))
    }
}

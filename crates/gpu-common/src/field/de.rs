//! Reading a field from any JSON.

use serde::{Deserialize, Deserializer};

use super::{Field, FieldValue, Reading, State};
use crate::record::{self, Sent};

impl<'de, T: FieldValue> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut field = Self::absent();
        record::place(&mut field, deserializer)?;
        Ok(field)
    }
}

impl<T: FieldValue> Field<T> {
    /// The field that this was sent for.
    pub(crate) fn of(sent: Sent<'_>) -> Self {
        match sent {
            Sent::Null => Self(State::Null),
            sent => Self::read_from(sent.read(), sent),
        }
    }

    /// The field of which this is the reading.
    pub(crate) fn read_from(reading: Reading<T>, sent: Sent<'_>) -> Self {
        Self(match (reading, sent) {
            (Reading::Same(value), _) => State::Same(value),
            (Reading::Converted(value), sent) => {
                State::Converted(Box::new((value, sent.into_value())))
            }
            (Reading::Blank, Sent::Text(text) | Sent::Blank(text)) => State::blank(text),
            (_, sent) => State::Unreadable(Box::new(sent.into_value())),
        })
    }
}

//! Writing a field back as it came.

use serde::{Serialize, Serializer};

use super::{Field, FieldValue, State};
use crate::secret::{MASK, exposed};

impl<T: FieldValue + Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            State::Absent | State::Null => serializer.serialize_unit(),
            State::Blank(text) => serializer.serialize_str(text),
            State::Same(value) => value.serialize(serializer),
            State::Converted(_) | State::Unreadable(_) if T::SECRET && !exposed() => {
                serializer.serialize_str(MASK)
            }
            State::Converted(pair) => pair.1.serialize(serializer),
            State::Unreadable(value) => value.serialize(serializer),
        }
    }
}

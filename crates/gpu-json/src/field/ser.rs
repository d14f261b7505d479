//! Writing a field back as it came.

use serde::{Serialize, Serializer};

use super::{Field, FieldValue, State};
use gpu_common::{MASK, exposed};

impl<T: FieldValue + Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kept = match &self.0 {
            State::Absent | State::Null => return serializer.serialize_unit(),
            State::Empty => return serializer.serialize_str(""),
            State::Blank(text) => return serializer.serialize_str(&text.0),
            State::Same(value) => return value.serialize(serializer),
            State::Converted(pair) => &pair.1,
            State::Unreadable(value) => value,
        };
        if Self::masks(kept) && !exposed() {
            return serializer.serialize_str(MASK);
        }
        kept.serialize(serializer)
    }
}

//! Reading annotations: which key is whose, and what their prefix is.

use gpu_json::{Field, FieldValue, Object, Place};
use serde::{Deserialize, Deserializer};

use super::{Annotations, DOCUMENTED, Note, without_prefix};

impl Annotations {
    fn none() -> Self {
        Self {
            prefix: None,
            notes: Vec::with_capacity(DOCUMENTED.len()),
        }
    }

    /// A key as it is kept, nothing under it yet. The first documented one says what the prefix is.
    fn note(&mut self, key: &str) -> Note {
        let name = without_prefix(key);
        let index = DOCUMENTED.iter().position(|known| *known == name);
        let Some(index) = index.and_then(|index| u8::try_from(index).ok()) else {
            return Note::Other(Box::new((key.into(), Field::absent())));
        };
        let prefix = key.strip_suffix(name).unwrap_or_default();
        let shared = self.prefix.get_or_insert_with(|| prefix.into());
        if **shared == *prefix {
            Note::Documented(index, Field::absent())
        } else {
            Note::Elsewhere(Box::new((key.into(), Field::absent())))
        }
    }
}

impl Note {
    fn place(&mut self) -> &mut dyn Place {
        match self {
            Self::Documented(_, text) => text,
            Self::Elsewhere(note) => &mut note.1,
            Self::Other(note) => &mut note.1,
        }
    }
}

impl Object for Annotations {
    fn expected(&self) -> &'static str {
        "a map of texts"
    }

    fn other(&mut self, key: &str) -> Option<&mut dyn Place> {
        let note = self.note(key);
        self.notes.push(note);
        self.notes.last_mut().map(Note::place)
    }

    fn end(&mut self) -> Option<&'static str> {
        self.notes.shrink_to_fit();
        None
    }
}

impl<'de> Deserialize<'de> for Annotations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut annotations = Self::none();
        gpu_json::read_object(&mut annotations, deserializer)?;
        Ok(annotations)
    }
}

/// An object; anything else is unreadable, and masked.
impl FieldValue for Annotations {
    const SECRET: bool = true;

    fn object(field: &mut Field<Self>) -> Option<&mut dyn Object> {
        let annotations = field.begin(Self::none())?;
        Some(annotations)
    }
}

//! Reading a list item by item.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Items;
use crate::record::{List, Object, Record, Required, read_object_text};
use crate::{Field, FieldValue};

impl<'de, T: DeserializeOwned> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ItemsVisitor(PhantomData))
    }
}

struct ItemsVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for ItemsVisitor<T> {
    type Value = Items<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Items<T>, A::Error> {
        let mut items = Items::from(Vec::new());
        if crate::read::in_one_go() {
            while let Some(item) = array.next_element()? {
                items.good.push(item);
            }
            items.good.shrink_to_fit();
            return Ok(items);
        }
        // An owned `RawValue` (one copy per item) rather than a borrowed one, because that is what
        // a `serde_json::Value` can hand out as well, and what a bad item keeps.
        while let Some(raw) = array.next_element::<Box<RawValue>>()? {
            let item = serde_json::from_str(raw.get());
            items.push(raw, item);
        }
        Ok(items)
    }
}

/// A list; anything else is unreadable and masked, because items may hold credentials.
impl<T: Record> FieldValue for Items<T> {
    const SECRET: bool = true;

    fn list(field: &mut Field<Self>) -> Option<&mut dyn List> {
        let items = field.begin(Self::from(Vec::new()))?;
        Some(items)
    }
}

impl<T: Record> List for Items<T> {
    fn next_item(&mut self) -> Option<&mut dyn Object> {
        self.good.push(T::blank());
        let item = self.good.last_mut()?;
        Some(item)
    }

    fn next_raw_item(&mut self, raw: Box<RawValue>) {
        let mut item = T::blank();
        let read = read_object_text(&mut item, raw.get());
        self.push(raw, read.map(|()| item));
    }

    fn end(&mut self) {
        // A list of lists would keep the room of every inner one, a third of it for three items.
        self.good.shrink_to_fit();
    }
}

/// Until it comes, the list is one of bad items of which there is none, as no other ever is.
impl<T: Record> Required for Items<T> {
    const EXPECTED: &'static str = "a list";

    fn unset() -> Self {
        Self {
            good: Vec::new(),
            bad: Some(Box::default()),
        }
    }

    fn is_unset(&self) -> bool {
        self.bad.as_ref().is_some_and(|bad| bad.0.is_empty())
    }

    fn begin_list(&mut self) -> Option<&mut dyn List> {
        *self = Self::from(Vec::new());
        Some(self)
    }
}

impl<T> Items<T> {
    fn push(&mut self, raw: Box<RawValue>, read: serde_json::Result<T>) {
        match read {
            Ok(item) => self.good.push(item),
            Err(error) => {
                let index = self.len();
                self.bad.get_or_insert_default().push(index, raw, &error);
            }
        }
    }
}

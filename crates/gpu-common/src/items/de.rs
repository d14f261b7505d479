//! Reading a list item by item.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{BadItem, Items};
use crate::{Field, FieldValue, Structured, structured};

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
            // A list of lists would keep the room of every inner one, a third of it for three items.
            items.good.shrink_to_fit();
            return Ok(items);
        }
        // An owned `RawValue` (one copy per item) rather than a borrowed one, because that is what
        // a `serde_json::Value` can hand out as well, and what a bad item keeps.
        while let Some(raw) = array.next_element::<Box<RawValue>>()? {
            match serde_json::from_str(raw.get()) {
                Ok(item) => items.good.push(item),
                Err(error) => {
                    let bad = BadItem::explain(items.len(), raw, &error, items.bad().last());
                    items.bad.get_or_insert_default().0.push(bad);
                }
            }
        }
        Ok(items)
    }
}

/// A list; anything else is unreadable and masked, because items may hold credentials.
impl<T: DeserializeOwned> FieldValue for Items<T> {
    const SECRET: bool = true;

    fn read_field<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Field<Self>, D::Error> {
        structured(deserializer)
    }
}

impl<T: DeserializeOwned> Structured for Items<T> {
    fn from_array<'de, A: SeqAccess<'de>>(array: A) -> Result<Result<Self, Value>, A::Error> {
        ItemsVisitor(PhantomData).visit_seq(array).map(Ok)
    }
}

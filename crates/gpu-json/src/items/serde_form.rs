//! Reading a list item by item, and writing it back, bad items in their places.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use gpu_common::{MASK, exposed};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use super::{BadItem, Items, KEPT};
use crate::read::{Mode, apart};
use crate::repair::is_damaged;
use crate::{Field, FieldValue, Unreadable};

/// A list; anything else is unreadable and masked, because items may hold credentials.
impl<T: DeserializeOwned> FieldValue for Items<T> {
    const SECRET: bool = true;

    fn field<'de, D: Deserializer<'de>>(sent: D) -> Result<Field<Self>, D::Error> {
        Field::structure(sent, '[')
    }
}

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
        if Mode::now() == Mode::Strict {
            while let Some(item) = array.next_element()? {
                items.good.push(item);
            }
        } else {
            // An owned `RawValue` (one copy per item) rather than a borrowed one, because that is
            // what a `serde_json::Value` can hand out as well, and what a bad item keeps.
            while let Some(raw) = array.next_element::<Box<RawValue>>()? {
                items.push(raw);
            }
        }
        // A list of lists would keep the room of every inner one, a third of it for three items.
        items.good.shrink_to_fit();
        Ok(items)
    }
}

impl<T: DeserializeOwned> Items<T> {
    fn push(&mut self, raw: Box<RawValue>) {
        let sent = raw.get();
        // The same text fails for the same reason: a list of a million zeros is not read.
        if let Some(bad) = &mut self.bad
            && bad.kept.len() == KEPT
            && bad.kept.last().is_some_and(|last| last.raw() == sent)
        {
            Arc::make_mut(bad).more += 1;
            return;
        }
        let read = if is_damaged(sent.as_bytes()) {
            Err(Unreadable::damaged())
        } else if Mode::now() == Mode::Plain {
            serde_json::from_str(sent).map_err(|error| Unreadable::explain(sent, &error))
        } else {
            apart(sent, |text| serde_json::from_str(text))
        };
        let why = match read {
            Ok(item) => return self.good.push(item),
            Err(why) => why,
        };
        let index = self.len();
        let bad = Arc::make_mut(self.bad.get_or_insert_default());
        if bad.kept.len() == KEPT {
            bad.more += 1;
        } else {
            bad.kept.push(BadItem { index, why, raw });
        }
    }
}

impl<T: Serialize> Serialize for Items<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.good.len() + self.bad().len()))?;
        let mut bad = self.bad().iter().peekable();
        let mut good = self.good.iter();
        for index in 0..self.len() {
            if let Some(item) = bad.next_if(|item| item.index() == index) {
                if exposed() {
                    list.serialize_element(&item.raw)?;
                } else {
                    list.serialize_element(MASK)?;
                }
            } else if let Some(item) = good.next() {
                list.serialize_element(item)?;
            }
        }
        list.end()
    }
}

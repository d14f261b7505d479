//! A page of a list, in each of the shapes that it comes in.

use gpu_json::{Extra, Field, Items};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Result;
use crate::envelope::Payload;

/// A page of a list. Its items come alone, or in an object under `data` (documented for images) or
/// `records` (documented for a sibling of the container service), with their total beside them.
/// An empty list also comes as `null` (seen in use).
pub(crate) struct Listing<T> {
    pub(crate) items: Items<T>,
    pub(crate) total: Field<u64>,
    pub(crate) extra: Extra,
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct InObject<T> {
    #[serde(default)]
    total: Field<u64>,
    #[serde(default, deserialize_with = "sent")]
    data: Option<Option<Items<T>>>,
    #[serde(default, deserialize_with = "sent")]
    records: Option<Option<Items<T>>>,
    #[serde(flatten)]
    extra: Extra,
}

/// Tells a member that is `null` (`Some(None)`) from one that is absent (`None`, by `default`).
fn sent<'de, T, D>(deserializer: D) -> std::result::Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

impl<T: DeserializeOwned> Listing<T> {
    pub(crate) fn read(payload: &Payload) -> Result<Self> {
        if payload.is_null() {
            return Ok(Self::alone(Items::from(Vec::new())));
        }
        if payload.first()? == Some(b'[') {
            return payload.read().map(Self::alone);
        }
        let InObject { total, data, records, extra } = payload.read()?;
        let items = match (data, records) {
            (Some(Some(items)), None | Some(None)) | (None | Some(None), Some(Some(items))) => {
                items
            }
            (Some(Some(_)), Some(Some(_))) => return Err(payload.unreadable("two lists")),
            (None, None) => return Err(payload.unreadable("no list")),
            // `null` is an empty list, unless items are counted.
            _ if total.unwrap_or(0) == 0 && total.unreadable().is_none() => Vec::new().into(),
            (data, _) => {
                let path = data.map_or("data.records", |_| "data.data");
                return Err(payload.unreadable_at(path, "`null` where items are counted"));
            }
        };
        Ok(Self { items, total, extra })
    }

    fn alone(items: Items<T>) -> Self {
        let (total, extra) = (Field::absent(), Extra::default());
        Self { items, total, extra }
    }
}

//! A page of a list, in each of the shapes that it comes in.

use gpu_http::{Answer, ListPage, Listed, Total};
use gpu_json::{Extra, Field, Items};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Result;
use crate::envelope::{self, Payload};

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

impl<T: DeserializeOwned + Listed> Listing<T> {
    /// The page that somebody asked for. `other` is what an entry is that was not asked for: such a page
    /// is an error.
    pub(crate) fn page<P: From<Self>>(
        answer: Answer,
        other: impl Fn(&T) -> Option<&str>,
    ) -> Result<P> {
        let payload = envelope::open(answer)?;
        let page = Self::read(&payload)?;
        match page.unfiltered(other) {
            Some(why) => Err(payload.unreadable(&why)),
            None => Ok(page.into()),
        }
    }

    /// One page of a list that is read to its end, of so many entries at most.
    pub(crate) fn one_of_many(
        answer: Answer,
        asked: u32,
        other: impl Fn(&T) -> Option<&str>,
    ) -> Result<ListPage<T>> {
        let payload = envelope::open(answer)?;
        let page = Self::read(&payload)?;
        Ok(ListPage {
            answer: payload.into_answer(),
            member: "data",
            total: Total::from(&page.total),
            more: None,
            asked: Some(asked.into()),
            unfiltered: page.unfiltered(other),
            items: page.items,
        })
    }

    fn unfiltered(&self, other: impl Fn(&T) -> Option<&str>) -> Option<String> {
        self.items.iter().find_map(|one| {
            let is = other(one)?;
            Some(format!("the filter was not heeded: {} is {is}", one.id()))
        })
    }

    fn read(payload: &Payload) -> Result<Self> {
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

/// What a field says, if it is another word than the one that was asked for.
pub(crate) fn other_than<'a, W>(asked: Option<&W>, field: &'a Field<W>) -> Option<&'a str>
where
    W: PartialEq + AsRef<str>,
{
    let is = field.get()?;
    asked.is_some_and(|asked| asked != is).then(|| is.as_ref())
}

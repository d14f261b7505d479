//! A page of a list, in each of the shapes that it comes in.

use gpu_http::{Answer, ListPage, Listed, Total};
use gpu_json::{Extra, Field, Items};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::envelope::{self, Payload, sent};

/// One page of a list: of [`Instance`](crate::Instance)s, whose answer nobody has documented, or of
/// [`Image`](crate::Image)s (re-documented).
///
/// These shapes are read: an object with the list under `data` (documented for images) or `records`
/// (documented for a sibling of the container service), with or without a `total`; and the list alone.
/// `null` in the place of the list is an empty one (seen in use), unless the total says otherwise.
/// Serialises as an object with `data`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
#[non_exhaustive]
pub struct Page<T> {
    /// How many there are in all, if the service said so.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub total: Field<u64>,
    /// The entries that could be read, in the vendor's order, and beside them those that could not
    /// ([`Items::bad`]).
    #[serde(rename = "data")]
    pub items: Items<T>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A page in an object.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Sent<T> {
    #[serde(default)]
    total: Field<u64>,
    #[serde(default, deserialize_with = "sent")]
    data: Option<Option<Items<T>>>,
    #[serde(default, deserialize_with = "sent")]
    records: Option<Option<Items<T>>>,
    #[serde(flatten)]
    extra: Extra,
}

impl<T> Sent<T> {
    /// The page, or the path of what is none, and why.
    fn into_page(self) -> Result<Page<T>, (&'static str, &'static str)> {
        let is_in_data = self.data.is_some();
        let items = match (self.data, self.records) {
            (None, None) => return Err(("data", "no list")),
            (Some(Some(_)), Some(Some(_))) => return Err(("data", "two lists")),
            (data, records) => data.flatten().or(records.flatten()),
        };
        let is_counted = self.total.unwrap_or(0) > 0 || self.total.unreadable().is_some();
        let items = match items {
            Some(items) => items,
            None if !is_counted => Vec::new().into(),
            None => {
                let path = if is_in_data { "data.data" } else { "data.records" };
                return Err((path, "`null` where items are counted"));
            }
        };
        Ok(Page { total: self.total, items, extra: self.extra })
    }
}

impl<T> From<Items<T>> for Page<T> {
    fn from(items: Items<T>) -> Self {
        Self { total: Field::absent(), items, extra: Extra::default() }
    }
}

impl<T: DeserializeOwned + Listed> Page<T> {
    /// The page that somebody asked for. `other` is what an entry is that was not asked for: such a page
    /// is an error.
    pub(crate) fn asked_for(answer: Answer, other: impl Fn(&T) -> Option<&str>) -> Result<Self> {
        let payload = envelope::open(answer)?;
        let page = Self::read(&payload)?;
        match page.unfiltered(other) {
            Some(why) => Err(payload.unreadable(&why)),
            None => Ok(page),
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
            answer: payload.answer,
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
            return Ok(Items::from(Vec::new()).into());
        }
        match payload.first()? {
            Some(b'[') => payload.read::<Items<T>>().map(Self::from),
            _ => {
                let page = payload.read::<Sent<T>>()?.into_page();
                page.map_err(|(path, reason)| payload.answer.unreadable(Some(path), reason))
            }
        }
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

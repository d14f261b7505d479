//! A page of a list: how it is asked for, what came, and what it adds.

use gpu_json::{BadItem, Field, Items};

use crate::Answer;

/// How further pages of a list are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// By how many entries to leave out. Pages can overlap, which shows that nothing moved.
    Offset,
    /// By the page's number.
    Numbered,
    /// No way to ask for another page is documented.
    Single,
}

/// How many entries a list has in all, by the service's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Total {
    /// It says so.
    Reported(u64),
    /// It sent something that is no number.
    Unreadable,
    /// It does not say.
    Unknown,
}

impl From<&Field<u64>> for Total {
    fn from(field: &Field<u64>) -> Self {
        match field.copied() {
            Some(total) => Self::Reported(total),
            None if field.unreadable().is_some() => Self::Unreadable,
            None => Self::Unknown,
        }
    }
}

impl Total {
    /// What an object says that should hold the total and is not there to be read.
    pub fn of_parent<T>(parent: &Field<T>) -> Self {
        if parent.unreadable().is_some() { Self::Unreadable } else { Self::Unknown }
    }
}

/// Which page is to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageAt {
    /// Its number, from 1 on.
    pub number: u32,
    /// How many entries come before it.
    pub start: u64,
    /// How many entries the first page had, once it has come.
    pub first_length: Option<u64>,
}

/// A page as it came.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by client crates")]
pub struct ListPage<T> {
    /// The answer it was in, for errors.
    pub answer: Answer,
    /// Where the entries stand in the answer (`instances`).
    pub member: &'static str,
    /// Its entries.
    pub items: Items<T>,
    /// How many entries there are in all.
    pub total: Total,
    /// Whether further pages follow, if the service said so.
    pub more: Option<bool>,
    /// How many entries were asked for, if the request says so.
    pub asked: Option<u64>,
    /// Why this is not what was asked for: an entry contradicts the filter.
    pub unfiltered: Option<String>,
}

/// What a page has added.
pub(crate) struct Taken<T> {
    /// The entries that had not come before.
    pub(crate) items: Vec<T>,
    /// The entries that cannot be read.
    pub(crate) bad: Vec<BadItem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_that_cannot_be_read_is_not_one_that_was_not_sent() {
        let table = [
            ("7", Total::Reported(7)),
            ("\"many\"", Total::Unreadable),
            ("-1", Total::Unreadable),
            ("null", Total::Unknown),
        ];
        for (sent, total) in table {
            let field: Field<u64> = serde_json::from_str(sent).unwrap();
            assert_eq!(Total::from(&field), total, "{sent}");
        }
    }
}

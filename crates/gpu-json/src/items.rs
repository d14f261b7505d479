//! A list of which one bad item does not lose the others.

mod bad_item;
mod serde_form;

use std::sync::Arc;
use std::{fmt, slice, vec};

pub use bad_item::BadItem;

/// A list of which one bad item does not lose the others.
///
/// Each item is decoded on its own. Those that could be read are had by [`iter`](Self::iter), in
/// the order they were sent; those that could not are had by [`bad`](Self::bad), with their place,
/// the path of the error and the raw JSON. Serialising gives back all of them in their places; of
/// more than 100 bad items, the first 100.
///
/// ```
/// use gpu_json::Items;
///
/// let items: Items<u32> = serde_json::from_str(r#"[1, "two", 3]"#)?;
/// assert_eq!(items.as_slice(), [1, 3]);
/// assert_eq!(items.len(), 3);
/// let bad = items.bad().first().expect("one is bad");
/// assert_eq!((bad.index(), bad.raw()), (1, r#""two""#));
/// assert_eq!(bad.to_string(), "item 1: invalid type: string, expected u32");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `null` is not a list: use `Field<Items<T>>` where a vendor sends `null` for an empty one.
///
/// Reading and writing works with `serde_json` only (text, bytes or a `Value`), and not inside an
/// untagged enum or a flattened struct, whose buffers cannot hand out an item's text. A known field
/// of a struct that *has* a flattened [`Extra`](crate::Extra) is fine.
#[derive(Clone, PartialEq, Eq)]
pub struct Items<T> {
    good: Vec<T>,
    /// Behind a pointer: hardly a list has any, and a list may consist of lists.
    bad: Option<Arc<BadItems>>,
}

/// Ordered by index; an index counts good and bad items alike.
#[derive(Clone, Default, PartialEq, Eq)]
struct BadItems {
    kept: Vec<BadItem>,
    /// How many came after those.
    more: usize,
}

/// How many bad items are kept. A list of nothing but bad items may hold millions.
const KEPT: usize = 100;

impl<T> Items<T> {
    /// The items that could be read, in the order they were sent.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.good.iter()
    }

    /// The items that could be read, in the order they were sent.
    pub fn as_slice(&self) -> &[T] {
        &self.good
    }

    /// The items that could be read, in the order they were sent; the bad ones are dropped.
    pub fn into_vec(self) -> Vec<T> {
        self.good
    }

    /// The items that could not be read, in the order they were sent: the first 100 of them.
    /// [`bad_count`](Self::bad_count) counts all.
    pub fn bad(&self) -> &[BadItem] {
        self.bad.as_ref().map_or(&[], |bad| &bad.kept)
    }

    /// How many items could not be read.
    pub fn bad_count(&self) -> usize {
        self.bad.as_ref().map_or(0, |bad| bad.kept.len() + bad.more)
    }

    /// How many items were sent, readable or not.
    pub fn len(&self) -> usize {
        self.good.len() + self.bad_count()
    }

    /// Whether no item was sent. A list of nothing but bad items is not empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: fmt::Debug> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("good", &self.good).field("bad", &self.bad()).finish()
    }
}

impl<T> From<Vec<T>> for Items<T> {
    fn from(good: Vec<T>) -> Self {
        Self { good, bad: None }
    }
}

impl<T> FromIterator<T> for Items<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<T> IntoIterator for Items<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.good.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Items<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

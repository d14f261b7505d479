//! A listing as a stream of items, fetched page by page.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::{BoxFuture, Error};

/// A page under way.
pub(crate) type NextPage<T> = BoxFuture<'static, Result<Page<T>, Error>>;

/// A page: its items in the vendor's order, and the next page if one may follow.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next: Option<NextPage<T>>,
}

/// A stream of items that holds one page in memory at a time. Use [`next`](Self::next) in a loop, or any
/// combinator for a `futures_core::Stream`. After an error the stream ends.
#[must_use = "a stream fetches nothing until it is polled"]
pub struct ItemStream<T> {
    pub(crate) page: std::vec::IntoIter<T>,
    pub(crate) next: Option<NextPage<T>>,
}

impl<T: Unpin> ItemStream<T> {
    /// The next item, `None` at the end.
    ///
    /// # Errors
    ///
    /// What fetching the page met; the stream is then at its end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// The first error; the items before it are dropped, because a listing that is cut short
    /// must not be taken for the whole.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

impl<T: Unpin> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(next) = &mut self.next else {
                return Poll::Ready(None);
            };
            match std::task::ready!(next.as_mut().poll(context)) {
                Ok(page) => (self.page, self.next) = (page.items.into_iter(), page.next),
                Err(error) => {
                    self.next = None;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemStream({} buffered)", self.page.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Fake, fake, page};
    use crate::{Delivery, Kind, Listed, PageReader, Paging, Total};

    /// A stream of pages of these letters; one of `!` cannot be fetched.
    fn pages(mut pages: std::str::Split<'static, char>) -> ItemStream<Fake> {
        let fetch = move |_| -> BoxFuture<'static, _> {
            let letters = pages.next().expect("asked beyond the last page");
            let broken = Error::new(Kind::Interrupted, Delivery::MaybeSent, "");
            let entries = letters.chars().map(|letter| Some(fake(&letter.to_string(), "on")));
            let entries: Vec<_> = entries.collect();
            let fetched = (letters != "!").then(|| page(&entries, Total::Unknown, Some(true)));
            Box::pin(async move { fetched.ok_or(broken) })
        };
        PageReader::new(Paging::Numbered, true, fetch).into_stream()
    }

    #[tokio::test]
    async fn an_error_ends_the_stream_and_is_never_a_short_list() {
        let mut stream = pages("ab c !".split(' '));
        for id in ["a", "b", "c"] {
            assert_eq!(stream.next().await.unwrap().unwrap().id(), id);
        }
        assert!(stream.next().await.unwrap().is_err());
        assert!(stream.next().await.is_none());
        assert!(pages("a !".split(' ')).collect().await.is_err());
    }
}

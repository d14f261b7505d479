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

/// A stream of items that holds one page in memory at a time.
///
/// Use [`next`](Self::next) in a loop, or any stream combinator: it implements
/// `futures_core::Stream`. After an error the stream ends.
#[must_use = "a stream fetches nothing until it is polled"]
pub struct ItemStream<T> {
    page: std::vec::IntoIter<T>,
    next: Option<NextPage<T>>,
}

impl<T> ItemStream<T> {
    /// A stream over this page and those that follow it.
    pub(crate) fn new(first: NextPage<T>) -> Self {
        Self { page: Vec::new().into_iter(), next: Some(first) }
    }

    /// The next item, `None` at the end.
    ///
    /// # Errors
    ///
    /// What fetching the page met; the stream is then at its end.
    pub async fn next(&mut self) -> Option<Result<T, Error>>
    where
        T: Unpin,
    {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// The first error; the items before it are dropped, because a listing that is cut short
    /// must not be taken for the whole.
    pub async fn collect(mut self) -> Result<Vec<T>, Error>
    where
        T: Unpin,
    {
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
    use crate::{Delivery, Kind};

    use super::*;

    /// A stream of these pages. What the last says follows is never asked for.
    fn pages(pages: &'static [Result<&[u8], Kind>]) -> ItemStream<u8> {
        fn next(mut pages: std::slice::Iter<'static, Result<&[u8], Kind>>) -> NextPage<u8> {
            Box::pin(async move {
                let page = pages.next().expect("asked beyond the last page");
                let items = page.map_err(|kind| Error::new(kind, Delivery::MaybeSent, ""))?;
                let more = !pages.as_slice().is_empty();
                Ok(Page { items: items.to_vec(), next: more.then(|| next(pages)) })
            })
        }
        ItemStream::new(next(pages.iter()))
    }

    #[tokio::test]
    async fn pages_are_joined_until_none_follows() {
        let stream = pages(&[Ok(&[1, 2]), Ok(&[]), Ok(&[3])]);
        assert_eq!(stream.collect().await.unwrap(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn an_error_ends_the_stream_and_is_never_a_short_list() {
        let broken = || pages(&[Ok(&[1]), Err(Kind::Interrupted)]);
        let mut stream = broken();
        assert_eq!(stream.next().await.unwrap().unwrap(), 1);
        assert!(stream.next().await.unwrap().is_err());
        assert!(stream.next().await.is_none());
        assert!(broken().collect().await.is_err());
    }
}

//! A listing as a stream of items, fetched page by page.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::{BoxFuture, Error};

/// One fetched page: its items, and whether another may follow.
#[derive(Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "vendor crates make it, as a literal; users see items"
)]
pub struct Page<T> {
    /// The items in the vendor's order.
    pub items: Vec<T>,
    /// Whether to ask for another page.
    pub more: bool,
}

/// What fetches the next page; called again only after the page before was used up.
type Fetch<T> = Box<dyn FnMut() -> BoxFuture<'static, Result<Page<T>, Error>> + Send>;

/// A stream of items that holds one page in memory at a time.
///
/// Use [`next`](Self::next) in a loop, or any stream combinator: it implements
/// `futures_core::Stream`. After an error the stream ends.
#[must_use = "a stream fetches nothing until it is polled"]
pub struct ItemStream<T> {
    fetch: Option<Fetch<T>>,
    fetching: Option<BoxFuture<'static, Result<Page<T>, Error>>>,
    page: std::vec::IntoIter<T>,
}

impl<T> ItemStream<T> {
    /// A stream over the pages that `fetch` brings, until one says that no more follow.
    pub fn new(
        fetch: impl FnMut() -> BoxFuture<'static, Result<Page<T>, Error>> + Send + 'static,
    ) -> Self {
        Self { fetch: Some(Box::new(fetch)), fetching: None, page: Vec::new().into_iter() }
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
            if self.fetching.is_none() {
                let Some(fetch) = &mut self.fetch else {
                    return Poll::Ready(None);
                };
                self.fetching = Some(fetch());
            }
            let Some(fetching) = &mut self.fetching else {
                continue;
            };
            let fetched = std::task::ready!(fetching.as_mut().poll(context));
            self.fetching = None;
            match fetched {
                Ok(page) => {
                    self.page = page.items.into_iter();
                    if !page.more {
                        self.fetch = None;
                    }
                }
                Err(error) => {
                    self.fetch = None;
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

    fn pages(pages: Vec<Result<Page<u8>, Error>>) -> ItemStream<u8> {
        let mut pages = pages.into_iter();
        ItemStream::new(move || {
            let page = pages.next().expect("asked beyond the last page");
            Box::pin(async move { page })
        })
    }

    fn page(items: &[u8], more: bool) -> Result<Page<u8>, Error> {
        Ok(Page { items: items.to_vec(), more })
    }

    #[tokio::test]
    async fn pages_are_joined_until_none_follows() {
        let stream = pages(vec![page(&[1, 2], true), page(&[], true), page(&[3], false)]);
        assert_eq!(stream.collect().await.unwrap(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn an_error_ends_the_stream_and_is_never_a_short_list() {
        let broken = || Err(Error::new(Kind::Interrupted, Delivery::MaybeSent, ""));
        let mut stream = pages(vec![page(&[1], true), broken()]);
        assert_eq!(stream.next().await.unwrap().unwrap(), 1);
        assert!(stream.next().await.unwrap().is_err());
        assert!(stream.next().await.is_none());
        assert!(pages(vec![page(&[1], true), broken()]).collect().await.is_err());
    }
}

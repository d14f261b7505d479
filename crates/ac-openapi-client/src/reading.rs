//! Reading a list page by page, one in memory at a time, to an end whatever the service does.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gpu_http::{Answer, BoxFuture, ItemStream, Page};
use gpu_json::Items;

use crate::{Error, Result};

/// A list of more pages than this is taken for one that never ends.
const MOST_PAGES: u32 = 100_000;

/// What tells one entry of a list from another.
pub(crate) trait Listed: Send + 'static {
    /// The entry's id.
    fn id(&self) -> &str;
}

/// A page as it came.
pub(crate) struct Fetched<T> {
    /// The answer it was in, for errors.
    pub(crate) answer: Answer,
    pub(crate) items: Items<T>,
    /// How many entries there are in all, if the service said so.
    pub(crate) total: Option<u64>,
}

/// How far a list has been read. Its size does not grow with the list.
#[derive(Default)]
pub(crate) struct Reading {
    pages: u32,
    /// Where the next page begins.
    start: u64,
    /// What the first page brought: what a service repeats that begins again.
    first: HashSet<String>,
    /// What the page before brought: what new entries push over the border of two pages, and what
    /// a service repeats that does not heed `start`.
    last: HashSet<String>,
    /// The least and the greatest total that came with a page.
    totals: Option<(u64, u64)>,
    ended: bool,
    /// Why what was read is not the whole list.
    flaw: Option<Error>,
}

impl Reading {
    /// A reading that begins behind this many entries.
    pub(crate) fn from(start: u64) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }

    /// Where the next page begins.
    pub(crate) fn start(&self) -> u64 {
        self.start
    }

    /// Whether there is nothing more to fetch.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Why an entry that was not among those read may be listed nevertheless.
    pub(crate) fn doubt(&self) -> Option<String> {
        self.flaw.as_ref().map(ToString::to_string)
    }

    /// Takes a page; gives back the entries that are new.
    pub(crate) fn take<T: Listed>(&mut self, page: Fetched<T>) -> Vec<T> {
        let Fetched {
            answer,
            items,
            total,
        } = page;
        self.pages = self.pages.saturating_add(1);
        self.start = self.start.saturating_add(items.len() as u64);
        self.note_bad_items(&answer, &items);
        if let Some(total) = total {
            let (least, most) = self.totals.unwrap_or((total, total));
            self.totals = Some((least.min(total), most.max(total)));
        }
        let mut came: HashSet<String> =
            items.bad().iter().map(|bad| bad.raw().to_owned()).collect();
        let mut new = items.into_vec();
        new.retain(|item| came.insert(item.id().to_owned()) && !self.knows(item.id()));
        let fresh = came.iter().any(|item| !self.knows(item));
        self.judge_end(&answer, fresh, came.is_empty(), total);
        if self.pages == 1 {
            self.first.clone_from(&came);
        }
        self.last = came;
        new
    }

    fn knows(&self, item: &str) -> bool {
        self.last.contains(item) || self.first.contains(item)
    }

    fn note_bad_items<T>(&mut self, answer: &Answer, items: &Items<T>) {
        if let (None, Some(bad)) = (&self.flaw, items.bad().first()) {
            let at = format!("data[{}]", bad.index());
            let path = match bad.path() {
                "." => at,
                inner => format!("{at}.{inner}"),
            };
            self.flaw = Some(answer.unreadable(Some(&path), bad.error()));
        }
    }

    /// Whether this page was the last, and if so, whether too early. Without a total only a page
    /// that brings nothing is the end: the service may give less than was asked for.
    fn judge_end(&mut self, answer: &Answer, fresh: bool, empty: bool, total: Option<u64>) {
        let endless = self.pages >= MOST_PAGES;
        let all = total.is_some_and(|total| self.start >= total);
        self.ended = endless || !fresh || all;
        let (start, (least, most)) = (self.start, self.totals.unwrap_or_default());
        let reason = if endless {
            format!("the list has no end after {MOST_PAGES} pages")
        } else if !fresh && !empty {
            "the next page is one that came before: the list cannot be read on".to_owned()
        } else if self.ended && start < least {
            format!("the list ended after {start} of {least} entries")
        } else if self.ended && least != most {
            // An entry that goes away between two pages moves another one over their border.
            "the list changed while it was read, so an entry may be missing".to_owned()
        } else {
            return;
        };
        self.flaw
            .get_or_insert_with(|| answer.unreadable(Some("data"), &reason));
    }
}

/// The entries of all pages from `start` on, then the flaw if there is one.
pub(crate) fn stream<T: Listed>(
    start: u64,
    fetch: impl Fn(u64) -> BoxFuture<'static, Result<Fetched<T>>> + Send + Sync + 'static,
) -> ItemStream<T> {
    let reading = Arc::new(Mutex::new(Reading::from(start)));
    let fetch = Arc::new(fetch);
    ItemStream::new(move || {
        let (fetch, shared) = (Arc::clone(&fetch), Arc::clone(&reading));
        Box::pin(async move {
            let mut reading = std::mem::take(&mut *lock(&shared));
            if reading.ended {
                let none = Page {
                    items: Vec::new(),
                    more: false,
                };
                return reading.flaw.map_or(Ok(none), Err);
            }
            let page = fetch(reading.start).await?;
            let items = reading.take(page);
            let more = !reading.ended || reading.flaw.is_some();
            *lock(&shared) = reading;
            Ok(Page { items, more })
        })
    })
}

/// Never held across an `await`, and whoever panics in between has broken nothing.
fn lock(reading: &Mutex<Reading>) -> MutexGuard<'_, Reading> {
    reading.lock().unwrap_or_else(PoisonError::into_inner)
}

//! Reading all pages, one in memory at a time, to an end whatever the server does.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gpu_http::{Answer, ItemStream, Page};

use super::{DOCUMENTED_PER_PAGE, InstancePage, ListInstances};
use crate::{Error, Instance, Result};

/// A list of more pages than this is taken for one that never ends.
const MOST_PAGES: u32 = 100_000;

/// How far a list has been read. Its size does not grow with the list.
#[derive(Default)]
pub(in crate::instance) struct Reading {
    pages: u32,
    /// How many items have come, readable or not, each once.
    items: u64,
    /// How many items the first page had.
    first_length: Option<u32>,
    /// What the first page brought: where a server begins again if it wraps around.
    first: HashSet<String>,
    /// What the page before brought: what new instances push over the border of two pages, and
    /// what a server repeats that does not page at all.
    last: HashSet<String>,
    /// The least and the greatest total that came with a page.
    totals: Option<(u64, u64)>,
    ended: bool,
    /// Why what was read is not the whole list.
    flaw: Option<Error>,
}

impl Reading {
    /// Fetches the next page; gives back the instances that are new.
    pub(in crate::instance) async fn next(
        &mut self,
        request: &ListInstances,
    ) -> Result<Vec<Instance>> {
        let mut request = request.clone().page(self.pages.saturating_add(1));
        // A server that gives less than was asked for may still count by what was asked for, and
        // leave out what lies between: ask for what it gives.
        if let Some(length) = self.first_length {
            request.per_page = request.per_page.min(length.max(DOCUMENTED_PER_PAGE));
        }
        let (answer, page) = request.fetch().await?;
        Ok(self.take(&answer, page))
    }

    /// Whether a page has come.
    pub(in crate::instance) fn began(&self) -> bool {
        self.pages > 0
    }

    /// Whether there is nothing more to fetch.
    pub(in crate::instance) fn ended(&self) -> bool {
        self.ended
    }

    /// How many items have come.
    pub(in crate::instance) fn items(&self) -> u64 {
        self.items
    }

    /// Why an instance that was not among those read may be listed nevertheless.
    pub(in crate::instance) fn doubt(&self) -> Option<String> {
        let flaw = || self.flaw.as_ref().map(ToString::to_string);
        self.change().or_else(flaw)
    }

    fn take(&mut self, answer: &Answer, page: InstancePage) -> Vec<Instance> {
        self.pages = self.pages.saturating_add(1);
        self.note_bad_items(answer, &page);
        self.first_length
            .get_or_insert(u32::try_from(page.instances.len()).unwrap_or(u32::MAX));
        let pagination = page.pagination.into_option();
        let total = pagination.as_ref().and_then(|its| its.total.copied());
        let num_pages = pagination.as_ref().and_then(|its| its.num_pages.copied());
        self.note_total(total);

        let bad = page.instances.bad().iter().map(|bad| bad.raw().to_owned());
        let mut came: HashSet<String> = bad.collect();
        let mut new = page.instances.into_vec();
        new.retain(|instance| {
            let id = instance.id.bare();
            came.insert(id.to_owned()) && !self.knows(id)
        });
        let fresh = came.iter().filter(|item| !self.knows(item)).count();
        self.items = self.items.saturating_add(fresh as u64);
        // An empty page and a page that came before both bring nothing new.
        self.ended = fresh == 0 || self.has_all(total, num_pages);
        if let Some(reason) = self.shortfall() {
            self.ended = true;
            self.flaw
                .get_or_insert_with(|| answer.unreadable(Some("instances"), &reason));
        }
        if let (true, Some(reason)) = (self.ended, self.change()) {
            // Without a path it is a fault of the moment: the list can be read again.
            self.flaw
                .get_or_insert_with(|| answer.unreadable(None, &reason));
        }
        if self.pages == 1 {
            self.first.clone_from(&came);
        }
        self.last = came;
        new
    }

    fn knows(&self, item: &str) -> bool {
        self.last.contains(item) || self.first.contains(item)
    }

    fn note_bad_items(&mut self, answer: &Answer, page: &InstancePage) {
        if let (None, Some(bad)) = (&self.flaw, page.instances.bad().first()) {
            let at = format!("instances[{}]", bad.index());
            let path = match bad.path() {
                "." => at,
                inner => format!("{at}.{inner}"),
            };
            self.flaw = Some(answer.unreadable(Some(&path), bad.error()));
        }
    }

    fn note_total(&mut self, total: Option<u64>) {
        if let Some(total) = total {
            let (least, most) = self.totals.unwrap_or((total, total));
            self.totals = Some((least.min(total), most.max(total)));
        }
    }

    /// Whether all pages and all items are in, as far as the page tells how many there are.
    fn has_all(&self, total: Option<u64>, num_pages: Option<u64>) -> bool {
        let all_pages = num_pages.map(|pages| u64::from(self.pages) >= pages);
        let all_items = total.map(|total| self.items >= total);
        match (all_pages, all_items) {
            (None, None) => false,
            (pages, items) => pages.unwrap_or(true) && items.unwrap_or(true),
        }
    }

    /// Why an instance may have slipped through: one that goes away between two pages moves
    /// another one over their border.
    fn change(&self) -> Option<String> {
        let (least, most) = self.totals?;
        (least != most)
            .then(|| format!("the list changed while it was read (totals from {least} to {most})"))
    }

    /// Why the end is not the end of the whole list. Instances that went away while it was
    /// read lower the total, so the least one counts.
    fn shortfall(&self) -> Option<String> {
        if !self.ended {
            let endless = self.pages >= MOST_PAGES;
            return endless.then(|| format!("the list has no end after {MOST_PAGES} pages"));
        }
        let (items, (least, _)) = (self.items, self.totals?);
        (items < least).then(|| format!("the list ended after {items} of {least} instances"))
    }
}

/// The instances of all pages, then the flaw if there is one.
pub(super) fn stream(request: ListInstances) -> ItemStream<Instance> {
    let reading = Arc::new(Mutex::new(Reading::default()));
    ItemStream::new(move || {
        let (request, shared) = (request.clone(), Arc::clone(&reading));
        Box::pin(async move {
            let mut reading = std::mem::take(&mut *lock(&shared));
            if reading.ended {
                let none = Page {
                    items: Vec::new(),
                    more: false,
                };
                return reading.flaw.map_or(Ok(none), Err);
            }
            let items = reading.next(&request).await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_without_end_is_left_in_the_end() {
        let reading = |pages| Reading {
            pages,
            ..Reading::default()
        };
        assert_eq!(reading(MOST_PAGES - 1).shortfall(), None);
        assert!(reading(MOST_PAGES).shortfall().is_some());
    }

    #[test]
    fn what_left_the_list_meanwhile_is_not_missing_but_makes_it_doubtful() {
        for (items, totals, short, doubtful) in [
            (4, Some((4, 4)), false, false),
            (3, Some((3, 4)), false, true),
            (2, Some((3, 4)), true, true),
            (0, Some((0, 0)), false, false),
            (0, None, false, false),
        ] {
            let reading = Reading {
                items,
                totals,
                ended: true,
                ..Reading::default()
            };
            assert_eq!(
                reading.shortfall().is_some(),
                short,
                "{items} of {totals:?}"
            );
            assert_eq!(reading.doubt().is_some(), doubtful, "{totals:?}");
        }
    }
}

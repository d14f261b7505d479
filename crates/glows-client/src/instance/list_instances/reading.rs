//! Reading all pages: each instance once, and an end whatever the server does.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gpu_http::{Answer, Http, ItemStream, Page};

use super::{InstancePage, ListInstances};
use crate::{Error, ErrorCode, Instance, Result};

/// A list of more pages than this is taken for one that never ends.
const MOST_PAGES: u32 = 10_000;

/// How far a list has been read.
#[derive(Default)]
struct Reading {
    pages: u32,
    /// Ids of the instances that could be read, raw texts of the items that could not.
    seen: HashSet<String>,
    /// The least and the greatest total that came with a page.
    totals: Option<(u64, u64)>,
    ended: bool,
    /// Why what was read is not the whole list.
    flaw: Option<Error>,
}

impl Reading {
    /// Takes a page in; gives back the instances that are new.
    fn take(&mut self, answer: &Answer, page: InstancePage) -> Vec<Instance> {
        self.pages += 1;
        let before = self.seen.len();
        for bad in page.instances.bad() {
            if self.seen.insert(bad.raw().to_owned()) && self.flaw.is_none() {
                let path = format!("instances[{}].{}", bad.index(), bad.path());
                self.flaw = Some(answer.unreadable(Some(&path), bad.error()));
            }
        }
        let pagination = page.pagination.into_option();
        let mut new = page.instances.into_vec();
        new.retain(|instance| self.seen.insert(instance.id.bare().to_owned()));

        let total = pagination.as_ref().and_then(|its| its.total.copied());
        let num_pages = pagination.as_ref().and_then(|its| its.num_pages.copied());
        self.note_total(total);
        // An empty page and a page that came before both bring nothing new.
        self.ended = self.seen.len() == before || self.has_all(total, num_pages);
        self.judge_end(answer);
        new
    }

    fn note_total(&mut self, total: Option<u64>) {
        if let Some(total) = total {
            let (least, most) = self.totals.unwrap_or((total, total));
            self.totals = Some((least.min(total), most.max(total)));
        }
    }

    /// Whether all pages and all instances are in, as far as the page tells how many there are.
    fn has_all(&self, total: Option<u64>, num_pages: Option<u64>) -> bool {
        let all_pages = num_pages.map(|pages| u64::from(self.pages) >= pages);
        let all_items = total.map(|total| self.seen.len() as u64 >= total);
        match (all_pages, all_items) {
            (None, None) => false,
            (pages, items) => pages.unwrap_or(true) && items.unwrap_or(true),
        }
    }

    /// Notes why the end is not the end of the whole list. Instances that went away while it was read
    /// lower the total, so the least one counts.
    fn judge_end(&mut self, answer: &Answer) {
        let endless = !self.ended && self.pages >= MOST_PAGES;
        self.ended |= endless;
        let seen = self.seen.len() as u64;
        let reason = match self.totals {
            _ if endless => format!("the list has no end after {MOST_PAGES} pages"),
            Some((least, _)) if self.ended && seen < least => {
                format!("the list ended after {seen} of {least} instances")
            }
            _ => return,
        };
        self.flaw
            .get_or_insert_with(|| answer.unreadable(Some("instances"), &reason));
    }
}

/// The instances of all pages, then the flaw if there is one.
pub(super) fn stream(request: ListInstances) -> ItemStream<Instance, ErrorCode> {
    let reading = Arc::new(Mutex::new(Reading::default()));
    ItemStream::new(move || {
        let (request, reading) = (request.clone(), Arc::clone(&reading));
        Box::pin(async move {
            if lock(&reading).ended {
                let flaw = lock(&reading).flaw.take();
                return flaw.map_or(
                    Ok(Page {
                        items: Vec::new(),
                        more: false,
                    }),
                    Err,
                );
            }
            let number = lock(&reading).pages.saturating_add(1);
            let (answer, page) = request.page(number).fetch().await?;
            let mut reading = lock(&reading);
            let items = reading.take(&answer, page);
            Ok(Page {
                items,
                more: !reading.ended || reading.flaw.is_some(),
            })
        })
    })
}

/// Never held across an `await`, and whoever panics in between has broken nothing.
fn lock(reading: &Mutex<Reading>) -> MutexGuard<'_, Reading> {
    reading.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A list that was read to its end.
pub(in crate::instance) struct Listing {
    /// Every instance that could be read.
    pub(in crate::instance) instances: Vec<Instance>,
    /// Why an instance that is not among them may exist nevertheless.
    pub(in crate::instance) flaw: Option<String>,
}

/// Reads the whole list, and tells if it may not be whole.
///
/// # Errors
///
/// A page could not be had.
pub(in crate::instance) async fn read_all(http: &Http) -> Result<Listing> {
    let request = ListInstances::new(http.clone());
    let mut reading = Reading::default();
    let mut instances = Vec::new();
    while !reading.ended {
        let number = reading.pages.saturating_add(1);
        let (answer, page) = request.clone().page(number).fetch().await?;
        instances.extend(reading.take(&answer, page));
    }
    // An instance that goes away between two pages moves another one over their border.
    let moved = reading.totals.is_some_and(|(least, most)| least != most);
    let flaw = match reading.flaw {
        Some(flaw) => Some(flaw.to_string()),
        None => moved.then(|| "the list changed while it was read".to_owned()),
    };
    Ok(Listing { instances, flaw })
}

//! How far a list has been read, and whether what was read is all of it.

use std::collections::HashSet;

use gpu_json::{BadItem, Items};

use crate::answer::path_in;
use crate::list_page::Taken;
use crate::{Answer, Error, ListPage, Listed, PageAt, Paging, Total};

/// A list of more pages than this is taken for one that never ends.
const MOST_PAGES: u32 = 100_000;

/// Why what was read is not the whole list.
pub(crate) struct Incomplete {
    reason: String,
    error: Error,
}

/// How far a list has been read.
///
/// What was read is the whole list if a readable total came and that many distinct entries came; or,
/// without a total, if the list ended and nothing moved while it was read: it has one page, its pages
/// overlap by one entry that came again, or a second reading agrees with the first. Where an entry
/// can leave and another enter in the middle (an order from old to new, a filter), the total alone
/// does not show it: such a list is checked like one without a total.
pub(crate) struct PageCursor {
    paging: Paging,
    /// New entries come first and nothing else moves: a constant total proves that nothing slipped through.
    newest_first: bool,
    /// How many entries are left out from the beginning.
    pub(crate) origin: u64,
    first_length: Option<u64>,
    reading: Pass,
    /// The ids of the first reading, while a second one checks it.
    checked: Option<HashSet<Box<str>>>,
    total: Option<u64>,
    /// The total is the length of a full first page: it may count no more than that page.
    total_may_be_of_page: bool,
    incomplete: Option<Incomplete>,
    ended: bool,
    /// The list has come to its end before, and the page behind it was asked for.
    pub(crate) behind: bool,
}

/// One reading of the list.
#[derive(Default)]
struct Pass {
    pages: u32,
    rows: u64,
    ids: HashSet<Box<str>>,
    /// The last row, which comes again if the next page overlaps.
    last: Option<Box<str>>,
    /// The first page was shorter than what was asked for.
    short: bool,
}

impl PageCursor {
    pub(crate) fn new(paging: Paging, newest_first: bool) -> Self {
        Self {
            paging,
            newest_first,
            origin: 0,
            first_length: None,
            reading: Pass::default(),
            checked: None,
            total: None,
            total_may_be_of_page: false,
            incomplete: None,
            ended: false,
            behind: false,
        }
    }

    /// The page to fetch next; `None` at the end.
    pub(crate) fn next_page(&self) -> Option<PageAt> {
        let start = self.origin.saturating_add(self.reading.rows);
        (!self.ended).then(|| PageAt {
            number: self.reading.pages.saturating_add(1),
            start: start.saturating_sub(u64::from(self.overlaps())),
            first_length: self.first_length,
        })
    }

    /// Why what was read is not the whole list, once it was read to its end.
    pub(crate) fn incomplete(&self) -> Option<&str> {
        self.incomplete.as_ref().map(|why| why.reason.as_str())
    }

    /// The same as an error.
    pub(crate) fn take_error(&mut self) -> Option<Error> {
        self.incomplete.take().map(|why| why.error)
    }

    /// Whether it was read to its end and is whole.
    pub(crate) fn is_whole(&self) -> bool {
        self.ended && self.incomplete.is_none()
    }

    /// Goes on, once, with the page behind a list that has come to its end in one: a service that gives
    /// less than was asked for may count what it gives. If it gives the same page for any number, that
    /// page is all there is to be had.
    pub(crate) fn look_behind(&mut self) -> bool {
        let in_one_page = self.reading.pages == 1 && self.reading.rows > 0;
        let is_open = self.paging != Paging::Single && !self.behind;
        let goes_on = self.is_whole() && in_one_page && is_open;
        if goes_on {
            (self.total_may_be_of_page, self.ended, self.behind) = (true, false, true);
        }
        goes_on
    }

    /// About how many pages are still to come; `None` if nothing tells.
    pub(crate) fn pages_left(&self) -> Option<u64> {
        if self.paging == Paging::Single {
            return Some(0);
        }
        let total = self.total.filter(|_| !self.total_may_be_of_page)?;
        let rows = total.saturating_sub(self.origin.saturating_add(self.reading.rows));
        Some(rows.div_ceil(self.first_length?.max(1)))
    }

    /// Whether the next page begins with the last entry of this one.
    fn overlaps(&self) -> bool {
        let checks = self.total.is_none() || !self.newest_first;
        self.paging == Paging::Offset && checks && self.reading.last.is_some()
    }

    /// Takes a page; gives back what is new.
    pub(crate) fn take<T: Listed>(&mut self, page: ListPage<T>) -> Taken<T> {
        let overlaps = self.overlaps();
        let ListPage { answer, member, items, total, more, asked, unfiltered } = page;
        let length = items.len() as u64;
        let bad = items.bad().to_vec();
        let about = About { answer, member, total, more, asked, length };
        self.first_length.get_or_insert(length);
        self.note_bad(&about, &items);
        self.note_total(&about);
        if let Some(why) = unfiltered {
            // Whoever acts on what comes must not act on this.
            self.flaw(about.flaw(why));
            self.ended = true;
            return Taken { items: Vec::new(), bad };
        }

        let mut items = items.into_vec();
        let came_again = overlaps
            && items.first().map(Listed::id) == self.reading.last.as_deref()
            && bad.first().is_none_or(|bad| bad.index() != 0);
        let rows = length.saturating_sub(u64::from(came_again));
        self.reading.pages = self.reading.pages.saturating_add(1);
        self.reading.rows = self.reading.rows.saturating_add(rows);
        if self.reading.pages == 1 {
            self.reading.short = about.asked.is_some_and(|asked| length < asked);
        }
        if let Some(last) = items.last() {
            self.reading.last = Some(last.id().into());
        }

        let mut fresh = 0;
        for raw in bad.iter().map(BadItem::raw) {
            fresh += u64::from(self.reading.ids.insert(raw.into()));
        }
        let mut skip = came_again;
        items.retain(|item| {
            if std::mem::take(&mut skip) {
                return false;
            }
            let is_fresh = self.reading.ids.insert(item.id().into());
            fresh += u64::from(is_fresh);
            let first = self.checked.as_ref();
            is_fresh && first.is_none_or(|first| !first.contains(item.id()))
        });
        if self.checked.is_some() && !items.is_empty() {
            self.flaw(about.moved("an entry came up while the list was read"));
        }
        if rows > fresh && !(self.behind && fresh == 0) {
            let why = if fresh == 0 { "a page came again" } else { "an entry came twice" };
            self.flaw(about.moved(why));
        }
        if overlaps && !came_again {
            let why = "the last entry of a page was not the first of the next one: the list changed while it was read";
            self.flaw(about.moved(why));
        }
        self.ended = self.is_over(&about, fresh);
        if self.ended {
            self.conclude(&about);
        }
        Taken { items, bad }
    }

    fn flaw(&mut self, why: Incomplete) {
        self.incomplete.get_or_insert(why);
    }

    fn note_bad<T>(&mut self, about: &About, items: &Items<T>) {
        if let Some(first) = items.bad().first() {
            let at = format!("{}[{}]", about.member, first.index());
            let path = path_in(&at, first.path());
            let reason = format!("{} of its entries cannot be read", items.bad_count());
            let error = about.answer.unreadable(Some(&path), first.error());
            self.flaw(Incomplete { reason, error });
        }
    }

    fn note_total(&mut self, about: &About) {
        match (about.total, self.total) {
            (Total::Unreadable, _) => self.flaw(about.flaw("its total cannot be read")),
            (Total::Reported(now), Some(before)) if now != before => {
                let why = format!("its total changed while it was read ({before}, then {now})");
                self.flaw(about.moved(why));
                self.total = Some(now.max(before));
            }
            (Total::Reported(now), _) => self.total = Some(now),
            (Total::Unknown, _) => {}
        }
        if self.reading.pages == 0 && self.checked.is_none() {
            let full = about.asked == Some(about.length) && about.length > 0;
            let single = self.paging == Paging::Single;
            self.total_may_be_of_page = full && !single && self.total == Some(about.length);
        }
    }

    /// Whether nothing more is to be fetched. Without a total only a page that brings nothing is the
    /// end: the service may give less than was asked for.
    fn is_over(&self, about: &About, fresh: u64) -> bool {
        let endless = self.reading.pages >= MOST_PAGES;
        if self.paging == Paging::Single || fresh == 0 || endless {
            return true;
        }
        let total = self.total.filter(|_| !self.total_may_be_of_page);
        let all = total.map(|total| self.origin.saturating_add(self.reading.rows) >= total);
        match (about.more.filter(|_| !self.total_may_be_of_page), all) {
            (None, None) => false,
            (more, all) => more != Some(true) && all != Some(false),
        }
    }

    /// The list has come to its end: was that all of it?
    fn conclude(&mut self, about: &About) {
        if self.reading.pages >= MOST_PAGES {
            self.flaw(about.flaw(format!("it has no end after {MOST_PAGES} pages")));
        }
        match (self.paging == Paging::Single, about.more) {
            (true, Some(true)) => {
                let why = "more pages exist, and no way to ask for them is documented";
                self.flaw(about.flaw(why));
            }
            (true, None) => {
                self.flaw(about.flaw("the answer does not say whether more pages exist"));
            }
            (false, Some(true)) => {
                self.flaw(about.moved("it ended, and the answer says that more pages exist"));
            }
            _ => {}
        }
        let came = self.origin.saturating_add(self.reading.ids.len() as u64);
        if let Some(total) = self.total.filter(|&total| total != came) {
            let why = format!("its total is {total}, and {came} entries came");
            self.flaw(about.flaw(why));
        }
        if let Some(first) = &self.checked {
            if first.len() != self.reading.ids.len() {
                self.flaw(about.moved("an entry went away while the list was read"));
            }
        } else if self.incomplete.is_none() && self.needs_check() {
            let first = std::mem::take(&mut self.reading);
            self.checked = Some(first.ids);
            self.ended = false;
        }
    }

    /// Whether an entry can have slipped over the border of two pages unseen.
    fn needs_check(&self) -> bool {
        let counted = self.total.is_some() && self.newest_first;
        let one_page = self.reading.rows == 0
            || (self.reading.pages == 1 && !self.total_may_be_of_page)
            || (self.reading.short && Some(self.reading.rows) == self.first_length);
        self.paging == Paging::Numbered && !counted && !one_page
    }
}

/// A page without its entries.
struct About {
    answer: Answer,
    member: &'static str,
    total: Total,
    more: Option<bool>,
    asked: Option<u64>,
    length: u64,
}

impl About {
    /// What another reading will not mend.
    fn flaw(&self, why: impl Into<String>) -> Incomplete {
        self.incomplete(Some(self.member), why.into())
    }

    /// What was read while it changed: without a path the error is transient.
    fn moved(&self, why: impl Into<String>) -> Incomplete {
        self.incomplete(None, why.into())
    }

    fn incomplete(&self, path: Option<&str>, reason: String) -> Incomplete {
        let error = self.answer.unreadable(path, &format!("the list is not whole: {reason}"));
        Incomplete { reason, error }
    }
}

#[cfg(test)]
mod tests;

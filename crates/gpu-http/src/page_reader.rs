//! Reading a list to its end: as a stream of entries, or in search of some of them.

use gpu_json::BadItem;

use crate::item_stream::{NextPage, Page};
use crate::list_page::Taken;
use crate::page_cursor::PageCursor;
use crate::{BoxFuture, Error, ItemStream, ListPage, Listed, Lookup, Machine, PageAt, Paging};

type Fetch<T> = Box<dyn FnMut(PageAt) -> BoxFuture<'static, Result<ListPage<T>, Error>> + Send>;

/// Reads a list page by page, one in memory at a time, to an end whatever the service does.
pub struct PageReader<T> {
    pub(crate) cursor: PageCursor,
    fetch: Fetch<T>,
}

impl<T: Listed> PageReader<T> {
    /// A reader of the list that `fetch` brings page by page. `newest_first` says that new entries
    /// come first and that none enters or leaves in the middle, as a filter would have it.
    pub fn new(
        paging: Paging,
        newest_first: bool,
        fetch: impl FnMut(PageAt) -> BoxFuture<'static, Result<ListPage<T>, Error>> + Send + 'static,
    ) -> Self {
        Self { cursor: PageCursor::new(paging, newest_first), fetch: Box::new(fetch) }
    }

    /// The same, with this many entries left out from the beginning.
    pub fn starting_at(mut self, start: u64) -> Self {
        self.cursor.origin = start;
        self
    }

    /// The next page; `None` at the end. One that could not be fetched can be fetched again.
    pub(crate) async fn next(&mut self) -> Option<Result<Taken<T>, Error>> {
        let fetched = (self.fetch)(self.cursor.next_page()?).await;
        Some(fetched.map(|page| self.cursor.take(page)))
    }

    /// The entries, each once; then, if they are not the whole list, an error that says why.
    pub fn into_stream(self) -> ItemStream<T> {
        ItemStream { page: Vec::new().into_iter(), next: Some(self.into_page()) }
    }

    fn into_page(mut self) -> NextPage<T> {
        Box::pin(async move {
            match self.next().await {
                Some(taken) => Ok(Page { items: taken?.items, next: Some(self.into_page()) }),
                None => match self.cursor.take_error() {
                    Some(error) => Err(error),
                    None => Ok(Page { items: Vec::new(), next: None }),
                },
            }
        })
    }

    /// Looks for entries until the list ends, or until one is `enough`. `wanted` says of an entry
    /// whether it is meant, `None` if the entry does not tell. A list of one page is asked for what comes
    /// behind it: what is missing there must not be taken for absent.
    ///
    /// # Errors
    ///
    /// What fetching a page met.
    pub async fn search(
        mut self,
        wanted: impl Fn(&T) -> Option<bool>,
        enough: impl Fn(&T) -> bool,
    ) -> Result<Search<T>, Error> {
        let mut search = Search::default();
        loop {
            let taken = match self.next().await {
                Some(Ok(taken)) => taken,
                // There is no such page.
                Some(Err(error)) if self.cursor.behind && error.is_plain_refusal() => break,
                Some(Err(error)) => return Err(error),
                None if self.cursor.look_behind() => continue,
                None => break,
            };
            let Taken { items, bad } = taken;
            search.read += (items.len() + bad.len()) as u64;
            search.bad.extend(bad);
            for item in items {
                match wanted(&item) {
                    Some(true) => {
                        let ends = enough(&item);
                        search.found.push(item);
                        if ends {
                            return Ok(search);
                        }
                    }
                    Some(false) => {}
                    None => search.untold += 1,
                }
            }
        }
        search.incomplete = self.cursor.incomplete().map(str::to_owned);
        Ok(search)
    }
}

/// What a search of a list has found.
#[derive(Debug)]
pub struct Search<T> {
    /// The entries that were looked for.
    found: Vec<T>,
    /// The entries that cannot be read.
    bad: Vec<BadItem>,
    /// How many entries were read.
    read: u64,
    /// How many entries do not tell whether they are meant.
    untold: u64,
    /// Why what was read is not the whole list.
    incomplete: Option<String>,
}

impl<T> Default for Search<T> {
    fn default() -> Self {
        Self { found: Vec::new(), bad: Vec::new(), read: 0, untold: 0, incomplete: None }
    }
}

impl<T: Listed> Search<T> {
    /// Whether the whole list was read.
    pub fn is_whole(&self) -> bool {
        self.incomplete.is_none()
    }

    /// Adds an entry that another source has shown.
    pub fn add(&mut self, item: T) {
        if self.found.iter().all(|found| found.id() != item.id()) {
            self.found.push(item);
        }
    }

    /// Adds what a weaker source has found. It never clears what this one leaves open.
    pub fn with_weaker(mut self, weaker: Self) -> Self {
        for item in weaker.found {
            self.add(item);
        }
        self.bad.extend(weaker.bad);
        self
    }

    /// The same, open for a reason of its own.
    pub fn incomplete_because(mut self, why: impl Into<String>) -> Self {
        self.incomplete.get_or_insert_with(|| why.into());
        self
    }

    /// What the search comes to for the entry of this id.
    pub fn lookup(&self, id: &str) -> Lookup<&T> {
        match self.found.iter().find(|found| found.id() == id) {
            Some(found) => Lookup::Found(found),
            None => self.not_found(id),
        }
    }

    /// What the search comes to. An entry that cannot be read and holds `name` is there.
    pub fn into_lookup(self, name: &str) -> Lookup<Vec<T>> {
        if self.found.is_empty() { self.not_found(name) } else { Lookup::Found(self.found) }
    }

    fn not_found<U>(&self, name: &str) -> Lookup<U> {
        if self.names_unreadable(name) {
            return Lookup::Unreadable("an entry of the list that cannot be read names it".into());
        }
        match (&self.incomplete, self.untold, self.read) {
            (Some(why), ..) => {
                Lookup::Unknown(format!("not found, but the list is not whole: {why}"))
            }
            (None, 0, read) => Lookup::Absent(format!("the whole list of {read} is without it")),
            (None, untold, read) => {
                Lookup::Unknown(format!("{untold} of {read} listed entries do not show it"))
            }
        }
    }

    fn names_unreadable(&self, name: &str) -> bool {
        self.bad.iter().any(|bad| bad.mentions(name))
    }
}

impl<T: Machine> Search<T> {
    /// What a search by a name comes to that machines can bear one after the other: those that live
    /// come first, and one that has ended is the answer only if the whole list has none that lives.
    pub fn into_lookup_by_name(mut self, name: &str) -> Lookup<Vec<T>> {
        let (ended, living): (Vec<_>, Vec<_>) = self.found.into_iter().partition(Machine::is_over);
        self.found = living.into_iter().chain(ended).collect();
        let open = match &self.incomplete {
            Some(why) => why.clone(),
            None if self.names_unreadable(name) => {
                "an entry that cannot be read names it".to_owned()
            }
            None => return self.into_lookup(name),
        };
        match self.found.first() {
            Some(first) if first.is_over() => Lookup::Unknown(format!(
                "one that has ended was found ({}), but another one may live: {open}",
                first.candidate()
            )),
            _ => self.into_lookup(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Fake, fake, page};
    use crate::{Delivery, Kind, Total};

    #[tokio::test]
    async fn behind_the_end_only_a_plain_refusal_says_that_there_is_no_page() {
        for (status, is_whole) in [(404, true), (503, false), (429, false), (401, false)] {
            let reader = PageReader::<Fake>::new(Paging::Numbered, true, move |at| {
                Box::pin(async move {
                    if at.number == 1 {
                        return Ok(page(&[Some(fake("a", "on"))], Total::Reported(1), Some(false)));
                    }
                    Err(Error::new(Kind::Status, Delivery::Answered, "").with_status(status))
                })
            });
            let found = reader.search(|one| Some(one.0 == "b"), |_| true).await;
            assert_eq!(
                found.is_ok_and(|found| found.lookup("b").is_absent()),
                is_whole,
                "{status}"
            );
        }
    }
}

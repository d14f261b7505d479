//! What the journal knows of one machine. Each line of its file is a whole entry, as it was then.

use gpu_common::{Money, Price, Timestamp};
use serde::{Deserialize, Serialize};

use crate::moment::{Elapsed, Moment};
use crate::{Account, State};

/// What the journal knows of one machine.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Entry {
    /// The name of its file, without the extension.
    #[serde(skip)]
    pub(crate) file: String,
    /// The key.
    pub key: String,
    /// The vendor.
    pub vendor: String,
    /// Where the vendor's lists look; a fingerprint of the place if the entry cannot be read.
    pub place: Option<String>,
    /// Tells with which credentials it was made.
    pub fingerprint: Option<String>,
    /// What is known of the machine.
    pub state: State,
    /// Why the state is what it is, in a few words.
    pub why: Option<String>,
    /// The process that looks after it; `None` if nobody does.
    pub owner: Option<String>,
    /// Whether it is left to [`watch`](crate::Leases::watch) until its time is over.
    pub detached: bool,
    /// The vendor's id.
    pub id: Option<String>,
    /// How long it may last, in seconds.
    pub max_time_s: Option<u64>,
    /// The most that it may cost, which is kept free in the budget.
    pub reserved: Option<Money>,
    /// What it costs, as agreed or as reported.
    pub price: Option<Price>,
    /// What it has cost at most; known once it is closed.
    pub cost: Option<Money>,
    /// Who ends it if everybody dies.
    pub ended_by: Option<String>,
    /// Whether a look has ever shown the machine. The create's answer is none.
    pub seen: bool,
    /// Whether an order to give it back was accepted.
    pub released: bool,
    /// When the create was about to be sent.
    pub(crate) began: Option<Moment>,
    /// When the state last changed.
    pub(crate) changed: Option<Moment>,
}

impl Entry {
    /// A new entry. The name of its file is everything that a sweep cannot do without.
    pub(crate) fn new(account: Account, key: String) -> Self {
        let file = file_of(&account);
        let Account { vendor, place, fingerprint } = account;
        Self {
            file: format!("{file}{fingerprint}~{key}"),
            key,
            vendor: vendor.to_owned(),
            place: Some(place),
            fingerprint: Some(fingerprint),
            ..Self::default()
        }
    }

    /// The entry of a file, by its last line. Without a line that can be read the name of the file is left,
    /// which is enough to find the machine.
    pub(crate) fn of_file(file: &str, line: Option<Self>) -> Self {
        let torn = || Self { why: Some("the entry was torn".to_owned()), ..Self::default() };
        let mut parts = file.splitn(4, '~').map(str::to_owned);
        let vendor = parts.next().unwrap_or_default();
        let (place_hash, fingerprint, key) = (parts.next(), parts.next(), parts.next());
        let line = line.unwrap_or_else(torn);
        Self {
            file: file.to_owned(),
            key: key.unwrap_or_default(),
            vendor,
            place: line.place.or_else(|| Some(format!("?{}", place_hash?))),
            fingerprint,
            ..line
        }
    }

    /// Whether the lists of this account look where this machine is.
    pub fn is_in(&self, account: &Account) -> bool {
        self.file.starts_with(&file_of(account))
    }

    /// When the create was about to be sent.
    pub fn began(&self) -> Option<Timestamp> {
        self.began.as_ref().map(|moment| moment.at)
    }

    /// Takes a price that the vendor told: not 0, which may mean that the machine is queued, and not for
    /// periods that were paid in advance.
    pub(crate) fn adopt(&mut self, told: &Price) {
        let is_prepaid = self.price.as_ref().is_some_and(|price| price.prepaid);
        if !is_prepaid && !told.rate.money().amount().is_zero() {
            self.price = Some(told.clone());
        }
    }

    /// How long ago the create was about to be sent.
    pub(crate) fn age(&self, now: &Moment) -> Elapsed {
        now.since(self.began.as_ref())
    }

    /// Whether its time is over; so is that of an entry without a limit.
    pub(crate) fn is_over(&self, now: &Moment) -> bool {
        self.max_time_s.is_none_or(|limit| self.age(now).at_most.as_secs() >= limit)
    }
}

/// What the names of files of all entries of an account begin with.
fn file_of(account: &Account) -> String {
    format!("{}~{}~", account.vendor, gpu_http::fingerprint([account.place.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::disk::last;
    use super::*;

    fn read(text: &[u8]) -> Entry {
        let line = last(Path::new("a file"), text).unwrap();
        Entry::of_file("glows~0000~1111~anna_1", line)
    }

    #[test]
    fn the_last_line_counts_and_torn_ones_say_nothing() {
        let good = "{\"v\":1,\"place\":\"here\",\"state\":\"held\",\"id\":\"7\"}\n";
        for torn in
            [&b""[..], b"{\"state\":\"clo", b"\xff\xfe", b"[]\n7\n", b"{\"state\":\"no state\"}"]
        {
            let entry = read(&[good.as_bytes(), torn].concat());
            assert_eq!((entry.state, entry.id.as_deref()), (State::Held, Some("7")));
            assert_eq!((entry.vendor.as_str(), entry.place.as_deref()), ("glows", Some("here")));
            let entry = read(torn);
            assert_eq!((entry.state, entry.key.as_str()), (State::Creating, "anna_1"));
            assert_eq!(entry.place.as_deref(), Some("?0000"));
        }
        let newer = [good.as_bytes(), b"{\"v\":2,\"state\":\"hibernating\"}\n{\"sta"].concat();
        assert!(last::<Entry>(Path::new("a file"), &newer).is_err());
    }
}

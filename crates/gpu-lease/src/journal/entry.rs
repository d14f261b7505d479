//! One entry of the journal: the story of one machine, a line of JSON for each thing that happened.

use gpu_common::{Money, Rate, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::moment::{Elapsed, Moment};
use crate::{Account, State};

/// The version that this crate writes, and the newest that it reads.
pub(crate) const VERSION: u64 = 1;

/// What the journal knows of one machine.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |leases, client, order| {
/// let lease = leases.lease(&client, order).start().await?;
/// let account = gpu_lease::Vendor::account(&client);
/// for entry in leases.entries()?.iter().filter(|entry| entry.is_in(&account)) {
///     println!("{} is {} since {:?}", entry.key, entry.state, entry.began());
/// }
/// lease.give_back().await?;
/// # Ok(()) });
/// ```
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
    /// Where the vendor's lists look; a fingerprint of the place and one of the credentials if the
    /// entry cannot be read.
    pub place: Option<String>,
    /// Tells with which credentials it was made.
    pub fingerprint: Option<String>,
    /// What is known of the machine.
    pub state: State,
    /// Why the state is what it is, in a few words.
    pub why: Option<String>,
    /// The process that looks after it.
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
    pub rate: Option<Rate>,
    /// Whether whole periods are paid, in advance.
    pub prepaid: bool,
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

/// An entry from a newer version of this crate.
pub(crate) struct FromTheFuture(pub(crate) u64);

impl Entry {
    /// Reads an entry. Lines that are torn or are no JSON say nothing; an entry without a readable line
    /// still has the name of its file, which is enough to find the machine.
    pub(crate) fn read(name: &str, text: &[u8]) -> Result<Self, FromTheFuture> {
        let mut all = Map::new();
        let mut entry = Self::default();
        for line in text.split(|&byte| byte == b'\n') {
            let Ok(Value::Object(line)) = serde_json::from_slice(line) else {
                continue;
            };
            match line.get("v").and_then(Value::as_u64) {
                Some(version) if version > VERSION => return Err(FromTheFuture(version)),
                _ => {
                    let mut with_line = all.clone();
                    with_line.extend(line);
                    // A line with a field of another type is as good as torn.
                    if let Ok(read) = serde_json::from_value(Value::Object(with_line.clone())) {
                        (all, entry) = (with_line, read);
                    }
                }
            }
        }
        name.clone_into(&mut entry.file);
        let mut parts = name.splitn(4, '~');
        entry.vendor = parts.next().unwrap_or_default().to_owned();
        let place_hash = parts.next();
        entry.fingerprint = parts.next().map(str::to_owned);
        entry.key = parts.next().unwrap_or_default().to_owned();
        if entry.place.is_none() {
            entry.place = place_hash.map(|hash| format!("?{hash}"));
            entry.why.get_or_insert_with(|| "the entry was torn".to_owned());
        }
        Ok(entry)
    }

    /// A new entry. The name of its file is everything that a sweep cannot do without.
    pub(crate) fn new(account: &Account, key: String) -> Self {
        let Account { vendor, place, fingerprint } = account;
        let place_hash = gpu_http::fingerprint([place.as_bytes()]);
        Self {
            file: format!("{vendor}~{place_hash}~{fingerprint}~{key}"),
            key,
            vendor: (*vendor).to_owned(),
            place: Some(place.clone()),
            fingerprint: Some(fingerprint.clone()),
            ..Self::default()
        }
    }

    /// Whether the lists of this account look where this machine is.
    #[must_use]
    pub fn is_in(&self, account: &Account) -> bool {
        let place = self.place.as_deref().unwrap_or_default();
        let torn = place
            .strip_prefix('?')
            .is_some_and(|hash| hash == gpu_http::fingerprint([account.place.as_bytes()]));
        self.vendor == account.vendor && (torn || place == account.place)
    }

    /// When the create was about to be sent.
    #[must_use]
    pub fn began(&self) -> Option<Timestamp> {
        self.began.as_ref().map(|moment| moment.at)
    }

    /// How long ago the state changed; as long as can be if that is not known.
    pub(crate) fn in_state_for(&self, now: &Moment) -> Elapsed {
        elapsed(self.changed.as_ref(), now)
    }

    /// How long ago the create was about to be sent.
    pub(crate) fn age(&self, now: &Moment) -> Elapsed {
        elapsed(self.began.as_ref(), now)
    }

    /// Whether its time is over; so is that of an entry without a limit.
    pub(crate) fn is_over(&self, now: &Moment) -> bool {
        self.max_time_s.is_none_or(|limit| self.age(now).at_most.as_secs() >= limit)
    }
}

fn elapsed(since: Option<&Moment>, now: &Moment) -> Elapsed {
    let unknown =
        Elapsed { at_least: std::time::Duration::ZERO, at_most: std::time::Duration::MAX };
    since.map_or(unknown, |since| since.until(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_lines_add_to_earlier_ones_and_torn_ones_say_nothing() {
        let name = "glows~0000~1111~anna_1";
        let text = b"{\"v\":1,\"place\":\"here\",\"state\":\"creating\"}\n{\"state\":\"held\",\"id\":\"7\"}\n{\"state\":\"clo";
        let Ok(entry) = Entry::read(name, text) else { panic!("from the future") };
        assert_eq!((entry.state, entry.id.as_deref()), (State::Held, Some("7")));
        assert_eq!((entry.vendor.as_str(), entry.key.as_str()), ("glows", "anna_1"));
        for torn in [&b""[..], b"{", b"\xff\xfe", b"[]\n7\n", b"{\"state\":\"no such state\"}"] {
            let Ok(entry) = Entry::read(name, torn) else { panic!("from the future") };
            assert_eq!((entry.state, entry.key.as_str()), (State::Creating, "anna_1"));
        }
        assert!(Entry::read(name, b"{\"v\":2}").is_err());
    }
}

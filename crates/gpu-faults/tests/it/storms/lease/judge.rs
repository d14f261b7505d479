//! What leases say is held against the ledger, as it is said.

use gpu_lease::{EntryReport, Error};

use super::super::shop::Shop;
use super::program::Leased;

impl<S: Shop> Leased<S> {
    /// Somebody was told that a machine of this key is gone, or was never made.
    pub(super) fn is_gone(&self, key: &str, by: &str) {
        self.storm.books.tell(&format!("{key}: gone, by {by}"));
        let alive = self.storm.living(|one| one.key == key);
        if !alive.is_empty() {
            self.storm.books.broke(format!("gone by {by}: {alive:?}"));
        }
        self.storm.books.open().gone.insert(key.to_owned());
    }

    /// An error that does not say that money may be spent says that none is.
    pub(super) fn failed(&self, error: &Error) {
        self.storm.books.tell(&format!("{error:?}"));
        if let Some(key) = error.key().filter(|_| !error.may_still_cost()) {
            self.is_gone(key, &format!("an error: {error}"));
        }
    }

    pub(super) fn judge_reports(&self, reports: &[EntryReport]) {
        for report in reports {
            self.storm.books.tell(&format!("swept: {report}"));
            if report.outcome.is_over() {
                self.is_gone(&report.key, "a sweep");
            }
        }
    }
}

//! Sweeping: what dead owners left behind is given back; and watching, which waits for their limits.

use std::fmt;
use std::time::Duration;

use gpu_common::OneLine;

use crate::returning::{How, give_back};
use crate::{Entry, Error, Leases, Phase, Prefix, Result, State, Trigger, Vendor};

/// How often a watch looks at the journal.
const WATCH: Duration = Duration::from_secs(30);

/// What became of one entry.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EntryReport {
    /// The key of the machine.
    pub key: String,
    /// The vendor's id, if the vendor ever sent one.
    pub id: Option<String>,
    /// What is known.
    pub outcome: Outcome,
    /// On what that relies.
    pub relied_on: String,
}

/// What is known of a machine that has to go.
///
/// ```
/// use gpu_lease::Outcome;
///
/// assert!(Outcome::GivenBack.is_over() && !Outcome::StillThere("Running".to_owned()).is_over());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It was gone by itself, or never existed.
    Gone,
    /// It was given back, and is confirmed to be gone.
    GivenBack,
    /// It is there, in this status, and may cost money.
    StillThere(String),
    /// The answers do not tell; why. It may cost money.
    Unknown(String),
}

impl Outcome {
    /// Whether nothing costs money any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Gone | Self::GivenBack)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("gone"),
            Self::GivenBack => f.write_str("given back"),
            Self::StillThere(status) => write!(f, "still there ({})", OneLine::short(status)),
            Self::Unknown(why) => write!(f, "unknown ({})", OneLine::message(why)),
        }
    }
}

impl fmt::Display for EntryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}; relies on: {}",
            OneLine::short(&self.key),
            self.outcome,
            OneLine::message(&self.relied_on)
        )
    }
}

impl Leases {
    /// Gives back the machines in the journal that are in this client's account and have no living owner. Reports
    /// each entry. Detached machines are left alone until their time is over.
    ///
    /// Costs as many pages as the account has, a few times over; not one call for each entry.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |leases, client, order| {
    /// for report in leases.sweep(&client).await? {
    ///     println!("{report}");
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// The journal cannot be read or written. What a vendor answers is in the reports.
    pub async fn sweep<V: Vendor + ?Sized>(&self, client: &V) -> Result<Vec<EntryReport>> {
        let now = self.inner.now();
        let entries = self.orphans(client, |entry| !entry.detached || entry.is_over(&now))?;
        self.bring_back(client, entries).await
    }

    /// Gives back the machines of these keys, detached or not, as far as the journal knows them in this
    /// client's account. What a living process looks after is left alone and is not in the reports.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } use doc::HOUR; doc::run(async |leases, client, order| {
    /// let machine = leases.lease(&client, order).max_time(HOUR).start().await?.detach().await?;
    /// for report in leases.give_back(&client, &[machine.key]).await? {
    ///     println!("{report}; over: {}", report.outcome.is_over());
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// As [`sweep`](Self::sweep).
    pub async fn give_back<V: Vendor + ?Sized>(
        &self,
        client: &V,
        keys: &[String],
    ) -> Result<Vec<EntryReport>> {
        let entries = self.orphans(client, |entry| keys.contains(&entry.key))?;
        self.bring_back(client, entries).await
    }

    /// Gives back every machine of this account whose key was made from `prefix`, in any journal. Use it
    /// if the journal is lost. Machines that a living process of this journal looks after
    /// are left alone; those of other journals are not, so the prefix must be yours alone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |leases, client, order| {
    /// for report in leases.sweep_prefix(&client, "anna_train").await? {
    ///     println!("{report}");
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid` for a prefix that cannot be; `Vendor` if the list cannot be read.
    pub async fn sweep_prefix<V: Vendor + ?Sized>(
        &self,
        client: &V,
        prefix: impl Into<String>,
    ) -> Result<Vec<EntryReport>> {
        let prefix = Prefix::new(prefix)?;
        let known = self.inner.journal.open_entries()?;
        let listing = client.list(prefix.as_str()).await?;
        let account = client.account();
        for machine in listing.machines {
            let ours = prefix.made(&machine.key) && machine.phase != Phase::Ended;
            if ours && known.iter().all(|entry| entry.key != machine.key) {
                let entry = Entry::new(&account, machine.key);
                let mut entry = self.inner.journal.begin(entry, self.inner.now(), |_| Ok(()))?;
                self.inner.journal.advance(
                    &mut entry,
                    Trigger::Created,
                    self.inner.now(),
                    "listed",
                )?;
            }
        }
        let entries = self.orphans(client, |entry| prefix.made(&entry.key))?;
        let mut reports = self.bring_back(client, entries).await?;
        if let (Some(why), true) = (listing.incomplete, reports.is_empty()) {
            reports.push(EntryReport {
                key: format!("{}-*", prefix.as_str()),
                id: None,
                outcome: Outcome::Unknown(why),
                relied_on: "a list that is not whole".to_owned(),
            });
        }
        Ok(reports)
    }

    /// Looks after what dead owners left behind, until this future is dropped: a machine is kept until its
    /// time is over and then given back; one without a limit goes at once. `report` hears what became of
    /// each. For a process of its own.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |leases, client, order| {
    /// let watching = leases.watch(&client, |report| println!("{report}")); // for a process of its own
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// The journal cannot be read or written.
    pub async fn watch<V: Vendor + ?Sized>(
        &self,
        client: &V,
        mut report: impl FnMut(&EntryReport),
    ) -> Result<std::convert::Infallible> {
        loop {
            let entries = self.orphans(client, |_| true)?;
            let now = self.inner.now();
            let waits = |entry: &Entry| entry.state == State::Held && !entry.is_over(&now);
            let over = entries.into_iter().filter(|entry| !waits(entry)).collect();
            self.bring_back(client, over).await?.iter().for_each(&mut report);
            self.inner.clock().limit(WATCH).await;
        }
    }

    /// Takes over the entries of this account that nobody looks after.
    fn orphans<V: Vendor + ?Sized>(
        &self,
        client: &V,
        wanted: impl Fn(&Entry) -> bool,
    ) -> Result<Vec<Entry>> {
        let account = client.account();
        let wanted = |entry: &Entry| entry.is_in(&account) && wanted(entry);
        let free = |entry: &Entry| !self.inner.guarded().contains(&entry.key);
        let mut taken = self.inner.journal.take_over(wanted, free)?;
        // Closed, but not put away: the process died in between.
        taken.retain(|entry| {
            let closed = entry.state == State::Closed;
            if closed {
                self.inner.or_notice(&entry.key, self.inner.journal.archive(entry));
            }
            !closed
        });
        Ok(taken)
    }

    async fn bring_back<V: Vendor + ?Sized>(
        &self,
        client: &V,
        entries: Vec<Entry>,
    ) -> Result<Vec<EntryReport>, Error> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let how = How { limit: self.inner.settings.return_within, through_quarantine: false };
        Ok(give_back(&self.inner, client, entries, how).await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_vendor_says_cannot_break_the_line() {
        let odd = format!("a\r\n\u{1b}[2J\u{202e}{}", "x".repeat(9_000));
        for outcome in [Outcome::StillThere(odd.clone()), Outcome::Unknown(odd.clone())] {
            let report =
                EntryReport { key: odd.clone(), id: None, outcome, relied_on: odd.clone() };
            let line = report.to_string();
            let breaks = |char: char| char.is_control() || char == '\u{202e}';
            assert!(!line.contains(breaks) && line.len() < 6_000, "{line}");
        }
    }
}

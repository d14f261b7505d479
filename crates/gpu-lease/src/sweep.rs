//! Sweeping: what dead owners left behind is given back; and watching, which waits for their limits.

use std::convert::Infallible;
use std::time::Duration;

use crate::returning::give_back;
use crate::{Entry, EntryReport, Leases, Outcome, Phase, Prefix, Result, State, Vendor};

/// How often a watch looks at the journal.
const WATCH: Duration = Duration::from_secs(30);

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
    pub async fn sweep(&self, client: &dyn Vendor) -> Result<Vec<EntryReport>> {
        let now = self.journal.now();
        let entries = self.orphans(client, |entry| !entry.detached || entry.is_over(&now))?;
        Ok(give_back(&self.journal, client, entries, false).await)
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
    pub async fn give_back(
        &self,
        client: &dyn Vendor,
        keys: &[String],
    ) -> Result<Vec<EntryReport>> {
        let entries = self.orphans(client, |entry| keys.contains(&entry.key))?;
        Ok(give_back(&self.journal, client, entries, false).await)
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
    pub async fn sweep_prefix(
        &self,
        client: &dyn Vendor,
        prefix: impl Into<String>,
    ) -> Result<Vec<EntryReport>> {
        let prefix = Prefix::new(prefix)?;
        let listing = client.list(prefix.as_str()).await?;
        // Read after the list: whatever this journal made by then is in it.
        let known = self.journal.entries("open")?;
        for machine in listing.machines {
            let ours = prefix.made(&machine.key) && machine.phase != Phase::Ended;
            if ours && known.iter().all(|entry| entry.key != machine.key) {
                let entry = Entry::new(client.account(), machine.key);
                let mut entry = self.journal.begin(entry)?;
                self.journal.advance(&mut entry, State::Held, "listed");
            }
        }
        let entries = self.orphans(client, |entry| prefix.made(&entry.key))?;
        let mut reports = give_back(&self.journal, client, entries, false).await;
        if let (Some(why), true) = (listing.incomplete, reports.is_empty()) {
            let (key, outcome) = (format!("{}-*", prefix.as_str()), Outcome::Unknown(why));
            let relied_on = "a list that is not whole".to_owned();
            reports.push(EntryReport::new(key, None, outcome, relied_on));
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
    pub async fn watch(
        &self,
        client: &dyn Vendor,
        mut report: impl FnMut(&EntryReport),
    ) -> Result<Infallible> {
        loop {
            let now = self.journal.now();
            let over = |entry: &Entry| entry.state != State::Held || entry.is_over(&now);
            let entries = self.orphans(client, |_| true)?.into_iter().filter(over).collect();
            let reports = give_back(&self.journal, client, entries, false).await;
            reports.iter().for_each(&mut report);
            self.journal.clock().limit(WATCH).await;
        }
    }

    /// Takes over the entries of this account that nobody looks after.
    fn orphans(&self, client: &dyn Vendor, wanted: impl Fn(&Entry) -> bool) -> Result<Vec<Entry>> {
        let account = client.account();
        self.journal.take_over(|entry| entry.is_in(&account) && wanted(entry))
    }
}

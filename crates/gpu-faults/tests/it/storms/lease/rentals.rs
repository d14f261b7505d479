//! What a program does with leases. What they say is held against the ledger, as it is said.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gpu_lease::{EntryReport, Error, Leases};

use super::super::process::Step;
use super::super::shop::Shop;
use super::program::{Leased, Renter};

/// Why a scope failed.
enum Failed {
    Work,
    Lease(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Lease(error)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Work => f.write_str("the work failed"),
            Self::Lease(error) => error.fmt(f),
        }
    }
}

impl<S: Shop> Leased<S> {
    /// One machine, perhaps broken off at any point.
    pub(super) async fn rent(
        self: Arc<Self>,
        leases: Leases,
        client: Renter<S>,
        program: u64,
        rental: u64,
    ) {
        let cut = self.storm.schedule.cut(rental, program);
        let this = Arc::clone(&self);
        let work = Box::pin(async move { this.rent_whole(leases, client, program, rental).await });
        if Step::new(work, cut, &self.storm.sky.time).await.is_none() {
            self.storm
                .books
                .tell(&format!("rental {rental} of program {program}: dropped ({cut:?})"));
            self.storm.books.open().cuts += 1;
        }
    }

    async fn rent_whole(&self, leases: Leases, client: Renter<S>, program: u64, rental: u64) {
        let dice = self.storm.schedule.dice.of("lease", program).of("rental", rental);
        let used = Duration::from_secs(*dice.of("used", 0).pick(&[0, 0, 1, 20, 90]));
        let request = leases.lease(&client, S::order(&client.client, rental));
        let request = request.ready_when_running().ready_within(Duration::from_secs(45));
        let limit = *dice.of("limit", 0).pick(&[None, None, Some(30), Some(300)]);
        let request = match limit {
            Some(seconds) => request.max_time(Duration::from_secs(seconds)),
            None => request,
        };
        let manner = dice.of("manner", 0).below(100);
        if manner < 45 {
            let (mut key, works) = (None, !dice.of("fails", 0).happens(30));
            let scope = async |machine: gpu_lease::Machine| {
                key = Some(machine.key);
                self.storm.sky.time.alarm(used).await;
                if works { Ok(()) } else { Err(Failed::Work) }
            };
            let ended = request.run(scope).await;
            return match ended {
                Ok(()) | Err(Failed::Work) => self.is_gone(&key.expect("a machine"), "its scope"),
                Err(Failed::Lease(error)) => self.failed(&error),
            };
        }
        let lease = match request.start().await {
            Ok(lease) => lease,
            Err(error) => return self.failed(&error),
        };
        let ended = match manner {
            45..75 => {
                self.storm.sky.time.alarm(used).await;
                lease.give_back().await.map(|returned| self.is_gone(&returned.key, "its return"))
            }
            75..80 => return drop(lease),
            80..90 if limit.is_some() => {
                lease.ending().await;
                lease.give_back().await.map(|returned| self.is_gone(&returned.key, "its limit"))
            }
            _ => lease.detach().await.map(drop),
        };
        if let Err(error) = ended {
            self.failed(&error);
        }
    }

    /// What an earlier program left behind is swept, or watched for a while.
    pub(super) async fn succeed(self: Arc<Self>, leases: Leases, client: Renter<S>, program: u64) {
        let dice = self.storm.schedule.dice.of("successor", program);
        let mut reports = Vec::new();
        let swept = if dice.happens(70) {
            leases.sweep(&client).await.map(|swept| reports = swept)
        } else {
            let watching = leases.watch(&client, |report| reports.push(report.clone()));
            let alarm = self.storm.sky.time.alarm(Duration::from_secs(100));
            tokio::select! {
                watched = watching => watched.map(|never| match never {}),
                () = alarm => Ok(()),
            }
        };
        self.judge_reports(&reports);
        if let Err(error) = swept {
            self.failed(&error);
        }
    }

    /// Somebody was told that a machine of this key is gone, or was never made.
    fn is_gone(&self, key: &str, by: &str) {
        self.storm.books.tell(&format!("{key}: gone, by {by}"));
        let alive = self.storm.living(|one| one.key == key);
        if !alive.is_empty() {
            self.storm.books.broke(format!("gone by {by}: {alive:?}"));
        }
        self.storm.books.open().gone.insert(key.to_owned());
    }

    /// An error that does not say that money may be spent says that none is.
    fn failed(&self, error: &Error) {
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

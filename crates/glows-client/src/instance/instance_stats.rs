//! `GET /instance/stats`: how many instances there are, by status.

use std::collections::BTreeSet;

use gpu_http::{Call, Request};
use gpu_json::{Members, Object};
use serde::{Deserialize, Serialize};

use super::Status;
use crate::Client;
use crate::envelope::{open, success};

/// How many instances there are in each status. A status without instances is not sent (documented).
///
/// Machines made in the web console may be missing: the newest edition says that the API covers those made
/// through it. Zero does not prove that nothing is billed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stats(Members<u64>);

impl Object for Stats {}

impl Stats {
    /// How many instances are in a status: 0 if the status was not sent, `None` if something other
    /// than one number was.
    pub fn count(&self, status: &Status) -> Option<u64> {
        let mut counts = self.iter().filter(|(seen, _)| seen == status).map(|(_, count)| count);
        match (counts.next(), counts.next()) {
            (first, None) => first.unwrap_or(Some(0)),
            (_, Some(_)) => None,
        }
    }

    /// The counts in the order sent; `None` where it was not a number.
    pub fn iter(&self) -> impl Iterator<Item = (Status, Option<u64>)> {
        self.0.iter().map(|(status, count)| (status.into(), count.copied()))
    }

    /// How many instances there are in all; `None` if the count of a status is not one number.
    pub fn total(&self) -> Option<u64> {
        let mut seen = BTreeSet::new();
        self.iter().try_fold(0_u64, |sum, (status, count)| {
            sum.checked_add(count.filter(|_| seen.insert(status))?)
        })
    }
}

#[derive(Deserialize)]
struct StatsAnswer {
    #[serde(deserialize_with = "success", rename = "code")]
    _code: (),
    /// `null` is what Go makes of a map without entries (inferred), so it counts as none.
    #[serde(deserialize_with = "Option::deserialize")]
    stats: Option<Stats>,
}

impl Client {
    /// Counts instances by status (`GET /instance/stats`, documented).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::Status;
    ///
    /// let stats = client.instance_stats().await?;
    /// println!("{:?} run, {:?} in all", stats.count(&Status::Running), stats.total());
    /// for (status, count) in stats.iter() {
    ///     println!("{status}: {count:?}");
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("GET /instance/stats", "/sdk/v1/instance/stats", "統計資料"))]
    pub fn instance_stats(&self) -> Request<Stats> {
        let call = Call::get("count instances", "/instance/stats");
        Request::new(&self.http, Ok(call), |answer| {
            let StatsAnswer { stats, .. } = open(&answer, "stats")?;
            Ok(stats.unwrap_or_else(|| Stats(Members::from_iter([]))))
        })
    }
}

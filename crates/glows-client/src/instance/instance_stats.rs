//! `GET /instance/stats`: how many instances there are, by status.

use std::collections::BTreeMap;
use std::fmt;

use gpu_http::{Call, Http, Request};
use gpu_json::Field;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::Status;
use crate::envelope::{self, Envelope};

/// How many instances there are in each status.
///
/// A status without instances is not sent (documented); [`count`](Self::count) says 0 for it.
/// Machines made in the web console may be missing: the newest edition says that the API covers
/// instances made through it, so zero here does not prove that nothing is billed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stats(#[serde(deserialize_with = "each_once")] BTreeMap<Status, Field<u64>>);

impl Stats {
    /// How many instances are in a status: 0 if the status was not sent, `None` if something other
    /// than a number was.
    #[must_use]
    pub fn count(&self, status: &Status) -> Option<u64> {
        self.0.get(status).map_or(Some(0), Field::copied)
    }

    /// The counts that were sent, ordered by status; `None` where it was not a number.
    pub fn iter(&self) -> impl Iterator<Item = (&Status, Option<u64>)> {
        self.0.iter().map(|(status, count)| (status, count.copied()))
    }

    /// How many instances there are in all; `None` if one of the counts is not a number.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.iter().try_fold(0_u64, |sum, (_, count)| sum.checked_add(count?))
    }
}

/// Reads the counts and refuses a status that comes twice: keeping one of two counts would hide
/// instances.
fn each_once<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<BTreeMap<Status, Field<u64>>, D::Error> {
    struct Counts;

    impl<'de> Visitor<'de> for Counts {
        type Value = BTreeMap<Status, Field<u64>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("counts by status")
        }

        fn visit_map<A: MapAccess<'de>>(
            self,
            mut object: A,
        ) -> std::result::Result<Self::Value, A::Error> {
            let mut counts = BTreeMap::new();
            while let Some((status, count)) = object.next_entry::<Status, _>()? {
                if status.as_str() == gpu_json::DAMAGED {
                    return Err(serde::de::Error::custom("damaged counts"));
                }
                if counts.insert(status, count).is_some() {
                    return Err(serde::de::Error::custom("a status that comes twice"));
                }
            }
            Ok(counts)
        }
    }

    deserializer.deserialize_map(Counts)
}

#[derive(Deserialize)]
struct StatsAnswer {
    #[serde(default)]
    code: Field<i64>,
    #[serde(default, deserialize_with = "envelope::sent")]
    stats: Option<Option<Stats>>,
}

impl Envelope for StatsAnswer {
    type Payload = Stats;
    const MEMBER: &'static str = "stats";

    fn code(&self) -> &Field<i64> {
        &self.code
    }

    /// `null` is what Go makes of a map without entries (inferred), so it counts as none.
    fn payload(self) -> Option<Stats> {
        self.stats.map(|stats| stats.unwrap_or(Stats(BTreeMap::new())))
    }
}

pub(crate) fn instance_stats(http: &Http) -> Request<Stats> {
    let call = Call::get("count instances", "/instance/stats");
    Request::new(http, Ok(call), |answer| envelope::open::<StatsAnswer>(&answer))
}

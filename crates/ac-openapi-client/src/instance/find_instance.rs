//! Looking for instances in the whole list, in either form of asking for it.

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::{Candidate, Kind, Listed, Lookup, Machine, Search};

use super::{Instance, InstanceName, Phase};
use crate::{Client, Error, ErrorCode, Result};

/// How many instances a page is asked for when all are wanted.
const PAGE: u32 = 100;

/// How far the service's civil time can lie behind UTC, and its clock behind ours.
const BEHIND: Duration = Duration::from_secs(12 * 3600 + 600);

impl Listed for Instance {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Machine for Instance {
    fn status(&self) -> &str {
        self.status_text()
    }

    fn is_over(&self) -> bool {
        self.phase() == Phase::Ended
    }

    fn candidate(&self) -> Candidate {
        let mut candidate = Candidate::new(self.id.as_str());
        candidate.name = self.name.cloned().map(String::from);
        candidate.status = self.status.get().map(ToString::to_string);
        candidate.created = self.create_time.get().map(ToString::to_string);
        candidate
    }
}

impl Client {
    /// Looks once for the instances of a name, as a create whose answer was lost does by itself. The list
    /// is read to its end, and in the other [form](crate::ListForm) if the first one fails. Those that
    /// have not ended come first.
    ///
    /// [`Lookup::Absent`] means that a whole list has none. A create that is still under way can come up
    /// later.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use ac_openapi_client::{InstanceName, Lookup};
    ///
    /// match client.find_instance(&InstanceName::new("train")?).await? {
    ///     Lookup::Found(instances) => println!("{} of this name", instances.len()),
    ///     other => println!("{other:?}"), // absent, or not known
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// What the probe met, with the name as the key.
    #[doc(alias = "find_by_name")]
    pub async fn find_instance(&self, name: &InstanceName) -> Result<Lookup<Vec<Instance>>> {
        let wanted = |one: &Instance| one.name.as_str().map(|text| name.matches(text));
        let searched = self.search(wanted).await;
        let search = searched.map_err(|error| error.with_key(name.as_str()))?;
        Ok(if name.is_unique() {
            search.into_lookup(name.sought())
        } else {
            search.into_lookup_by_name(name.sought())
        })
    }

    /// Reads the whole list, without a filter, within the time that one call may take. If the first form
    /// does not give a whole list, the other one is asked, too: a gateway that drops the body of a GET may
    /// let it hang, so there is time left for that. What the other form has adds instances; it does not
    /// clear what the first one leaves open, unless that refused the form itself.
    pub(super) async fn search(
        &self,
        wanted: impl Fn(&Instance) -> Option<bool> + Copy,
    ) -> Result<Search<Instance>> {
        let search_in = |form, ends| {
            let list = self.list_instances().form(form).per_page(PAGE);
            list.reader(Some(ends)).search(wanted, |_| false)
        };
        let ends = self.http.ends();
        let half = ends.saturating_sub(self.http.timeout() / 2);
        let first = search_in(self.list_form, half).await;
        match &first {
            Ok(search) if search.is_whole() => return first,
            Err(error) if error.is_auth() => return first,
            _ => {}
        }
        let second = search_in(self.list_form.other(), ends).await;
        match (first, second) {
            (Ok(first), Ok(second)) => Ok(first.with_weaker(second)),
            (Err(refused), Ok(second)) if refuses_form(&refused) => Ok(second),
            (Err(failed), Ok(second)) => {
                let why = format!("the list in the chosen form could not be read ({failed})");
                Ok(second.incomplete_because(why))
            }
            (first, Err(_)) => first,
        }
    }
}

/// Whether the service does not take this form of asking: it misses what stands in it, or knows no such
/// call. A service in trouble, and a gateway without a route, say nothing of the form.
fn refuses_form(error: &Error) -> bool {
    if error.is_transient() || error.says_nothing() {
        return false;
    }
    let codes = [ErrorCode::PARAMETERS_MISSING, ErrorCode::PARAMETER_INVALID];
    let by_code = ErrorCode::of(error).is_some_and(|code| codes.contains(&code));
    let by_status = match error.status() {
        Some(400 | 404) => error.code().is_some(),
        status => matches!(status, Some(405 | 411 | 415)),
    };
    by_code || (error.kind() == Kind::Status && by_status)
}

/// Whether an instance can have been made since then, whatever zone its time is in. One without a time
/// can.
pub(super) fn may_be_made(instance: &Instance, began: Timestamp) -> bool {
    let time = instance.create_time.get();
    let utc = time.and_then(|time| time.at_offset(0).ok());
    let latest = utc.and_then(|time| time.checked_add(BEHIND));
    latest.is_none_or(|latest| latest >= began)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_civil_time_rules_out_only_what_no_zone_allows() {
        let began: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
        for (created, possible) in [
            (r#""2026-01-01 20:00:01""#, true),
            (r#""2026-01-01 00:00:01""#, true),
            (r#""2025-12-31 23:00:00""#, false),
            (r#""2025-06-01 00:00:00""#, false),
            ("null", true),
            (r#""yesterday""#, true),
        ] {
            let json = format!(r#"{{"id":"a","createTime":{created}}}"#);
            let instance: Instance = serde_json::from_str(&json).unwrap();
            assert_eq!(may_be_made(&instance, began), possible, "{created}");
        }
    }
}

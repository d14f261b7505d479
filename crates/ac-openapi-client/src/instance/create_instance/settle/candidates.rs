//! Instances that a lost create may have made, where the name proves nothing.

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::Candidate;

use crate::instance::Instance;

/// How far the service's civil time can lie behind UTC, and its clock behind ours.
const BEHIND: Duration = Duration::from_secs(12 * 3600 + 600);

/// Those that can have been created since then.
pub(super) fn since(instances: &[&Instance], began: Timestamp) -> Vec<Candidate> {
    let possible = instances
        .iter()
        .filter(|instance| may_be_since(instance, began));
    possible.map(|instance| candidate(instance)).collect()
}

/// Whether an instance can have been created since then, whatever zone its time is in. One without
/// a time can.
pub(super) fn may_be_since(instance: &Instance, began: Timestamp) -> bool {
    let utc = instance
        .create_time
        .get()
        .and_then(|time| time.at_offset(0).ok());
    let latest = utc.and_then(|time| time.checked_add(BEHIND));
    latest.is_none_or(|latest| latest >= began)
}

fn candidate(instance: &Instance) -> Candidate {
    let mut candidate = Candidate::new(instance.id.as_str());
    candidate.name = instance.name.cloned().map(String::from);
    candidate.status = instance.status.get().map(ToString::to_string);
    candidate.created = instance.create_time.get().map(ToString::to_string);
    candidate
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
            assert_eq!(may_be_since(&instance, began), possible, "{created}");
        }
    }
}

//! `POST /api/user/v3/tokens`: a token of every region, for a signature.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::envelope::Code;
use super::regions::{REGIONS, Region};
use super::state::{Call, State};
use crate::shared::{Answer, Refusal};

/// From here on a timestamp cannot mean seconds: as milliseconds this is in 1973, as seconds in 5138.
/// That such a one is refused is inferred; documented is that it is in seconds.
const MILLISECONDS: u64 = 100_000_000_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RegionToken {
    cluster_name: &'static str,
    cluster_id: Value,
    token: Option<String>,
}

/// The body, if any, is not looked at: none is documented.
pub(super) fn tokens(call: &Call<'_>, state: &mut State) -> Answer {
    verify(call, &state.behaviour)?;
    let numeric = state.behaviour.numeric_region_ids;
    let id = |region: &Region| match numeric {
        true => json!(region.number()),
        false => json!(region.id),
    };
    let regions = REGIONS.iter().map(|region| RegionToken {
        cluster_name: region.name,
        cluster_id: id(region),
        token: state.issue(region, &call.service.account, call.now),
    });
    let regions: Vec<_> = regions.collect();
    Ok(state.behaviour.success(regions))
}

/// The messages were seen in use; that a wrong signature has 10009 is inferred, as is
/// telling an unknown access key what a wrong signature is told.
fn verify(call: &Call<'_>, behaviour: &Behaviour) -> Result<(), Refusal> {
    let account = &call.service.account;
    let header = |name: &str| {
        // Raw UTF-8, as the clients that are known to work sign it.
        let value = call.headers.get(name).and_then(|value| str::from_utf8(value.as_bytes()).ok());
        let value = value.filter(|text| !text.is_empty());
        value.ok_or_else(|| behaviour.refuse_because(Code::Missing, name))
    };
    let (user, key) = (header("user")?, header("accessKey")?);
    let (signature, timestamp) = (header("signature")?, header("timestamp")?);
    let seconds: Option<u64> = timestamp.parse().ok();
    let seconds = seconds
        .filter(|&seconds| seconds < MILLISECONDS)
        .ok_or_else(|| behaviour.refuse_because(Code::Invalid, "timestamp is not in seconds"))?;
    if user != account.user {
        return Err(behaviour.refuse_saying(Code::Unverified, "用户不存在"));
    }
    if key != account.access_key || signature != account.signature(timestamp) {
        return Err(behaviour.refuse_saying(Code::Unverified, "AK/SK签名校验失败"));
    }
    let skew = Duration::from_secs(seconds).abs_diff(call.now);
    if behaviour.clock_skew.is_some_and(|allowed| skew > allowed) {
        return Err(behaviour.refuse_because(Code::Unverified, "timestamp"));
    }
    Ok(())
}

//! Tokens for a signature, and the platform calls of a token: renew it, look at it, where it leads,
//! whose it is.

use std::time::Duration;

use serde_json::{Value, json};

use super::account::Issued;
use super::behaviour::{Behaviour, RenewedToken};
use super::catalogue::REGIONS;
use super::envelope::Code;
use super::state::{Call, State};
use crate::shared::{Answer, Refusal};

/// From here on a timestamp cannot mean seconds: as milliseconds this is in 1973, as seconds in 5138.
/// That such a one is refused is inferred; documented is that it is in seconds.
const MILLISECONDS: u64 = 100_000_000_000;

/// `POST /api/user/v3/tokens`: a token of every region. The body, if any, is not looked at: none is
/// documented.
pub(super) fn login(call: &Call<'_>, state: &mut State) -> Answer {
    verify(call, &state.behaviour)?;
    let numeric = state.behaviour.numeric_region_ids;
    let regions = REGIONS.iter().map(|region| {
        json!({
            "clusterName": region.name,
            "clusterId": if numeric { json!(region.number()) } else { json!(region.id) },
            "token": state.issue(region, &call.service.account, call.now),
        })
    });
    let regions: Value = regions.collect();
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
        value.ok_or_else(|| behaviour.refuse_because(Code::MISSING, name))
    };
    let (user, key) = (header("user")?, header("accessKey")?);
    let (signature, timestamp) = (header("signature")?, header("timestamp")?);
    let seconds = timestamp.parse().ok().filter(|&seconds| seconds < MILLISECONDS);
    let seconds = seconds
        .ok_or_else(|| behaviour.refuse_because(Code::INVALID, "timestamp is not in seconds"))?;
    if user != account.user {
        return Err(behaviour.refuse_saying("10009", "用户不存在"));
    }
    if key != account.access_key || signature != account.signature(timestamp) {
        return Err(behaviour.refuse_saying("10009", "AK/SK签名校验失败"));
    }
    let skew = Duration::from_secs(seconds).abs_diff(call.now);
    if behaviour.clock_skew.is_some_and(|allowed| skew > allowed) {
        return Err(behaviour.refuse_because(Code::UNVERIFIED, "timestamp"));
    }
    Ok(())
}

/// What the token of a platform call is good for, if it has not been expired for `grace`.
///
/// # Errors
/// It has none (inferred: 10003) or one that is not good (inferred: 10008).
fn issued(call: &Call<'_>, state: &State, grace: Duration) -> Result<Issued, Refusal> {
    let issued = state.issued(token(call, state)?, call.now, grace);
    issued.ok_or_else(|| state.behaviour.refuse(Code::NO_PERMISSION))
}

/// # Errors
/// There is none (inferred: 10003).
pub(super) fn token<'a>(call: &'a Call<'_>, state: &State) -> Result<&'a str, Refusal> {
    let token = call.header("token").filter(|token| !token.is_empty());
    token.ok_or_else(|| state.behaviour.refuse_because(Code::MISSING, "token"))
}

/// `POST /ac/openapi/v2/tokens/next`: a token renewed. The old one is good until it expires, like the
/// new one, unless the switch says otherwise.
pub(super) fn next(call: &Call<'_>, state: &mut State) -> Answer {
    let old = issued(call, state, state.behaviour.renewable_for)?;
    let new = state.issue(old.region, &call.service.account, call.now);
    let new = new.ok_or_else(|| state.behaviour.refuse(Code::NO_PERMISSION))?;
    if state.behaviour.renewal_ends_old_token {
        let old = token(call, state)?;
        state.own.entry(old.to_owned()).and_modify(|old| old.expire(call.now));
    }
    Ok(state.behaviour.success(match state.behaviour.renewed_token {
        RenewedToken::Text => json!(new),
        RenewedToken::Object => json!({"token": new}),
        RenewedToken::List => json!([{"token": new}]),
    }))
}

/// `GET …/tokens/state`: a token looked at.
pub(super) fn state(call: &Call<'_>, state: &mut State) -> Answer {
    issued(call, state, Duration::ZERO)?;
    Ok(state.behaviour.success("token is valid"))
}

/// `GET …/center`: the region of a token, with the URLs of its services. Only those for containers
/// lead anywhere.
pub(super) fn center(call: &Call<'_>, state: &mut State) -> Answer {
    let (account, behaviour) = (&call.service.account, &state.behaviour);
    let region = issued(call, state, Duration::ZERO)?.region;
    if region.is_platform() {
        // Seen in use.
        let word = "internal_error";
        return Err(behaviour.answer("10001", word, Some(word)).into());
    }
    let base = format!("http://{}", call.reached_at());
    let ai = region.ai.iter().map(|(path, enable)| {
        json!({"enable": enable, "version": "2.4.3", "url": format!("{base}{path}")})
    });
    Ok(behaviour.success(json!({
        "id": region.number(),
        "name": region.name,
        "description": region.description,
        "clusterUserInfo": {"userName": account.compute_user, "homePath": account.home()},
        "ingressUrls": [
            {"enable": "true", "isManagerNode": "true", "version": "5.2.2", "url": base}
        ],
        "efileUrls": [{
            "nodeName": "h04r3n07",
            "enable": "true",
            "fastTransEnable": "true",
            "udpPort": "65104",
            "version": "2.6.1",
            "url": format!("{base}/efile")
        }],
        "eshellUrls": [{"enable": "true", "version": "2.4.3", "url": format!("{base}/eshell")}],
        "hpcUrls": [{
            "enable": "true",
            "isManagerNode": "true",
            "version": "5.2.2",
            "url": format!("{base}/hpc")
        }],
        "aiUrls": ai.collect::<Value>()
    })))
}

/// `GET …/user`: the account. The status of a frozen one is inferred. Any token will do: clients call
/// it with the platform's and with a region's.
pub(super) fn user(call: &Call<'_>, state: &mut State) -> Answer {
    let account = &call.service.account;
    issued(call, state, Duration::ZERO)?;
    Ok(state.behaviour.success(json!({
        "country": "中国",
        "address": "",
        "fullName": "Emulated User",
        "accountName": account.user,
        "userName": account.user,
        "computerCenter": "ac",
        "timeZone": "(UTC+0800) China Standard Time",
        "language": "zh_CN",
        "accountStatus": if state.behaviour.frozen { "Frozen" } else { "Normal" },
        "accountBalance": "0.00"
    })))
}

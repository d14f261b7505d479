//! The platform calls of a token: renew it, look at it, where it leads, whose it is.

use std::time::Duration;

use serde_json::{Value, json};

use super::choices::RenewedToken;
use super::envelope::Code;
use super::issued::Issued;
use super::state::{Call, State};
use crate::shared::{Answer, Refusal};

/// What the token of a platform call is good for, if it has not been expired for `grace`.
///
/// # Errors
/// It has none (inferred: 10003) or one that is not good (inferred: 10008).
fn issued(call: &Call<'_>, state: &State, grace: Duration) -> Result<Issued, Refusal> {
    let issued = state.own.find(token(call, state)?, call.now, grace);
    issued.ok_or_else(|| state.behaviour.refuse(Code::NoPermission))
}

/// # Errors
/// There is none (inferred: 10003).
pub(super) fn token<'a>(call: &'a Call<'_>, state: &State) -> Result<&'a str, Refusal> {
    let token = call.header("token").filter(|token| !token.is_empty());
    token.ok_or_else(|| state.behaviour.refuse_because(Code::Missing, "token"))
}

/// `POST /ac/openapi/v2/tokens/next`: a token renewed. The old one is good until it expires, like the
/// new one, unless the switch says otherwise.
pub(super) fn next(call: &Call<'_>, state: &mut State) -> Answer {
    let old = issued(call, state, state.behaviour.renewable_for)?;
    let new = state.issue(old.region, &call.service.account, call.now);
    let new = new.ok_or_else(|| state.behaviour.refuse(Code::NoPermission))?;
    if state.behaviour.renewal_ends_old_token {
        let old = token(call, state)?;
        state.own.expire_one(old, call.now);
    }
    let behaviour = &state.behaviour;
    Ok(match behaviour.renewed_token {
        RenewedToken::Text => behaviour.success(new),
        RenewedToken::Object => behaviour.success(json!({"token": new})),
        RenewedToken::List => behaviour.success(json!([{"token": new}])),
    })
}

/// `GET …/tokens/state`: a token looked at.
pub(super) fn state(call: &Call<'_>, state: &mut State) -> Answer {
    issued(call, state, Duration::ZERO)?;
    Ok(state.behaviour.success("token is valid"))
}

/// `GET …/center`: the region of a token, with the URLs of its services. Only the URLs for containers lead anywhere.
pub(super) fn center(call: &Call<'_>, state: &mut State) -> Answer {
    let (account, behaviour) = (&call.service.account, &state.behaviour);
    let region = issued(call, state, Duration::ZERO)?.region;
    if region.is_platform() {
        // Seen in use.
        let word = "internal_error";
        return Err(behaviour.refuse_with(Code::Internal, word, Some(json!(word))));
    }
    let base = format!("http://{}", call.reached_at());
    let ai: Vec<_> = region.ai.iter().map(|(path, enable)| ai_url(&base, path, enable)).collect();
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
        "aiUrls": ai
    })))
}

fn ai_url(base: &str, path: &str, enable: &str) -> Value {
    json!({"enable": enable, "version": "2.4.3", "url": format!("{base}{path}")})
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

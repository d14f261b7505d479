//! `GET /ac/openapi/v2/user`: the account.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::auth;
use super::envelope::Refusal;
use super::service::AcOpenApiService;

/// The status of a frozen account is a guess. Any token will do: clients call it with the platform's and with a region's.
pub(super) async fn user(
    service: State<Arc<AcOpenApiService>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let account = service.account();
    let state = &*service.state();
    auth::issued(state, &headers, service.now(), Duration::ZERO)?;
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

//! `GET /ac/openapi/v2/center`: the region of a token, with the URLs of its services.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use super::auth;
use super::code::Code;
use super::envelope::Refusal;
use super::service::AcOpenApiService;

/// Only the URLs for containers lead anywhere.
pub(super) async fn center(
    service: State<Arc<AcOpenApiService>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let account = service.account();
    let state = &*service.state();
    let behaviour = &state.behaviour;
    let region = auth::issued(state, &headers, service.now(), Duration::ZERO)?.region;
    if region.is_platform() {
        // Seen in public use.
        let word = "internal_error";
        return Err(behaviour.refuse_with(Code::Internal, word, Some(json!(word))));
    }
    let base = format!("http://{}", service.reached_at(&headers));
    let ai: Vec<_> = region
        .ai
        .iter()
        .map(|(path, enable)| ai_url(&base, path, enable))
        .collect();
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

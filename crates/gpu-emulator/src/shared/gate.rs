//! What every request passes before and after the service: the log, then a fault if one waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

use super::endpoints::UNKNOWN;
use super::fault::Faults;
use super::request_log::{Outcome, RequestLog};

/// Longer request bodies are refused. No documented request comes near.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// The log and the faults of one server. Clones are the same gate.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    log: Arc<Mutex<RequestLog>>,
    faults: Arc<Mutex<Faults>>,
    /// Whether the server stops.
    stopping: watch::Receiver<bool>,
}

impl Gate {
    /// Closes when `stopping` is `true`.
    pub(super) fn new(stopping: watch::Receiver<bool>) -> Self {
        Self {
            log: Arc::default(),
            faults: Arc::default(),
            stopping,
        }
    }

    /// Puts the gate in front of every route, unknown ones included.
    pub(super) fn before(&self, routes: Router) -> Router {
        routes.layer(middleware::from_fn_with_state(self.clone(), pass))
    }

    /// The whole body, or the answer to a request that has none or comes too late.
    async fn take_in(&self, body: Body) -> Result<Bytes, StatusCode> {
        let mut stopping = self.stopping.clone();
        tokio::select! {
            biased;
            _ = stopping.wait_for(|&stopping| stopping) => Err(StatusCode::SERVICE_UNAVAILABLE),
            body = to_bytes(body, LONGEST_BODY) => body.map_err(|_| StatusCode::BAD_REQUEST),
        }
    }

    pub(super) fn log(&self) -> MutexGuard<'_, RequestLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes in the whole request before anything acts on it, so that a request is either complete
/// or without effect, and none has an effect once the server stops; from there to the answer the service does not wait for the network again.
async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let method = parts.method.to_string();
    let matched = parts
        .extensions
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    let route = matched.unwrap_or(UNKNOWN).to_owned();
    let query = parts.uri.query().unwrap_or_default();
    let number = gate.log().arrived(&method, parts.uri.path(), query, &route);

    let body = match gate.take_in(body).await {
        Ok(body) => body,
        Err(status) => return status.into_response(),
    };
    let request = Request::from_parts(parts, Body::from(body));
    let fault = gate.faults().take(&method, &route);
    let (answer, outcome) = match fault {
        None => {
            let own = next.run(request).await;
            let outcome = Outcome::Processed(own.status().as_u16());
            (own, outcome)
        }
        Some(fault) => {
            let canned = fault.answer();
            let status = canned.status().as_u16();
            if fault.is_after_processing() {
                next.run(request).await;
                (canned, Outcome::ProcessedThenFaulted(status))
            } else {
                (canned, Outcome::Faulted(status))
            }
        }
    };
    gate.log().ended(number, &method, &route, outcome);
    answer
}

//! What every request passes before and after the service: the log, the edits, and a fault if one
//! waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::watch;

use super::aim::{Endpoint, route_of};
use super::edit::Edit;
use super::fault::Fault;
use super::queue::Queue;
use super::request_log::{Outcome, RequestLog};

/// Longer bodies are refused. No documented request comes near.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// The log and the edits, faults among them, of one server. Clones are the same layer.
#[derive(Debug, Clone)]
pub(super) struct FaultLayer {
    endpoints: Arc<[Endpoint]>,
    log: Arc<Mutex<RequestLog>>,
    edits: Arc<Mutex<Queue>>,
    /// Whether the server stops.
    stopping: watch::Receiver<bool>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FaultLayer {
    /// Lets nothing in any more when `stopping` is `true`.
    pub(super) fn new(endpoints: Arc<[Endpoint]>, stopping: watch::Receiver<bool>) -> Self {
        Self { endpoints, log: Arc::default(), edits: Arc::default(), stopping }
    }

    /// Puts the layer in front of all routes, before the path decides which one a request takes.
    pub(super) fn before(&self, routes: Router) -> Router {
        let passing = middleware::from_fn_with_state(self.clone(), pass);
        Router::new().fallback_service(routes).layer(passing)
    }

    pub(super) fn log(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.log)
    }

    #[track_caller]
    pub(super) fn edit(&self, times: usize, edit: Edit) {
        lock(&self.edits).add(&self.endpoints, times, edit);
    }

    pub(super) fn clear(&self) {
        lock(&self.edits).clear();
    }

    /// What `work` gives, or the answer to a request that comes too late.
    async fn unless_stopping<T>(&self, work: impl Future<Output = T>) -> Result<T, StatusCode> {
        let mut stopping = self.stopping.clone();
        tokio::select! {
            biased;
            _ = stopping.wait_for(|&stopping| stopping) => Err(StatusCode::SERVICE_UNAVAILABLE),
            done = work => Ok(done),
        }
    }

    /// The whole body, or the answer to a request that has none.
    async fn take_in(&self, body: Body) -> Result<Bytes, StatusCode> {
        let body = self.unless_stopping(to_bytes(body, LONGEST_BODY)).await?;
        body.map_err(|_| StatusCode::BAD_REQUEST)
    }

    /// What goes out: the service's own answer, or the fault's.
    async fn answer(
        &self,
        request: axum::http::Request<Bytes>,
        fault: Option<&Fault>,
        next: Next,
    ) -> (Response, Outcome) {
        let request = request.map(Body::from);
        let Some(fault) = fault else {
            let own = next.run(request).await;
            let outcome = Outcome::Processed(own.status().as_u16());
            return (own, outcome);
        };
        let canned = fault.answer();
        let status = canned.status().as_u16();
        if fault.is_after_processing() {
            next.run(request).await;
            (canned, Outcome::ProcessedThenFaulted(status))
        } else {
            (canned, Outcome::Faulted(status))
        }
    }
}

/// Takes in the whole request before anything acts on it, so that a request is either complete
/// or without effect, and none has an effect once the server stops. From there to the answer the
/// service does not wait for the network again.
async fn pass(State(layer): State<FaultLayer>, request: Request, next: Next) -> Response {
    match try_pass(&layer, request, next).await {
        Ok(answer) => answer,
        Err(status) => status.into_response(),
    }
}

async fn try_pass(
    layer: &FaultLayer,
    request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let (parts, body) = request.into_parts();
    let method = parts.method.to_string();
    let route = route_of(&layer.endpoints, parts.uri.path());
    let query = parts.uri.query().unwrap_or_default();
    let number = layer.log().arrived(&method, parts.uri.path(), query, route);
    let sent = axum::http::Request::from_parts(parts, layer.take_in(body).await?);

    let edits = lock(&layer.edits).take(&method, route);
    let mut request = sent.clone();
    for edit in &edits {
        layer.unless_stopping(edit.before(&mut request)).await?;
    }
    let fault = edits.iter().find_map(Edit::fault);
    let (mut answer, outcome) = layer.answer(request, fault, next).await;
    layer.log().ended(number, &method, route, outcome);
    if !edits.is_empty() {
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let mut edited = Response::from_parts(parts, body.to_vec());
        for edit in &edits {
            layer.unless_stopping(edit.after(&sent, &mut edited)).await?;
        }
        answer = edited.map(Body::from);
    }
    Ok(answer)
}

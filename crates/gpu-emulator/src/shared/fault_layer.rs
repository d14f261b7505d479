//! What every request passes before and after the service: the log, the edits, and a fault if one
//! waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use tokio::sync::watch;

use super::aim::{Endpoint, assert_known, route_of};
use super::edit::Edit;
use super::fault::Fault;
use super::request_log::{Outcome, RequestLog};
use super::response::{Response, empty};

/// Longer bodies are refused. No documented request comes near.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// What a service answers to a request.
type Answers = dyn Fn(&Request<Bytes>) -> Response + Send + Sync;

/// The log and the edits, faults among them, of one server, in front of its service.
pub(super) struct FaultLayer {
    endpoints: Arc<[Endpoint]>,
    log: Mutex<RequestLog>,
    /// What waits for its requests, oldest first, each with how often it is still to be used.
    edits: Mutex<Vec<(usize, Edit)>>,
    stopping: watch::Receiver<bool>,
    service: Box<Answers>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FaultLayer {
    /// Lets nothing in any more when `stopping` is `true`.
    pub(super) fn new(
        endpoints: Arc<[Endpoint]>,
        stopping: watch::Receiver<bool>,
        service: impl Fn(&Request<Bytes>) -> Response + Send + Sync + 'static,
    ) -> Self {
        let (log, edits) = (Mutex::default(), Mutex::default());
        Self { endpoints, log, edits, stopping, service: Box::new(service) }
    }

    pub(super) fn log(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.log)
    }

    /// Fails if it is meant for an endpoint that there is not.
    #[track_caller]
    pub(super) fn edit(&self, times: usize, edit: Edit) {
        if let Some((method, route)) = &edit.aim.0 {
            assert_known(&self.endpoints, method, route);
        }
        if times > 0 {
            lock(&self.edits).push((times, edit));
        }
    }

    pub(super) fn clear(&self) {
        lock(&self.edits).clear();
    }

    /// All edits for this request and the first fault, each used up once.
    fn take(&self, method: &str, route: &str) -> Vec<Edit> {
        let mut edits = lock(&self.edits);
        let mut taken: Vec<Edit> = Vec::new();
        for (left, one) in edits.iter_mut() {
            let second = one.fault().is_some() && taken.iter().any(|one| one.fault().is_some());
            if one.aim.meets(method, route) && !second {
                *left -= 1;
                taken.push(one.clone());
            }
        }
        edits.retain(|(left, _)| *left > 0);
        taken
    }

    /// The whole body, or the answer to a request that has none or comes too late.
    async fn take_in(&self, body: Incoming) -> Result<Bytes, StatusCode> {
        let mut stopping = self.stopping.clone();
        tokio::select! {
            biased;
            _ = stopping.wait_for(|&stopping| stopping) => Err(StatusCode::SERVICE_UNAVAILABLE),
            body = Limited::new(body, LONGEST_BODY).collect() => {
                body.map(|body| body.to_bytes()).map_err(|_| StatusCode::BAD_REQUEST)
            }
        }
    }

    /// What goes out: the service's own answer, or the fault's.
    fn answer(&self, request: &Request<Bytes>, fault: Option<&Fault>) -> (Response, Outcome) {
        let Some(fault) = fault else {
            let own = (self.service)(request);
            let outcome = Outcome::Processed(own.status().as_u16());
            return (own, outcome);
        };
        let canned = fault.answer();
        let status = canned.status().as_u16();
        if fault.is_after_processing() {
            (self.service)(request);
            (canned, Outcome::ProcessedThenFaulted(status))
        } else {
            (canned, Outcome::Faulted(status))
        }
    }

    /// Takes in the whole request before anything acts on it, so that a request is either complete
    /// or without effect, and none has an effect once the server stops. From there to the answer the
    /// service does not wait for the network again.
    pub(super) async fn pass(&self, request: Request<Incoming>) -> Response {
        self.try_pass(request).await.unwrap_or_else(empty)
    }

    async fn try_pass(&self, request: Request<Incoming>) -> Result<Response, StatusCode> {
        let (parts, body) = request.into_parts();
        let method = parts.method.to_string();
        let route = route_of(&self.endpoints, parts.uri.path());
        let query = parts.uri.query().unwrap_or_default();
        let number = self.log().arrived(&method, parts.uri.path(), query, route);
        let sent = Request::from_parts(parts, self.take_in(body).await?);

        let edits = self.take(&method, route);
        let mut request = sent.clone();
        for edit in &edits {
            edit.before(&mut request);
        }
        let fault = edits.iter().find_map(Edit::fault);
        let (mut answer, outcome) = self.answer(&request, fault);
        self.log().ended(number, &method, route, outcome);
        for edit in &edits {
            edit.after(&sent, &mut answer);
        }
        Ok(answer)
    }
}

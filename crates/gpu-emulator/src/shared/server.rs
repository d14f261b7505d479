//! A server on loopback, and what every request passes before and after the service: the log, the edits,
//! and a fault if one waits.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::edit::Edit;
use super::fault::Fault;
use super::port::Port;
use super::request_log::{Outcome, RequestLog};
use super::response::{Response, empty};
use super::route::{Endpoint, route_of};

/// Longer bodies are refused. No documented request comes near.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// What a service answers to a request.
type Answers = dyn Fn(&Request<Bytes>) -> Response + Send + Sync;

/// What one server has before its service.
pub(super) struct FaultLayer {
    pub(super) endpoints: Arc<[Endpoint]>,
    pub(super) log: Mutex<RequestLog>,
    /// What waits for its requests, oldest first, each with how often it is still to be used.
    pub(super) edits: Mutex<Vec<(usize, Edit)>>,
    /// Nothing is let in any more when this is `true` or gone.
    pub(super) stopping: watch::Receiver<bool>,
    pub(super) service: Box<Answers>,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FaultLayer {
    /// All edits for this request and the first fault, each used up once.
    fn take(&self, method: &str, route: &str) -> Vec<Edit> {
        let mut edits = lock(&self.edits);
        let mut taken: Vec<Edit> = Vec::new();
        for (left, one) in edits.iter_mut() {
            let second = one.fault().is_some() && taken.iter().any(|one| one.fault().is_some());
            if one.meets(method, route) && !second {
                *left -= 1;
                taken.push(one.clone());
            }
        }
        edits.retain(|(left, _)| *left > 0);
        taken
    }

    /// The whole body, or the answer to a request that has none or comes too late.
    async fn take_in(&self, body: Incoming) -> Result<Bytes, StatusCode> {
        tokio::select! {
            biased;
            () = told(&self.stopping) => Err(StatusCode::SERVICE_UNAVAILABLE),
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
    async fn pass(&self, request: Request<Incoming>) -> Result<Response, StatusCode> {
        let (parts, body) = request.into_parts();
        let method = parts.method.to_string();
        let route = route_of(&self.endpoints, parts.uri.path());
        let query = parts.uri.query().unwrap_or_default();
        let number = lock(&self.log).arrived(&method, parts.uri.path(), query, route);
        let sent = Request::from_parts(parts, self.take_in(body).await?);

        let edits = self.take(&method, route);
        let mut request = sent.clone();
        for edit in &edits {
            edit.before(&mut request);
        }
        let fault = edits.iter().find_map(Edit::fault);
        let (mut answer, outcome) = self.answer(&request, fault);
        lock(&self.log).ended(number, &method, route, outcome);
        for edit in &edits {
            edit.after(&sent, &mut answer);
        }
        Ok(answer)
    }
}

/// Accepts callers until the end, and waits for the answers under way.
pub(super) async fn accept(port: Arc<Port>, layer: Arc<FaultLayer>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = told(&layer.stopping) => break,
            (caller, _) = port.accept() => {
                connections.spawn(serve(caller, Arc::clone(&layer)));
            }
            Some(_) = connections.join_next() => {}
        }
    }
    connections.join_all().await;
}

/// Serves one connection: at the end only what is under way on it.
async fn serve(caller: TcpStream, layer: Arc<FaultLayer>) {
    // Without this, small answers wait for the caller's delayed acknowledgement.
    drop(caller.set_nodelay(true));
    let answer = service_fn(async |request| {
        let answer = layer.pass(request).await.unwrap_or_else(empty);
        Ok::<_, Infallible>(answer.map(|body| Full::new(Bytes::from(body))))
    });
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(caller), answer));
    tokio::select! {
        // An error is the caller's hanging up.
        _ = &mut connection => return,
        () = told(&layer.stopping) => connection.as_mut().graceful_shutdown(),
    }
    drop(connection.await);
}

/// Waits until it is told to stop. That the sender is gone tells it too: so is the handle then.
async fn told(stopping: &watch::Receiver<bool>) {
    drop(stopping.clone().wait_for(|&stopping| stopping).await);
}

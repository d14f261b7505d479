//! Changes of requests before the service sees them, and of answers before the caller does.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, header};
use serde_json::Value;

use super::fault::Fault;

type OnRequest = dyn Fn(&mut Request<Bytes>) + Send + Sync;
type OnAnswer = dyn Fn(&Request<Bytes>, &mut Response<Vec<u8>>) + Send + Sync;

/// A change of the next requests or of their answers: whatever a service may get wrong that has no
/// switch of its own. Given with [`Emulator::edit_next`](crate::Emulator::edit_next).
///
/// ```
/// use gpu_emulator::{Edit, Glows};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), gpu_emulator::StartError> {
/// let glows = Glows::start().await?;
/// let list = ("GET", "/sdk/v1/instance/list");
/// // A total that nobody can read, then a byte that is no UTF-8.
/// glows.edit_next(1, Edit::json(|json| json["pagination"]["total"] = "x".into()).only(list.0, list.1));
/// glows.edit_next(1, Edit::answer(|_, answer| answer.body_mut().insert(0, 0xff)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Edit {
    what: What,
    /// Method and route of the requests that it is meant for. `None`: all.
    pub(super) only: Option<(String, String)>,
}

#[derive(Clone)]
enum What {
    Request(Arc<OnRequest>),
    Answer(Arc<OnAnswer>),
    Fault(Fault),
}

impl From<Fault> for Edit {
    fn from(mut fault: Fault) -> Self {
        let only = fault.only.take();
        Self { what: What::Fault(fault), only }
    }
}

impl Edit {
    /// Lets `change` change the request before the service sees it. It may also do something else
    /// at that moment: end a machine between two pages, move the clock.
    pub fn request(change: impl Fn(&mut Request<Bytes>) + Send + Sync + 'static) -> Self {
        Self { what: What::Request(Arc::new(change)), only: None }
    }

    /// Lets `change` change the answer before the caller sees it. It is also given the request as
    /// the caller sent it.
    pub fn answer(
        change: impl Fn(&Request<Bytes>, &mut Response<Vec<u8>>) + Send + Sync + 'static,
    ) -> Self {
        Self { what: What::Answer(Arc::new(change)), only: None }
    }

    /// Lets `change` change the JSON of the answer. An answer that is no JSON stays as it is.
    pub fn json(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::answer(move |_, answer| {
            if let Ok(mut json) = serde_json::from_slice(answer.body()) {
                change(&mut json);
                *answer.body_mut() = json.to_string().into_bytes();
            }
        })
    }

    /// Meets only requests with this method and route; others pass and do not use it up. The
    /// route is spelt as in [`Ledger::requests_to`](crate::Ledger::requests_to), and
    /// [`Emulator::edit_next`](crate::Emulator::edit_next) takes none that the vendor does not have.
    pub fn only(mut self, method: impl Into<String>, route: impl Into<String>) -> Self {
        self.only = Some((method.into(), route.into()));
        self
    }

    pub(super) fn meets(&self, method: &str, route: &str) -> bool {
        self.only.as_ref().is_none_or(|(m, r)| m == method && r == route)
    }

    /// The answer in place of the service's own.
    pub(super) fn fault(&self) -> Option<&Fault> {
        match &self.what {
            What::Fault(fault) => Some(fault),
            _ => None,
        }
    }

    pub(super) fn before(&self, request: &mut Request<Bytes>) {
        if let What::Request(change) = &self.what {
            change(request);
        }
    }

    pub(super) fn after(&self, request: &Request<Bytes>, answer: &mut Response<Vec<u8>>) {
        if let What::Answer(change) = &self.what {
            answer.headers_mut().remove(header::CONTENT_LENGTH);
            change(request, answer);
        }
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            What::Request(_) => "request",
            What::Answer(_) => "answer",
            What::Fault(_) => "fault",
        };
        write!(f, "Edit {{ what: {what}, only: {:?} }}", self.only)
    }
}

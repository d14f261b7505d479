//! Changes of requests before the service sees them, and of answers before the caller does.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, Uri, header};
use serde_json::Value;

use super::aim::Aim;
use super::damage::{Damage, Escape};
use super::fault::Fault;
use super::hold::Hold;

type OnRequest = dyn Fn(&mut Request<Bytes>) + Send + Sync;
type OnAnswer = dyn Fn(&Request<Bytes>, &mut Response<Vec<u8>>) + Send + Sync;

/// A change of the next requests or of their answers: whatever a service may get wrong that has no
/// switch of its own. Given with [`Emulator::edit_next`](crate::Emulator::edit_next).
///
/// ```
/// use gpu_emulator::{Damage, Edit, Glows};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), gpu_emulator::StartError> {
/// let glows = Glows::start().await?;
/// let list = ("GET", "/sdk/v1/instance/list");
/// // A total that nobody can read, then the same page again, then a broken item.
/// glows.edit_next(1, Edit::json(|json| json["pagination"]["total"] = "x".into()).only(list.0, list.1));
/// glows.edit_next(1, Edit::query("page", Some("1")).only(list.0, list.1));
/// glows.edit_next(1, Edit::damage("/instances/0/remark", Damage::LoneSurrogate));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Edit {
    what: What,
    pub(super) aim: Aim,
}

#[derive(Clone)]
enum What {
    Request(Arc<OnRequest>),
    Answer(Arc<OnAnswer>),
    Hold(Hold),
    HoldAnswer(Hold),
    Fault(Fault),
}

impl From<Fault> for Edit {
    fn from(mut fault: Fault) -> Self {
        let aim = std::mem::take(&mut fault.aim);
        Self { what: What::Fault(fault), aim }
    }
}

impl Edit {
    /// Lets `change` change the request before the service sees it. It may also do something else
    /// at that moment: end a machine between two pages, move the clock.
    pub fn request(change: impl Fn(&mut Request<Bytes>) + Send + Sync + 'static) -> Self {
        Self::new(What::Request(Arc::new(change)))
    }

    /// Sets a parameter of the request's query, or removes it.
    pub fn query(name: impl Into<String>, value: Option<&str>) -> Self {
        let (name, value) = (name.into(), value.map(str::to_owned));
        Self::request(move |request| set_query(request.uri_mut(), &name, value.as_deref()))
    }

    /// Lets `change` change the answer before the caller sees it. It is also given the request as
    /// the caller sent it.
    pub fn answer(
        change: impl Fn(&Request<Bytes>, &mut Response<Vec<u8>>) + Send + Sync + 'static,
    ) -> Self {
        Self::new(What::Answer(Arc::new(change)))
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

    /// Damages the JSON of the answer at this JSON pointer. A member that is missing is added; `-`
    /// stands for the next item of an array.
    pub fn damage(pointer: impl Into<String>, damage: Damage) -> Self {
        let pointer = pointer.into();
        Self::answer(move |_, answer| damage.apply(answer.body_mut(), &pointer))
    }

    /// Puts a byte-order mark before the body of the answer.
    pub fn byte_order_mark() -> Self {
        Self::answer(|_, answer| {
            answer.body_mut().splice(0..0, *b"\xef\xbb\xbf");
        })
    }

    /// Repeats headers, query and body of the request in the text at this JSON pointer of the
    /// answer, in this escape.
    pub fn echo(pointer: impl Into<String>, escape: Escape) -> Self {
        let pointer = pointer.into();
        Self::answer(move |request, answer| escape.echo(request, answer.body_mut(), &pointer))
    }

    /// Holds the request back before the service sees it.
    pub fn hold(hold: &Hold) -> Self {
        Self::new(What::Hold(hold.clone()))
    }

    /// Holds the answer back once the service has worked on the request.
    pub fn hold_answer(hold: &Hold) -> Self {
        Self::new(What::HoldAnswer(hold.clone()))
    }

    /// Meets only requests with this method and route; others pass and do not use it up. The
    /// route is spelt as in [`Ledger::requests_to`](crate::Ledger::requests_to), and
    /// [`Emulator::edit_next`](crate::Emulator::edit_next) takes none that the vendor does not have.
    pub fn only(mut self, method: impl Into<String>, route: impl Into<String>) -> Self {
        self.aim = Aim::at(method, route);
        self
    }

    fn new(what: What) -> Self {
        Self { what, aim: Aim::default() }
    }

    /// The answer in place of the service's own.
    pub(super) fn fault(&self) -> Option<&Fault> {
        match &self.what {
            What::Fault(fault) => Some(fault),
            _ => None,
        }
    }

    pub(super) async fn before(&self, request: &mut Request<Bytes>) {
        match &self.what {
            What::Request(change) => change(request),
            What::Hold(hold) => hold.begin().await,
            _ => {}
        }
    }

    pub(super) async fn after(&self, request: &Request<Bytes>, answer: &mut Response<Vec<u8>>) {
        match &self.what {
            What::Answer(change) => {
                answer.headers_mut().remove(header::CONTENT_LENGTH);
                change(request, answer);
            }
            What::HoldAnswer(hold) => hold.begin().await,
            _ => {}
        }
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            What::Request(_) => "request",
            What::Answer(_) => "answer",
            What::Hold(_) => "hold",
            What::HoldAnswer(_) => "hold answer",
            What::Fault(_) => "fault",
        };
        f.debug_struct("Edit").field("what", &what).field("aim", &self.aim).finish()
    }
}

/// Leaves a URI alone that would not be one.
fn set_query(uri: &mut Uri, name: &str, value: Option<&str>) {
    let old = uri.query().unwrap_or_default().split('&');
    let others = old.filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
    let mut pairs: Vec<_> = others.map(str::to_owned).collect();
    pairs.extend(value.map(|value| format!("{name}={value}")));
    if let Ok(new) = format!("{}?{}", uri.path(), pairs.join("&")).parse() {
        *uri = new;
    }
}

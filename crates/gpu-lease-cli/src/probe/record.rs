//! What came back, as it came: kept in this process only, until it is masked.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use gpu_http::{Answer, BoxFuture, Bytes, Error, RawAnswer};
use serde_json::Value;

/// No more answers than this are kept.
const MOST: usize = 500;

/// One answer.
#[derive(Clone)]
pub(crate) struct Seen {
    /// The call's name, as the client has it.
    pub(super) call: &'static str,
    /// Why it was made, if not for its own sake.
    pub(super) case: &'static str,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    /// The body as JSON, if it is JSON.
    pub(super) json: Option<Value>,
}

/// Keeps every answer that the clients of a [`World`](crate::world::World) get.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    case: &'static str,
    seen: Vec<Seen>,
    known: HashSet<(&'static str, &'static str, u16, Bytes)>,
    failures: Vec<Error>,
}

impl Recorder {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is shown every answer. The same answer to the same call is kept once.
    pub(super) fn observe(&self, answer: &RawAnswer<'_>) {
        let kept = &mut *self.kept();
        let new = kept.known.insert((kept.case, answer.call, answer.status, answer.body.clone()));
        if !new || kept.seen.len() >= MOST {
            return;
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers = answer.headers.iter();
        let seen = Seen {
            call: answer.call,
            case: kept.case,
            method: answer.method.to_string(),
            path: answer.path.to_owned(),
            query: answer.query.to_owned(),
            status: answer.status,
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: answer.body.clone(),
            json: serde_json::from_slice(answer.body).ok(),
        };
        kept.seen.push(seen);
    }

    /// What the next calls are made for.
    pub(super) fn case(&self, case: &'static str) {
        self.kept().case = case;
    }

    /// Makes one call; its answer as JSON, if it is a success with JSON.
    pub(super) async fn ask(
        &self,
        case: &'static str,
        call: BoxFuture<'static, Result<Answer, Error>>,
    ) -> Value {
        self.case(case);
        match call.await {
            Ok(answer) => serde_json::from_slice(answer.body()).unwrap_or_default(),
            Err(error) => {
                // What is asked for out of curiosity may fail: the answer is what counts.
                if case.is_empty() {
                    self.kept().failures.push(error);
                }
                Value::Null
            }
        }
    }

    /// All answers in their order, and what failed.
    pub(super) fn take(&self) -> (Vec<Seen>, Vec<Error>) {
        let mut kept = self.kept();
        (std::mem::take(&mut kept.seen), std::mem::take(&mut kept.failures))
    }
}

/// The items of a list at the first of these JSON pointers that has one, at most three.
pub(super) fn items(answer: &Value, pointers: &[&str]) -> Vec<Value> {
    let lists = pointers.iter().filter_map(|at| answer.pointer(at)?.as_array());
    lists.take(1).flatten().take(3).cloned().collect()
}

/// The text at a JSON pointer.
pub(super) fn text<'a>(value: &'a Value, at: &str) -> Option<&'a str> {
    value.pointer(at)?.as_str().filter(|text| !text.is_empty())
}

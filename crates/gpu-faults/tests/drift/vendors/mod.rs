//! The three vendors: which call reads which answer, by which rules, through the real client.

pub(crate) mod ac;
mod complete;
pub(crate) mod glows;
pub(crate) mod mdc;

use gpu_common::WithSecrets;
use gpu_http::{Error, Kind};
use gpu_json::{BadItem, Items};
use serde::Serialize;
use std::fmt::Debug;

use crate::fixtures::Fixture;
use crate::json::Json;
use crate::server::Reply;
use crate::verdict::{Failure, Outcome, Parsed, Verdict};

/// What the tests need of a vendor.
pub(crate) trait Vendor {
    /// The calls that read an answer.
    type Call: Copy + Debug + 'static;

    /// Every call that reads an answer.
    const CALLS: &'static [Self::Call];

    /// What the client calls the request of a call.
    fn request(call: Self::Call) -> &'static str;

    /// The folder of its fixtures.
    const FOLDER: &'static str;

    /// A client, and a server that answers it.
    async fn start() -> Self;

    /// Which call an answer belongs to.
    fn call(fixture: &str) -> Self::Call;

    /// What must become of an answer.
    fn verdict(call: Self::Call, answer: &Json) -> Verdict;

    /// What must come back when the value read is written: the part of the answer that it holds.
    /// `None` if it holds none.
    fn kept(call: Self::Call, answer: &Json) -> Option<Json>;

    /// Makes the call, to be answered with this.
    async fn ask(&self, call: Self::Call, reply: Reply) -> Outcome;

    /// Answers that no page prints, put together from those that one does.
    fn composed(_documented: &[Fixture]) -> Vec<Fixture> {
        Vec::new()
    }
}

/// A value that was read, with the places of what could not be.
pub(crate) fn parsed<T: Serialize + Debug>(value: &T, bad: Vec<String>) -> Outcome {
    let back = serde_json::to_string(&WithSecrets(value)).unwrap();
    let masked = serde_json::to_string(value).unwrap();
    Outcome::Parsed(Parsed { back, bad, shown: format!("{value:?} {masked}") })
}

/// A call that failed, by everything that its error tells.
pub(crate) fn failed(error: &Error) -> Outcome {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        shown.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    Outcome::Failed(Failure {
        kind: error.kind(),
        refused: match error.kind() {
            Kind::Vendor => true,
            Kind::MaybeCreated => error.code().is_some(),
            _ => false,
        },
        path: error.json_path().map(str::to_owned),
        line: error.to_string(),
        shown,
    })
}

/// The places of a list's items that could not be read: `instances[3].instanceID`.
pub(crate) fn bad<T>(list: &str, items: Option<&Items<T>>) -> Vec<String> {
    places(list, items.map(Items::bad).unwrap_or_default())
}

/// The places of bad items, as the crates would write them in an error.
pub(crate) fn places(list: &str, bad: &[BadItem]) -> Vec<String> {
    let place = |item: &BadItem| match item.path() {
        "." => format!("{list}[{}]", item.index()),
        inner if inner.starts_with('[') => format!("{list}[{}]{inner}", item.index()),
        inner => format!("{list}[{}].{inner}", item.index()),
    };
    bad.iter().map(place).collect()
}

/// The items that could be read, each with its index among all.
pub(crate) fn numbered<'a, T>(
    good: &'a [T],
    bad: &'a [BadItem],
) -> impl Iterator<Item = (usize, &'a T)> {
    let all = 0..good.len() + bad.len();
    all.filter(|index| bad.iter().all(|item| item.index() != *index)).zip(good)
}

//! The three vendors: which call reads which answer, by which rules, through the real client.

pub(crate) mod ac;
pub(crate) mod glows;
pub(crate) mod mdc;

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};

use crate::calls::Calls;
use gpu_common::WithSecrets;
use gpu_http::{Error, Kind, ManualClock, RetryPolicy, Settings};
use gpu_json::{BadItem, Items};
use serde::Serialize;

use crate::drift::fixtures::Fixture;
use crate::drift::json::Json;
use crate::drift::server::Reply;
use crate::drift::verdict::{Failure, Outcome, Parsed, Verdict};
use crate::told::everything_shown;

/// A call that reads an answer, by what the client calls its request.
pub(crate) type Call = &'static str;

/// What the tests need of a vendor.
pub(crate) trait Vendor {
    /// Every call that reads an answer, and how the names of its documented answers begin.
    const CALLS: &'static [(Call, &'static [&'static str])];

    /// The folder of its fixtures.
    const FOLDER: &'static str;

    /// A client, and a server that answers it.
    async fn start() -> Self;

    /// Which call an answer belongs to.
    fn call(fixture: &str) -> Call {
        let start = fixture.split('.').next().unwrap_or_default();
        let found = Self::CALLS.iter().find(|(_, answers)| answers.contains(&start));
        found.unwrap_or_else(|| panic!("{fixture}: which call reads this answer?")).0
    }

    /// What must become of an answer.
    fn verdict(call: Call, answer: &Json) -> Verdict;

    /// What must come back when the value read is written: the part of the answer that it holds.
    /// `None` if it holds none.
    fn kept(call: Call, answer: &Json) -> Option<Json>;

    /// Makes the call, to be answered with this.
    async fn ask(&self, call: Call, reply: Reply) -> Outcome;

    /// Answers that no page prints, put together from those that one does.
    fn composed(_documented: &[Fixture]) -> Vec<Fixture> {
        Vec::new()
    }
}

/// How the clients are made.
fn settings() -> Settings {
    Settings::new().no_proxy().retry(RetryPolicy::never()).clock(ManualClock::new().clock())
}

/// What became of a call whose success is looked at by `look`.
fn outcome<T>(read: Result<T, Error>, look: impl FnOnce(T) -> Outcome) -> Outcome {
    read.map_or_else(|error| failed(&error), look)
}

/// A value without lists.
fn plain<T: Serialize + Debug>(read: Result<T, Error>) -> Outcome {
    outcome(read, |value| parsed(&value, Vec::new()))
}

/// A success that keeps nothing of the answer.
fn nothing_of(read: Result<impl Debug, Error>) -> Outcome {
    outcome(read, |value| {
        let shown = format!("{value:?}");
        Outcome::Parsed(Parsed { back: "null".into(), bad: Vec::new(), shown })
    })
}

/// JSON that nobody documents. It is the caller's to show or not.
fn json(read: Result<impl Display, Error>) -> Outcome {
    outcome(read, |value| {
        let back = value.to_string();
        Outcome::Parsed(Parsed { back, bad: Vec::new(), shown: String::new() })
    })
}

/// A value that was read, with the places of what could not be.
fn parsed<T: Serialize + Debug>(value: &T, bad: Vec<String>) -> Outcome {
    parsed_part(value, value, bad)
}

/// A value that keeps one part of the answer.
fn parsed_part(value: &impl Debug, kept: &impl Serialize, bad: Vec<String>) -> Outcome {
    let back = serde_json::to_string(&WithSecrets(kept)).unwrap();
    let masked = serde_json::to_string(kept).unwrap();
    Outcome::Parsed(Parsed { back, bad, shown: format!("{value:?} {masked}") })
}

/// A call that failed, by everything that its error tells.
fn failed(error: &Error) -> Outcome {
    Outcome::Failed(Failure {
        kind: error.kind(),
        refused: match error.kind() {
            Kind::Vendor => true,
            Kind::MaybeCreated => error.code().is_some(),
            _ => false,
        },
        path: error.json_path().map(str::to_owned),
        line: error.to_string(),
        shown: everything_shown(error),
    })
}

/// The places of a list's items that could not be read: `instances[3].instanceID`.
fn bad<T>(list: &str, items: Option<&Items<T>>) -> Vec<String> {
    places(list, items.map(Items::bad).unwrap_or_default())
}

/// The places of bad items, as the crates would write them in an error.
fn places(list: &str, bad: &[BadItem]) -> Vec<String> {
    let place = |item: &BadItem| match item.path() {
        "." => format!("{list}[{}]", item.index()),
        inner if inner.starts_with('[') => format!("{list}[{}]{inner}", item.index()),
        inner => format!("{list}[{}].{inner}", item.index()),
    };
    bad.iter().map(place).collect()
}

/// The items that could be read, each with its index among all.
fn numbered<'a, T>(good: &'a [T], bad: &'a [BadItem]) -> impl Iterator<Item = (usize, &'a T)> {
    let all = 0..good.len() + bad.len();
    all.filter(|index| bad.iter().all(|item| item.index() != *index)).zip(good)
}

/// No call is left out: the APIs of the clients know which requests read an answer.
fn assert_complete<V: Vendor>(krate: &str) {
    let asked: BTreeSet<_> = V::CALLS.iter().map(|(call, _)| (*call).to_owned()).collect();
    assert_eq!(Calls::of(krate).requests, asked, "{krate}: what there is to ask");
}

#[test]
fn every_request_is_answered_with_drift() {
    assert_complete::<glows::Glows>("glows-client");
    assert_complete::<mdc::Mdc>("mdc-client");
    assert_complete::<ac::Ac>("ac-openapi-client");
}

//! What a call told its caller, in the same form for all vendors.

use std::fmt::Debug;

use gpu_common::OneLine;
use gpu_http::{Delivery, Error, Kind, Preview};

/// Sends a request and holds its success against the ledger, with what it shows before it is sent.
macro_rules! asked {
    ($request:expr, $check:expr $(,)?) => {{
        let request = $request;
        let preview = request.preview();
        $crate::told::Told::new(request.await, $check).with_preview(preview)
    }};
}

pub(crate) use asked;

/// The outcome of a call, and every text that came with it.
#[derive(Debug)]
pub(crate) struct Told<C = Claim> {
    pub(crate) result: Result<C, Failure>,
    /// Debug of what was given, Display, Debug and sources of an error, the preview.
    pub(crate) shown: String,
}

/// What a success says, held against the ledger.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It is so.
    True,
    /// It is not so, and what is.
    False(String),
    /// It says itself that it does not know.
    Open,
}

impl Claim {
    /// What two claims are worth together.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False(instead), _) | (_, Self::False(instead)) => Self::False(instead),
            (Self::True, Self::True) => Self::True,
            _ => Self::Open,
        }
    }
}

/// An error's answers to what a caller asks.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) delivery: Delivery,
    pub(crate) attempts: u32,
    /// Whether a change may have been made in spite of it.
    pub(crate) may_have_taken_effect: bool,
    pub(crate) key: Option<String>,
    pub(crate) id: Option<String>,
    /// Ids of machines that may be the one.
    pub(crate) candidates: Vec<String>,
    /// Its one line.
    pub(crate) line: String,
}

impl Told {
    /// Holds a success against the ledger by `check`, which says what is not so.
    pub(crate) fn new<T: Debug>(
        result: Result<T, Error>,
        check: impl FnOnce(&T) -> Result<(), String>,
    ) -> Self {
        Self::weigh(result, |given| match check(given) {
            Ok(()) => Claim::True,
            Err(instead) => Claim::False(instead),
        })
    }

    /// Adds what the request shows before it is sent.
    pub(crate) fn with_preview(mut self, preview: Result<Preview, Error>) -> Self {
        let preview = preview.expect("a request that can be sent");
        self.shown += &format!("{preview} {preview:?}");
        self
    }
}

impl<C> Told<C> {
    /// Holds what is given against what is known.
    pub(crate) fn weigh<T: Debug>(result: Result<T, Error>, weigh: impl FnOnce(&T) -> C) -> Self {
        match result {
            Ok(given) => Self { result: Ok(weigh(&given)), shown: format!("{given:?} {given:#?}") },
            Err(error) => {
                Self { shown: everything_shown(&error), result: Err(Failure::of(&error)) }
            }
        }
    }
}

impl Failure {
    pub(crate) fn of(error: &Error) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self {
            kind: error.kind(),
            delivery: error.delivery(),
            attempts: error.attempts(),
            may_have_taken_effect: error.may_have_taken_effect(),
            key: owned(error.key()),
            id: owned(error.id()),
            candidates: error.candidates().iter().map(|one| one.id.clone()).collect(),
            line: error.to_string(),
        }
    }

    /// Whether it names this machine, or none.
    pub(crate) fn is_about(&self, key: &str, ids: &[String]) -> bool {
        self.key.as_deref().is_none_or(|named| named == key)
            && self.id.as_ref().is_none_or(|named| ids.contains(named))
    }

    /// Whether a caller who holds nothing but this error can find that machine.
    pub(crate) fn finds(&self, key: &str, ids: &[String]) -> bool {
        self.key.as_deref() == Some(key)
            || self.id.as_ref().is_some_and(|id| ids.contains(id))
            || self.candidates.iter().any(|id| ids.contains(id))
    }
}

/// Everything that can be made to show of an error. `Debug` is no more than `Display`, and a line for
/// each cause.
pub(crate) fn everything_shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:#?}");
    let mut expected = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(below) = source {
        shown += &format!(" {below} {below:?}");
        expected += &format!("\n  caused by: {}", OneLine::message(&below.to_string()));
        source = below.source();
    }
    assert_eq!(format!("{error:?}"), expected, "`Debug` is more than `Display` and its causes");
    shown
}

//! What must become of an answer, and what became of it.

use crate::drift::json::Json;
use crate::drift::rules::{Fault, Reading};

/// What must become of an answer.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It is read; these items of its lists are kept as unreadable.
    Parsed(Vec<Fault>),
    /// It is unreadable, and the error names this place; `None`: no place can be told.
    Unreadable(Option<Fault>),
    /// It is the vendor's refusal.
    Refused,
}

/// What became of an answer.
#[derive(Debug)]
pub(crate) enum Outcome {
    Parsed(Parsed),
    Failed(Failure),
}

/// An answer that was read.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The value, written back with its secrets.
    pub(crate) back: String,
    /// The places of what could not be read, items of lists included: `instances[3].instanceID`.
    pub(crate) bad: Vec<String>,
    /// Everything that a log could show of it.
    pub(crate) shown: String,
}

/// An answer that was not read.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: gpu_http::Kind,
    /// It is told as a refusal by the vendor, be it of a create.
    pub(crate) refused: bool,
    pub(crate) path: Option<String>,
    /// The error's one line.
    pub(crate) line: String,
    /// Everything that a log could show of it.
    pub(crate) shown: String,
}

impl Verdict {
    /// From a reading by the rules.
    pub(crate) fn from_reading(reading: Result<Reading, Fault>) -> Self {
        match reading {
            Ok(reading) => Self::Parsed(reading.bad),
            Err(fault) => Self::Unreadable(Some(fault)),
        }
    }

    /// The same, unless the answer is about another machine: then it is none.
    pub(crate) fn about_what_was_asked(self, is_so: bool) -> Self {
        match self {
            Self::Parsed(_) if !is_so => Self::Unreadable(None),
            verdict => verdict,
        }
    }

    /// The verdict in a word, for the report.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Parsed(bad) if bad.is_empty() => "must be read",
            Self::Parsed(_) => "must be read, with bad items",
            Self::Unreadable(_) => "must fail, naming the place",
            Self::Refused => "must fail as the vendor's refusal",
        }
    }

    /// Whether the outcome is what it must be.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(crate) fn check(&self, outcome: &Outcome) -> Result<(), String> {
        match (self, outcome) {
            (Self::Parsed(bad), Outcome::Parsed(parsed)) => same_places(bad, &parsed.bad),
            (Self::Unreadable(fault), Outcome::Failed(failure)) if !failure.refused => {
                match (fault, failure.path.as_deref()) {
                    (None, None) => Ok(()),
                    (Some(fault), Some(path)) if is_at(fault, path) => Ok(()),
                    (fault, path) => {
                        let place = fault.as_ref().map(|fault| fault.path.to_string());
                        Err(format!("must name {place:?}, names {path:?}"))
                    }
                }
            }
            (Self::Refused, Outcome::Failed(failure)) if failure.refused => Ok(()),
            (_, Outcome::Parsed(_)) => Err(format!("{}, was read", self.word())),
            (_, Outcome::Failed(failure)) => {
                Err(format!("{}, is {:?} at {:?}", self.word(), failure.kind, failure.path))
            }
        }
    }
}

/// Whether an error names the place. A list where none may be can be told as its first item.
fn is_at(fault: &Fault, path: &str) -> bool {
    let place = fault.path.to_string();
    let inside = match place.as_str() {
        "." => Some(path),
        place => path.strip_prefix(place),
    };
    path == place || inside.is_some_and(|rest| fault.inside || rest == "[0]")
}

fn same_places(wanted: &[Fault], found: &[String]) -> Result<(), String> {
    let same = wanted.len() == found.len()
        && wanted.iter().all(|fault| found.iter().any(|path| is_at(fault, path)));
    let places: Vec<_> = wanted.iter().map(|fault| fault.path.to_string()).collect();
    if same { Ok(()) } else { Err(format!("bad items must be {places:?}, are {found:?}")) }
}

impl Parsed {
    /// Whether the value that was read, written back, is `sent`.
    ///
    /// # Errors
    /// What came back instead.
    pub(crate) fn check_whole(&self, sent: &Json) -> Result<(), String> {
        let back = Json::read(&self.back).ok_or("what is written back is not JSON")?;
        if sent.is_same(&back) {
            Ok(())
        } else {
            Err(format!("did not come back whole: {}", self.back))
        }
    }
}

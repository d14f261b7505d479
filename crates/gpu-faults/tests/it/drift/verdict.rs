//! What must become of an answer, and what became of it.

use crate::drift::json::Json;
use crate::drift::rules::Fault;
use crate::secrecy::contains;

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
    pub(crate) fn from_reading(reading: Result<Vec<Fault>, Fault>) -> Self {
        reading.map_or_else(|fault| Self::Unreadable(Some(fault)), Self::Parsed)
    }

    /// The same, unless the answer is about another machine: then it is none.
    pub(crate) fn about_what_was_asked(self, is_so: bool) -> Self {
        match self {
            Self::Parsed(_) if !is_so => Self::Unreadable(None),
            verdict => verdict,
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
                    (fault, path) => Err(format!("must name {fault:?}, names {path:?}")),
                }
            }
            (Self::Refused, Outcome::Failed(failure)) if failure.refused => Ok(()),
            (must, Outcome::Parsed(_)) => Err(format!("must be {must:?}, was read")),
            (must, Outcome::Failed(Failure { kind, path, .. })) => {
                Err(format!("must be {must:?}, is {kind:?} at {path:?}"))
            }
        }
    }
}

/// Whether an error names the place. A list where none may be can be told as its first item.
fn is_at(fault: &Fault, path: &str) -> bool {
    let place = if fault.path == "." { "" } else { &fault.path };
    let inside = path.strip_prefix(place);
    path == fault.path || inside.is_some_and(|rest| fault.inside || rest == "[0]")
}

fn same_places(wanted: &[Fault], found: &[String]) -> Result<(), String> {
    let same = wanted.len() == found.len()
        && wanted.iter().all(|fault| found.iter().any(|path| is_at(fault, path)));
    if same { Ok(()) } else { Err(format!("bad items must be {wanted:?}, are {found:?}")) }
}

impl Parsed {
    /// Whether the value that was read, written back, is `sent`.
    ///
    /// # Errors
    /// What came back instead.
    pub(crate) fn check_whole(&self, sent: &Json) -> Result<(), String> {
        let back = Json::read(&self.back).ok_or("what is written back is not JSON")?;
        let whole = sent.is_same(&back);
        whole.then_some(()).ok_or_else(|| format!("did not come back whole: {}", self.back))
    }
}

/// Pieces of what the fixtures have for passwords, tokens and secret addresses, and of what a
/// changed case makes of them.
const SECRETS: [&str; 8] = [
    "fake-password",
    "FAKE-PASSWORD",
    "fake-token",
    "FAKE-TOKEN",
    "fake-signature",
    "FAKE-SIGNATURE",
    "sothisai_fake",
    "foo=bar",
];

/// The longest line that an error may have, in bytes.
const LINE: usize = 2_000;
/// The longest text that an error may have with `Debug` and its sources, in bytes.
const WHOLE: usize = 12_000;
/// How much longer than its JSON a value may be shown: numbers of few digits (`1e22`) have all of theirs,
/// and each field a name.
const GROWTH: usize = 60;

impl Outcome {
    /// Whether an error is one line, and it and everything below it bounded; and what is shown of a value.
    ///
    /// # Errors
    /// What is too much.
    pub(crate) fn is_bounded(&self) -> Result<(), String> {
        let (line, shown, most) = match self {
            Self::Failed(failure) => (failure.line.as_str(), &failure.shown, WHOLE),
            Self::Parsed(parsed) => ("", &parsed.shown, (parsed.back.len() + 100) * GROWTH),
        };
        if line.contains(char::is_control) || line.len() > LINE || shown.len() > most {
            return Err(format!("not one bounded line: {} of {} bytes", line.len(), shown.len()));
        }
        Ok(())
    }

    /// The same, and whether nothing that is shown of a value or of an error has a secret of the fixtures.
    ///
    /// # Errors
    /// What is too much, or which secret.
    pub(crate) fn may_be_shown(&self) -> Result<(), String> {
        self.is_bounded()?;
        let (Self::Parsed(Parsed { shown, .. }) | Self::Failed(Failure { shown, .. })) = self;
        let secret = SECRETS.iter().find(|secret| contains(shown, secret));
        secret.map_or(Ok(()), |secret| Err(format!("shows a secret, {secret}")))
    }
}

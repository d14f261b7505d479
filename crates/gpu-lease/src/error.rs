//! Why a lease failed, and whether a machine may still cost money.

use std::path::Path;
use std::{fmt, io};

use gpu_common::OneLine;

/// What this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in one word. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The input is wrong. Nothing was created; [`Error::field`] names what to change.
    Invalid,
    /// The journal cannot be read or written: a folder, a lock, a full disk, a newer version.
    Journal,
    /// No order was accepted, and no machine was made, as far as looks can tell.
    Refused,
    /// The price is unknown, above what was agreed, or the budget is used up.
    Price,
    /// The create's fate is unknown. The journal keeps looking.
    MaybeCreated,
    /// The machine was not ready in time, or ended before.
    NotReady,
    /// The time or the money of the lease is used up.
    Limit,
    /// Ctrl-C, SIGTERM or the like.
    Interrupted,
    /// The vendor's service could not be asked.
    Vendor,
    /// The machine is not known to be gone.
    NotReturned,
}

/// Why a lease failed. `Debug` is `Display` with its causes.
///
/// ```
/// let error = gpu_lease::Prefix::new("").unwrap_err();
/// println!("{:?}: {:?} of {:?}", error.kind(), error.field(), error.key());
/// if error.is_refused() {
///     println!("try another GPU: {:?}", error.vendor_error());
/// }
/// assert!(!error.may_still_cost()); // otherwise: sweep, now and after the quarantine
/// ```
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    what: String,
    field: Option<&'static str>,
    key: Option<String>,
    source: Option<Source>,
}

type Source = Box<dyn std::error::Error + Send + Sync>;

impl Error {
    /// An error of a kind, with one clause that says what happened.
    pub(crate) fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, what: what.into(), field: None, key: None, source: None }))
    }

    /// Wrong input, found before anything was created.
    pub(crate) fn invalid(field: &'static str, reason: impl Into<String>) -> Self {
        let mut error = Self::new(Kind::Invalid, reason);
        error.0.field = Some(field);
        error
    }

    /// Turns a failure of the disk at a path into an error of the journal.
    pub(crate) fn at(path: &Path, what: &str) -> impl Fn(io::Error) -> Self + Copy {
        move |source| {
            Self::new(Kind::Journal, format!("{what} {}", path.display())).with_source(source)
        }
    }

    /// A task of the guard that was to tell more has ended without a word.
    pub(crate) fn lost<T>(_: T) -> Self {
        Self::new(Kind::NotReturned, "the guard has ended")
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_key(mut self, key: &str) -> Self {
        self.0.key = Some(key.to_owned());
        self
    }

    /// The same error, after the work itself had failed.
    pub(crate) fn after(mut self, failed: &dyn fmt::Display) -> Self {
        self.0.what = format!("{}; before that the work failed ({failed})", self.0.what);
        self
    }

    /// What went wrong, in one word.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The input to change, for kind [`Kind::Invalid`].
    pub fn field(&self) -> Option<&str> {
        self.0.field
    }

    /// The key of the machine that this is about.
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// Whether a machine may still cost money. If `true`, run
    /// [`Leases::sweep`](crate::Leases::sweep), now and once more after the quarantine.
    ///
    /// `false` for a create that was refused and that looks did not find. Its entry stays in quarantine all the
    /// same, and a sweep after that finds a machine that came up late.
    pub fn may_still_cost(&self) -> bool {
        matches!(self.0.kind, Kind::MaybeCreated | Kind::NotReturned)
    }

    /// No order was accepted and no machine was made. Try another GPU, region or time.
    pub fn is_refused(&self) -> bool {
        self.0.kind == Kind::Refused
    }

    /// The vendor's own error, where there is one.
    pub fn vendor_error(&self) -> Option<&gpu_http::Error> {
        self.0.source.as_deref()?.downcast_ref()
    }
}

/// What the vendor said while a machine was made, looked at or given back.
impl From<gpu_http::Error> for Error {
    fn from(error: gpu_http::Error) -> Self {
        let mut this = Self::new(Kind::Vendor, "the vendor could not be asked");
        this.0.key = error.key().map(str::to_owned);
        this.with_source(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { field, what, key, source, .. } = &*self.0;
        if let Some(field) = field {
            write!(f, "{field}: ")?;
        }
        OneLine::message(what).fmt(f)?;
        if let Some(key) = key {
            write!(f, " (key {})", OneLine::short(key))?;
        }
        if self.may_still_cost() {
            f.write_str("; it may still cost money: sweep the journal")?;
        }
        source.as_ref().map_or(Ok(()), |source| write!(f, ": {source}"))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { self.0.fmt(f) } else { write!(f, "{self}") }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_key_and_whether_it_costs() {
        let error = Error::new(Kind::NotReturned, "still there (Running)").with_key("anna_1");
        assert!(error.may_still_cost() && !error.is_refused());
        let wanted =
            "still there (Running) (key anna_1); it may still cost money: sweep the journal";
        assert_eq!(
            (error.to_string(), format!("{error:?}")),
            (wanted.to_owned(), wanted.to_owned())
        );
        let error = Error::invalid("max_time", "is zero");
        assert_eq!(error.to_string(), "max_time: is zero");
    }
}

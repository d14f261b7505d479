//! The alternatives that the switches choose from.

/// Which public edition of the page the answers follow. The editions differ in nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Edition {
    /// Annotation keys begin `demo.cdc.datenfab.com/`, SSH goes to `gws.demo.cdc.datenfab.com`.
    Demo,
    /// Annotation keys begin `neolink.ai/`, SSH goes to `gws.neolink-ai.com`.
    Neolink,
}

impl Edition {
    pub(super) fn annotation_prefix(self) -> &'static str {
        match self {
            Self::Demo => "demo.cdc.datenfab.com",
            Self::Neolink => "neolink.ai",
        }
    }

    pub(super) fn ssh_domain(self) -> &'static str {
        match self {
            Self::Demo => "gws.demo.cdc.datenfab.com",
            Self::Neolink => "gws.neolink-ai.com",
        }
    }
}

/// The body of a refusal. No edition shows one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorForm {
    /// `{"code":404,"message":"instance not found"}`.
    CodeAndMessage,
    /// `{"error":"instance not found"}`.
    ErrorMember,
    /// `"instance not found"`: a JSON string, as success is one.
    JsonString,
    /// `instance not found`, as plain text.
    PlainText,
    /// The page of a gateway, without the reason.
    Html,
    /// Nothing.
    Empty,
}

/// The HTTP status of a refusal. No edition shows one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorStatus {
    /// The usual one: 401 for the token, 403 for the namespace, 404, 400, or 409 for what the
    /// machine's state or the stock does not allow.
    Fitting,
    /// This one for every refusal, e.g. 500. What is no HTTP status counts as 500.
    Always(u16),
}

/// The body with which power calls and delete are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accepted {
    /// `"ok"` with its quotes, as JSON. The body is documented, its content type is not.
    JsonString,
    /// `ok` without quotes, as plain text.
    BareText,
}

/// What happens when a machine is to run and no card is free. Not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoGpu {
    /// The call is refused.
    Refused,
    /// The call is accepted and the machine stays `Creating` or starting until a card is free.
    Waits,
    /// The call is accepted, and after the usual time a new machine has failed and a powered-on
    /// one is off again.
    Fails,
}

/// What becomes of a deleted machine in list and get. Not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deleted {
    /// It is not found any more.
    Vanishes,
    /// It is still shown, with [`Behaviour::deleted_status`](super::Behaviour::deleted_status).
    StaysVisible,
}

/// How `servers` and `Pods` look in list and get while a machine does not run. Not documented;
/// the create answer always lacks both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blank {
    /// The members are missing.
    Missing,
    /// `{}` and `[]`.
    Empty,
    /// `null`.
    Null,
}

/// How a SKU without discount looks. Not documented: the only published row has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoDiscount {
    /// `ratio` 1, id `""`, both times Go's zero time.
    RatioOne,
    /// `ratio` 0, id `""`, both times Go's zero time.
    RatioZero,
    /// `ratio` 1, id and both times `""`.
    EmptyTexts,
    /// All four members are missing.
    Missing,
    /// All four members are `null`.
    Null,
}

//! The alternatives among which [`Behaviour`](super::Behaviour) chooses.

/// What a request with an unknown or expired token is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadToken {
    /// Code `10008`. Seen in use for an expired token.
    NoPermission,
    /// `{"code":"1001","message":"jwt token is invalid"}`: `message` instead of `msg`, no `data`.
    /// Seen at a gateway of the same platform.
    Gateway,
}

/// What a stop or delete does when not all of its ids can be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Batch {
    /// Nothing; it refuses.
    RefusesAll,
    /// It serves those it can and answers success.
    DoesTheGood,
    /// It serves those it can and answers as if it had refused.
    DoesTheGoodAndRefuses,
}

/// How the list of instances is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListShape {
    /// `"data": [ … ]`.
    Bare,
    /// `"data": {"data": [ … ]}`.
    Nested,
    /// `"data": {"total": n, "data": [ … ]}`, as documented for images.
    NestedWithTotal,
    /// `"data": {"total": n, "records": [ … ]}`, as documented for a sibling call.
    Records,
}

/// Where the answer to a renewal has the new token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenewedToken {
    /// `"data": "…"`. How a public client reads it.
    Text,
    /// `"data": {"token": "…"}`.
    Object,
    /// `"data": [{"token": "…"}]`. How the table can be read.
    List,
}

/// What a refusal has as `data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorData {
    /// `""`, as documented.
    EmptyText,
    /// A word.
    Word,
    /// `{}`.
    EmptyObject,
    /// `[]`.
    EmptyList,
    /// `null`.
    Null,
    /// No member at all.
    Missing,
}

/// What the URL call answers for an instance that does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoUrl {
    /// Code `10001`.
    Refused,
    /// Success with `""`.
    EmptyText,
    /// Success with `null`.
    Null,
}

//! Why a text is not a web address.

/// Why a text is not an [`HttpAddress`](crate::HttpAddress).
///
/// Never repeats the text, which may hold a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HttpAddressError {
    /// Does not begin with `http://` or `https://`.
    #[error("the address does not begin with http:// or https://")]
    Scheme,
    /// The host is missing, or is not a plain host name or IP address, or the port is not one.
    #[error("the address has no plain host with an optional port")]
    Host,
    /// A blank, a control character, a quote, or anything outside ASCII.
    #[error("the address has a character that must be percent-encoded")]
    Character,
    /// The text was itself written masked, and the credential is lost.
    #[error("the address was masked before; its credential is gone")]
    Masked,
}

//! Who calls: the token and the user id that belongs to it.

use gpu_common::Secret;

use crate::UserId;

/// A token and the id of the user it belongs to.
///
/// Both come from the console: the token from the page of API credentials (shown once), the user
/// id from the account page. They fill the `Authorization: bearer` header, the `namespace` header
/// and the `namespace` field of the create body (documented, computing API page).
///
/// A token is bound to regions when it is made (seen in the console, 2024); what a call to another
/// region answers is unknown.
///
/// ```
/// let credentials = mdc_client::Credentials::new("my token", mdc_client::UserId::new("my user id")?);
/// # Ok::<(), mdc_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The API token.
    pub token: Secret,
    /// The account's user id.
    pub user_id: UserId,
}

impl Credentials {
    /// Puts a token and a user id together.
    #[must_use]
    pub fn new(token: impl Into<Secret>, user_id: UserId) -> Self {
        Self { token: token.into(), user_id }
    }
}

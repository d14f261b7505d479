//! The login of an instance.

use gpu_common::{Secret, Text};
use gpu_json::{Extra, Field};

/// The login of an instance, set from its creation on (documented by sample).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SshCred {
    /// Whom to log in as: `root` in the samples, `glows` on virtual machines in public scripts.
    pub user: Field<Text>,
    /// The password.
    pub password: Field<Secret>,
    /// Fields that are not documented.
    pub extra: Extra,
}

gpu_json::record!(SshCred, {
    user: "user",
    password: "password",
});

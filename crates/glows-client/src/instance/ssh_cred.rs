//! The login of an instance.

use gpu_common::{Secret, Text};
use gpu_json::{Extra, Field, Object};
use serde::{Deserialize, Serialize};

/// The login of an instance, set from its creation on (documented by sample).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SshCred {
    /// Whom to log in as: `root` in the samples, `glows` on virtual machines in public scripts.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub user: Field<Text>,
    /// The password.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub password: Field<Secret>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for SshCred {}

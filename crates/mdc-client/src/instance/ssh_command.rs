//! The SSH command line as the vendor sends it.

use std::fmt;

use gpu_common::{MASK, Secret, SshEndpoint};
use gpu_json::{FieldValue, Parsed};
use serde::Serialize;

/// A command line such as `ssh -p30099 root@host` (documented), as it came. It is never run.
///
/// `Debug` shows user, host and port; a command that has more in it, which may be a password, is
/// not shown. Plain serialisation masks it all.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
/// use mdc_client::Server;
///
/// let servers = instance.servers.get().expect("services");
/// if let Some(Server::Object(object)) = servers.get("SSH") {
///     let command = object.ssh_addr.get().expect("a command");
///     println!("{:?}, sent as {} characters", command.endpoint(), command.expose().len());
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SshCommand(Secret);

impl SshCommand {
    /// The text as it came. Do not log it, and look at it before you paste it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// User, host and port, fit to be pasted; `None` if the command has anything else in it.
    #[must_use]
    pub fn endpoint(&self) -> Option<SshEndpoint> {
        self.expose().parse().ok()
    }

    /// Whether it is a command with more in it than user, host and port. Not so one that is only
    /// half there.
    pub(super) fn has_more(&self) -> bool {
        let refused = self.expose().parse::<SshEndpoint>().err();
        refused.is_some_and(|error| error.reason() == SshEndpoint::HAS_MORE)
    }
}

impl fmt::Debug for SshCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.endpoint() {
            Some(endpoint) => write!(f, "SshCommand({endpoint})"),
            None => write!(f, "SshCommand({MASK})"),
        }
    }
}

impl FieldValue for SshCommand {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Parsed<Self> {
        Parsed::Same(Self(text.into()))
    }
}

//! SSH endpoints as URLs.

use super::{SshEndpoint, SshEndpointError, assemble, split_user};
use crate::host;

/// Reads `[user@]host[:port][/]`, what follows `ssh://`.
pub(super) fn parse(rest: &str) -> Result<SshEndpoint, SshEndpointError> {
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (user, authority) = split_user(rest);
    let (host, port) = host::split_authority(authority).ok_or(SshEndpointError::Host)?;
    assemble(user, host, port)
}

impl SshEndpoint {
    /// The URL: `ssh://root@host:15692`, IPv6 in brackets.
    #[must_use]
    pub fn url(&self) -> String {
        let user = self
            .user
            .as_deref()
            .map(|user| format!("{user}@"))
            .unwrap_or_default();
        let (open, close) = if self.host.contains(':') {
            ("[", "]")
        } else {
            ("", "")
        };
        format!("ssh://{user}{open}{}{close}:{}", self.host, self.port)
    }
}

//! Why a text is not an SSH endpoint.

/// Why a text is not an [`SshEndpoint`](crate::SshEndpoint).
///
/// Never repeats the text, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SshEndpointError {
    /// Neither form begins the text.
    #[error("neither an ssh:// address nor an ssh command")]
    NotSsh,
    /// The host is missing, or is not a plain host name or IP address.
    #[error("not a plain host name or IP address, with an optional port")]
    Host,
    /// The user has characters that are not safe in a command.
    #[error("not a plain user name")]
    User,
    /// Not a number from 1 to 65535.
    #[error("the port is not a number from 1 to 65535")]
    Port,
    /// The command has an option other than `-p` and `-l`, or words after the host.
    #[error("the command has more in it than user, host and port")]
    Extra,
    /// User, host or port is named twice.
    #[error("the command names the user, host or port twice")]
    Twice,
}

//! Where and as whom to log in by SSH.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use crate::{InvalidInput, host};

/// Host, port and perhaps user of an SSH server.
///
/// Read from the two forms vendors send, a URL (`ssh://host:port`, documented by Glows.ai) and a
/// command line (`ssh -p30099 root@host`, documented by MatrixDC), and shown as a command that a
/// person can paste: host and user hold no blank, no shell character and do not begin with `-`,
/// whatever the vendor sent. Nothing is ever executed or resolved here.
///
/// ```
/// use gpu_common::SshEndpoint;
///
/// let endpoint: SshEndpoint = "ssh://tw-05.example.com:15692".parse()?;
/// assert_eq!(endpoint.with_user("root")?.command(), "ssh -p 15692 root@tw-05.example.com");
///
/// let endpoint: SshEndpoint = "ssh -p30099 root@host.example.com".parse()?;
/// assert_eq!((endpoint.user(), endpoint.port()), (Some("root"), 30099));
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SshEndpoint {
    user: Option<String>,
    host: String,
    port: u16,
}

// Reasons of errors, which never repeat the text: it may hold a password.
const HOST: &str = "has no plain host name or IP address, with an optional port";
const USER: &str = "has no plain user name";
const PORT: &str = "has a port that is not a number from 1 to 65535";

fn refused(reason: &'static str) -> InvalidInput {
    InvalidInput::new("ssh endpoint", reason)
}

impl SshEndpoint {
    /// The reason of the error for a command that has an option other than `-p` and `-l`, or words
    /// after the host: a whole command, but not one to paste unread.
    pub const HAS_MORE: &str = "is a command with more in it than user, host and port";

    /// An endpoint without a user. An IPv6 address may stand in brackets or not.
    ///
    /// # Errors
    /// When `host` is not a plain host name or IP address; when `port` is 0.
    pub fn new(host: &str, port: u16) -> Result<Self, InvalidInput> {
        if port == 0 {
            return Err(refused(PORT));
        }
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        let host = match bare.parse::<Ipv6Addr>() {
            Ok(address) => address.to_string(),
            Err(_) if host::is_name(host) => host.to_owned(),
            Err(_) => return Err(refused(HOST)),
        };
        Ok(Self { user: None, host, port })
    }

    /// The same endpoint for this user, in place of any other.
    ///
    /// # Errors
    /// For anything but ASCII letters, digits, `_`, `-`, `.` and `+`, or when it begins with `-`,
    /// `.` or `+`.
    pub fn with_user(self, user: &str) -> Result<Self, InvalidInput> {
        let ordinary = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let allowed = |byte: u8| ordinary(byte) || matches!(byte, b'-' | b'.' | b'+');
        if !user.bytes().next().is_some_and(ordinary) || !user.bytes().all(allowed) {
            return Err(refused(USER));
        }
        Ok(Self { user: Some(user.to_owned()), ..self })
    }

    /// Whom to log in as; `None` when the vendor did not say.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Host name or IP address, IPv6 without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The public port, never 0; 22 when the vendor did not say.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The command to paste: `ssh -p 15692 root@host`.
    ///
    /// The port is always named, because a person's own SSH configuration may have another default.
    /// Without a user, SSH takes the person's own name.
    pub fn command(&self) -> String {
        let Self { host, port, .. } = self;
        // No brackets around IPv6: `ssh` does not need them and a shell takes them for a pattern.
        match &self.user {
            Some(user) => format!("ssh -p {port} {user}@{host}"),
            None => format!("ssh -p {port} {host}"),
        }
    }

    /// Reads a command: `ssh`, then `-p` and `-l` in any place, glued to their value or not, and one
    /// `[user@]host`. Any other option would change what is connected to and is refused.
    fn from_command<'a>(text: &'a str) -> Result<Self, InvalidInput> {
        let mut words = text.split_ascii_whitespace();
        if words.next() != Some("ssh") {
            return Err(refused("is neither an ssh:// address nor an ssh command"));
        }
        let (mut user, mut host, mut port) = (None, None, None);
        while let Some(word) = words.next() {
            // An option's value is the rest of its word, or the next word.
            let mut value = |glued: &'a str| match glued {
                "" => words.next(),
                glued => Some(glued),
            };
            let twice = if let Some(glued) = word.strip_prefix("-p") {
                port.replace(value(glued).ok_or_else(|| refused(PORT))?)
            } else if let Some(glued) = word.strip_prefix("-l") {
                user.replace(value(glued).ok_or_else(|| refused(USER))?)
            } else if word.starts_with('-') || host.is_some() {
                return Err(refused(Self::HAS_MORE));
            } else {
                let (named, destination) = split_user(word);
                host = Some(destination);
                named.and_then(|named| user.replace(named))
            };
            if twice.is_some() {
                return Err(refused("names the user, host or port twice"));
            }
        }
        let port = port.map(|digits| host::read_port(digits).ok_or_else(|| refused(PORT)));
        let port = port.transpose()?;
        Self::assemble(user, host.ok_or_else(|| refused(HOST))?, port)
    }

    fn assemble(user: Option<&str>, host: &str, port: Option<u16>) -> Result<Self, InvalidInput> {
        let endpoint = Self::new(host, port.unwrap_or(22))?;
        match user {
            Some(user) => endpoint.with_user(user),
            None => Ok(endpoint),
        }
    }
}

/// SSH itself takes the last `@`; a user with another one in it is refused later.
fn split_user(text: &str) -> (Option<&str>, &str) {
    text.rsplit_once('@').map_or((None, text), |(user, host)| (Some(user), host))
}

/// The command, as [`SshEndpoint::command`].
impl fmt::Display for SshEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.command())
    }
}

impl FromStr for SshEndpoint {
    type Err = InvalidInput;

    /// Reads `ssh://[user@]host[:port][/]` or a command that begins with the word `ssh` and has no
    /// other options than `-p` and `-l`. A bare host is refused: it could be any word.
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let text = text.trim();
        let Some(rest) = host::strip_scheme(text, "ssh://") else {
            return Self::from_command(text);
        };
        let (user, authority) = split_user(rest.strip_suffix('/').unwrap_or(rest));
        let (host, port) = host::split_authority(authority).ok_or_else(|| refused(HOST))?;
        Self::assemble(user, host, port)
    }
}

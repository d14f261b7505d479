//! Reading `ssh -p30099 root@host` without ever running it.

use super::{SshEndpoint, SshEndpointError, assemble, split_user};
use crate::host;

#[derive(Default)]
struct Said<'a> {
    user: Option<&'a str>,
    host: Option<&'a str>,
    port: Option<&'a str>,
}

/// Reads a command: `ssh`, then `-p` and `-l` in any place, glued to their value or not, and one
/// `[user@]host`. Any other option would change what is connected to and is refused.
pub(super) fn parse(text: &str) -> Result<SshEndpoint, SshEndpointError> {
    let mut words = text.split_ascii_whitespace();
    if words.next() != Some("ssh") {
        return Err(SshEndpointError::NotSsh);
    }
    let mut said = Said::default();
    while let Some(word) = words.next() {
        if let Some(port) = word.strip_prefix("-p") {
            set(
                &mut said.port,
                value(port, &mut words).ok_or(SshEndpointError::Port)?,
            )?;
        } else if let Some(user) = word.strip_prefix("-l") {
            set(
                &mut said.user,
                value(user, &mut words).ok_or(SshEndpointError::User)?,
            )?;
        } else if word.starts_with('-') || said.host.is_some() {
            return Err(SshEndpointError::Extra);
        } else {
            said.destination(word)?;
        }
    }
    let port = match said.port {
        Some(digits) => Some(host::read_port(digits).ok_or(SshEndpointError::Port)?),
        None => None,
    };
    assemble(said.user, said.host.ok_or(SshEndpointError::Host)?, port)
}

impl<'a> Said<'a> {
    fn destination(&mut self, word: &'a str) -> Result<(), SshEndpointError> {
        let (user, host) = split_user(word);
        self.host = Some(host);
        user.map_or(Ok(()), |user| set(&mut self.user, user))
    }
}

/// An option's value: the rest of its word, or the next word.
fn value<'a>(glued: &'a str, words: &mut impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if glued.is_empty() {
        words.next()
    } else {
        Some(glued)
    }
}

fn set<'a>(place: &mut Option<&'a str>, text: &'a str) -> Result<(), SshEndpointError> {
    match place.replace(text) {
        None => Ok(()),
        Some(_) => Err(SshEndpointError::Twice),
    }
}

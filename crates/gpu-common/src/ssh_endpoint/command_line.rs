//! Reading `ssh -p30099 root@host` without ever running it.

use super::{SshEndpoint, bad_host, bad_port, bad_user, refused, split_user};
use crate::{InvalidInput, host};

/// Reads a command: `ssh`, then `-p` and `-l` in any place, glued to their value or not, and one
/// `[user@]host`. Any other option would change what is connected to and is refused.
pub(super) fn parse(text: &str) -> Result<SshEndpoint, InvalidInput> {
    let mut words = text.split_ascii_whitespace();
    if words.next() != Some("ssh") {
        return Err(refused("is neither an ssh:// address nor an ssh command"));
    }
    let (mut user, mut host, mut port) = (None, None, None);
    while let Some(word) = words.next() {
        if let Some(glued) = word.strip_prefix("-p") {
            set(&mut port, value(glued, &mut words).ok_or_else(bad_port)?)?;
        } else if let Some(glued) = word.strip_prefix("-l") {
            set(&mut user, value(glued, &mut words).ok_or_else(bad_user)?)?;
        } else if word.starts_with('-') || host.is_some() {
            return Err(refused(SshEndpoint::HAS_MORE));
        } else {
            let (named, destination) = split_user(word);
            host = Some(destination);
            named.map_or(Ok(()), |named| set(&mut user, named))?;
        }
    }
    let port = port.map(|digits| host::read_port(digits).ok_or_else(bad_port)).transpose()?;
    SshEndpoint::assemble(user, host.ok_or_else(bad_host)?, port)
}

/// An option's value: the rest of its word, or the next word.
fn value<'a>(glued: &'a str, words: &mut impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if glued.is_empty() { words.next() } else { Some(glued) }
}

fn set<'a>(place: &mut Option<&'a str>, text: &'a str) -> Result<(), InvalidInput> {
    match place.replace(text) {
        None => Ok(()),
        Some(_) => Err(refused("names the user, host or port twice")),
    }
}

//! Host names and addresses that are safe to print, paste and connect to.

use std::net::Ipv6Addr;

/// The longest host name that DNS can carry.
const LONGEST: usize = 253;

/// Whether this is a host name or IPv4 address: labels of ASCII letters, digits, `-` and `_`,
/// none beginning with `-`, so that no shell and no command line can take it for anything else.
pub(crate) fn is_name(text: &str) -> bool {
    let labels = text.strip_suffix('.').unwrap_or(text);
    text.len() <= LONGEST && labels.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Takes `host`, `host:port`, `[v6]` or `[v6]:port` apart; the host is without brackets.
///
/// `None` when either half is not what it should be.
pub(crate) fn split_authority(text: &str) -> Option<(&str, Option<u16>)> {
    if let Some(bracketed) = text.strip_prefix('[') {
        let (address, after) = bracketed.split_once(']')?;
        address.parse::<Ipv6Addr>().ok()?;
        return match after.strip_prefix(':') {
            Some(port) => Some((address, Some(read_port(port)?))),
            None => after.is_empty().then_some((address, None)),
        };
    }
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(read_port(port)?)),
        None => (text, None),
    };
    is_name(host).then_some((host, port))
}

/// A port from 1 to 65535, digits only.
pub(crate) fn read_port(digits: &str) -> Option<u16> {
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|port| all_digits && *port != 0)
}

/// The rest after a scheme such as `ssh://`, which may be in any case.
pub(crate) fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

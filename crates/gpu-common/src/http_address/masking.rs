//! What of a web address may be shown.

use super::{HttpAddress, Parts};
use crate::MASK;

/// The address with user part, query values and fragment masked.
pub(super) fn credentials(scheme: &str, parts: &Parts<'_>) -> String {
    let &Parts { user, place, tail } = parts;
    let user = if user.is_some() {
        format!("{MASK}@")
    } else {
        String::new()
    };
    let (tail, fragment) = match tail.split_once('#') {
        Some((tail, _)) => (tail, format!("#{MASK}")),
        None => (tail, String::new()),
    };
    let (path, query) = match tail.split_once('?') {
        Some((path, query)) => (path, format!("?{}", masked_query(query))),
        None => (tail, String::new()),
    };
    format!("{scheme}://{user}{place}{path}{query}{fragment}")
}

fn masked_query(query: &str) -> String {
    query
        .split('&')
        .map(masked_part)
        .collect::<Vec<_>>()
        .join("&")
}

/// A name with a value stays, the value goes. Anything else may be a bare token, perhaps one in
/// base64 that ends in `=`, and goes as a whole.
fn masked_part(part: &str) -> String {
    match part.split_once('=') {
        Some((name, value)) if !value.trim_matches('=').is_empty() => format!("{name}={MASK}"),
        None if part.is_empty() => String::new(),
        _ => MASK.to_owned(),
    }
}

/// The address with all but scheme, host and port masked.
pub(super) fn fully(address: &HttpAddress) -> String {
    let host = address.host();
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    let port = address
        .port
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    format!("{}://{host}{port}/{MASK}", address.scheme())
}

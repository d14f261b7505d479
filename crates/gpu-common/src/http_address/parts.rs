//! The parts of a web address behind its scheme.

/// What follows `https://`, taken apart and not judged.
pub(super) struct Parts<'a> {
    /// What is in front of an `@`.
    pub(super) user: Option<&'a str>,
    /// Host and port.
    pub(super) place: &'a str,
    /// Path, query and fragment.
    pub(super) tail: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn of(rest: &'a str) -> Self {
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (user, place) = match authority.split_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        Self { user, place, tail }
    }
}

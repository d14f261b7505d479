//! No call is left out: the clients' sources know what there is to call.

use std::collections::BTreeSet;

use gpu_faults::Calls;

/// Compares the names of the matrix's calls with what the crate's source says can be called.
/// `through` are calls that are another one behind a different door.
pub(super) fn all_are_called<'a>(
    krate: &str,
    names: impl Iterator<Item = &'a str>,
    through: &[(&str, &str)],
) {
    let mut called: BTreeSet<String> = names.map(|name| bare(name).to_owned()).collect();
    for (door, call) in through {
        assert!(called.contains(*call), "{krate}: {door} leads to {call}");
        called.insert((*door).to_owned());
    }
    let calls = Calls::of(krate).expect("the crate's source");
    assert_eq!(calls.all, called, "{krate}: what can be called, and what the matrix calls");
}

/// A column's name without what is special about it.
fn bare(name: &str) -> &str {
    let end = name.find([',', '(']).unwrap_or(name.len());
    name[..end].trim_end()
}

#[test]
fn a_column_is_a_call_with_something_special_about_it() {
    assert_eq!(bare("get_thing.stream, second page"), "get_thing.stream");
    assert_eq!(bare("wait_until(running)"), "wait_until");
}

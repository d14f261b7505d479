//! No call is left out: the API snapshots know what there is to call.

use std::collections::BTreeSet;
use std::path::Path;

/// What every vendor's client has in common and awaits: kept in `gpu-http`, so in no client's list.
const SHARED: [&str; 4] = ["Confirming", "ItemStream", "Waiting", "WaitingAll"];

/// Types whose methods are called by their bare names. The methods of all others are called by the
/// type's name, a dot and theirs: `list_instances.stream`.
const CLIENTS: [&str; 3] = ["Client", "Cluster", "Platform"];

/// Compares the names of the matrix's calls with what the crate's snapshot says can be called.
/// `through` are calls that are another one behind a different door.
pub(super) fn all_are_called<'a>(
    krate: &str,
    names: impl Iterator<Item = &'a str>,
    through: &[(&str, &str)],
) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/api");
    let snapshot = std::fs::read_to_string(folder.join(format!("{krate}.txt")));
    let snapshot = snapshot.expect("an API snapshot");
    let mut called: BTreeSet<String> = names.map(|name| bare(name).to_owned()).collect();
    for (door, call) in through {
        assert!(called.contains(*call), "{krate}: {door} leads to {call}");
        called.insert((*door).to_owned());
    }
    assert_eq!(
        callable(&snapshot),
        called,
        "{krate}: what can be called, and what the matrix calls"
    );
}

/// A column's name without what is special about it.
fn bare(name: &str) -> &str {
    let end = name.find([',', '(']).unwrap_or(name.len());
    name[..end].trim_end()
}

/// Every method that gives back something to await, or is to be awaited itself.
fn callable(snapshot: &str) -> BTreeSet<String> {
    let awaited = awaited(snapshot);
    let mut owner = "";
    let mut method = String::new();
    let mut found = BTreeSet::new();
    for line in snapshot.lines() {
        if let Some(head) = line.strip_prefix("impl ") {
            owner = head.split([' ', '<']).next().unwrap_or_default();
            continue;
        }
        method += line.trim();
        if !line.ends_with(';') {
            let goes_on = line.starts_with("    ");
            if !goes_on {
                method.clear();
            }
            continue;
        }
        if let Some(name) = awaitable_method(&method, &awaited) {
            found.insert(called(owner, name));
        }
        method.clear();
    }
    found
}

/// The names of all types that can be awaited.
fn awaited(snapshot: &str) -> BTreeSet<&str> {
    let lines = snapshot.lines().zip(snapshot.lines().skip(1));
    let built = lines
        .filter(|(line, _)| line.ends_with("request_builder! {"))
        .filter_map(|(_, next)| next.split_whitespace().next());
    built.chain(SHARED).collect()
}

/// The method's name, if its result is to be awaited.
fn awaitable_method<'a>(method: &'a str, awaited: &BTreeSet<&str>) -> Option<&'a str> {
    let (head, result) = method.rsplit_once(" -> ")?;
    let name = |head: &'a str| head.split(['(', '<']).next();
    if let Some(head) = head.strip_prefix("pub async fn ") {
        return name(head);
    }
    let result = result.split(['<', ';']).next()?;
    name(head.strip_prefix("pub fn ")?).filter(|_| awaited.contains(result))
}

/// How a caller writes it.
fn called(owner: &str, method: &str) -> String {
    if CLIENTS.contains(&owner) {
        return method.to_owned();
    }
    let mut snake = String::new();
    for (at, letter) in owner.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    format!("{snake}.{method}")
}

#[test]
fn every_way_to_call_is_found() {
    let snapshot = "\
impl Client {
    pub fn builder(token: impl Into<Secret>) -> ClientBuilder;
    pub fn get_thing(&self) -> GetThing;
    pub fn wait_until(
        &self,
        condition: Condition<Thing>,
    ) -> Waiting<Thing>;
}
impl GetThing {
    pub async fn find_or_make(self) -> Result<Thing>;
    pub fn stream(self) -> ItemStream<Thing>;
    pub fn loud(self) -> Self;
}
pub struct Thing {
    pub name: String,
}
gpu_http::request_builder! {
    GetThing => Thing ,
    Error
}
";
    let found = callable(snapshot);
    let found: Vec<_> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "get_thing",
            "get_thing.find_or_make",
            "get_thing.stream",
            "wait_until"
        ]
    );
    assert_eq!(bare("get_thing.stream, second page"), "get_thing.stream");
    assert_eq!(bare("wait_until(running)"), "wait_until");
}

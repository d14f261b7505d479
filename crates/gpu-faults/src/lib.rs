//! Tests that no fault of the network or of a vendor costs money.
//!
//! Tests, and what the clients' sources say can be called, so that the tests leave nothing out.
//! `tests/faults` makes every call of every vendor through every fault and prints what became of it, a mark for each; then it plays whole rentals through random storms of faults.
//! `tests/load` makes very many calls at once and counts machines, connections and bytes.
//! `tests/drift` changes every documented answer in every way and reads it. `tests/promises` is about
//! what the compiler checks: the clients and their futures cross threads.
//!
//! `cargo test -p gpu-faults --test faults storms` plays 900 storms, 600 of them with leases. `GPU_STORM_SCHEDULES`
//! asks for another number with leases, `GPU_STORM_SEED` for one storm again.

/// The programs in the README of the workspace compile.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub mod readme {}

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What can be awaited and comes from `gpu-http`.
const SHARED: [&str; 5] = ["Confirming", "ItemStream", "Request", "Waiting", "WaitingAll"];

/// Types whose methods are called by their bare names. The methods of all others are called by the
/// type's name, a dot and theirs: `list_instances.stream`.
const CLIENTS: [&str; 3] = ["Client", "Cluster", "Platform"];

/// The public methods of a client crate that give back something to await, or are to be awaited.
#[derive(Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Calls {
    /// All of them.
    pub all: BTreeSet<String>,
    /// Those that are one request.
    pub requests: BTreeSet<String>,
    /// The builders of requests, by their types' names.
    pub builders: BTreeSet<String>,
}

impl Calls {
    /// The calls of a client crate of this workspace, by the crate's name.
    ///
    /// # Errors
    ///
    /// If its source cannot be read.
    pub fn of(krate: &str) -> std::io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(krate);
        let mut sources = Vec::new();
        collect(folder.join("src"), &mut sources)?;
        Ok(Self::in_sources(&sources))
    }

    fn in_sources(sources: &[String]) -> Self {
        let mut calls = Self::default();
        for source in sources {
            let made = source.split("request_methods!(").skip(1);
            let names = made.filter_map(|text| text.split_once(" =>"));
            calls.builders.extend(names.map(|(name, _)| name.to_owned()));
        }
        for source in sources {
            calls.add(source);
        }
        calls
    }

    fn add(&mut self, source: &str) {
        let mut owner = "";
        let mut method: Option<String> = None;
        for line in source.lines() {
            if let Some(head) = line.strip_prefix("impl ") {
                owner = head.split([' ', '<']).next().unwrap_or_default();
            } else if line.starts_with("    pub fn ") || line.starts_with("    pub async fn ") {
                method = Some(String::new());
            }
            let Some(signature) = &mut method else {
                continue;
            };
            signature.push_str(line.trim());
            if line.ends_with('{') {
                let signature = signature.trim_end_matches(" {").to_owned();
                method = None;
                self.add_method(owner, &signature);
            }
        }
    }

    fn add_method(&mut self, owner: &str, signature: &str) {
        let (head, result) = signature.rsplit_once("-> ").unwrap_or((signature, ""));
        let result = result.split('<').next().unwrap_or_default().trim();
        let (is_async, head) = match head.strip_prefix("pub async fn ") {
            Some(head) => (true, head),
            None => (false, head.trim_start_matches("pub fn ")),
        };
        let name = head.split(['(', '<']).next().unwrap_or_default();
        let name = match CLIENTS.contains(&owner) {
            true => name.to_owned(),
            false => format!("{}.{name}", snake_case(owner)),
        };
        let is_request = result == "Request" || self.builders.contains(result);
        if is_request {
            self.requests.insert(name.clone());
        }
        if is_async || is_request || SHARED.contains(&result) {
            self.all.insert(name);
        }
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn collect(folder: PathBuf, sources: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(std::fs::read_to_string(path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_call_is_found() {
        let source = "\
impl Client {
    pub fn builder(token: impl Into<Secret>) -> ClientBuilder {
    pub fn get_thing(&self) -> Request<Thing> {
    pub fn make_thing(
        &self,
        name: impl TryInto<Name, Error: Into<Error>>,
    ) -> MakeThing {
    pub fn wait_until(
        &self,
        condition: Condition<Thing>,
    ) -> Waiting<Thing> {
}
impl MakeThing {
    pub async fn find_or_make(self) -> Result<Thing> {
    pub fn stream(self) -> ItemStream<Thing> {
    pub fn loud(self) -> Self {
    pub(super) fn hidden(self) -> Request<Thing> {
}
request_methods!(MakeThing => Thing);
";
        let calls = Calls::in_sources(&[source.to_owned()]);
        let all: Vec<_> = calls.all.iter().map(String::as_str).collect();
        assert_eq!(
            all,
            [
                "get_thing",
                "make_thing",
                "make_thing.find_or_make",
                "make_thing.stream",
                "wait_until"
            ]
        );
        let requests: Vec<_> = calls.requests.iter().map(String::as_str).collect();
        assert_eq!(requests, ["get_thing", "make_thing"]);
        assert_eq!(calls.builders, BTreeSet::from(["MakeThing".to_owned()]));
    }
}

//! What users of the published crates compile on one target, as cargo resolved it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::Error;
use crate::workspace::{cargo_text, published};

/// One crate in a user's build.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) licence: String,
    /// `None` for this workspace's own crates.
    pub(super) source: Option<String>,
    /// The crates that bring it.
    pub(super) users: BTreeSet<String>,
}

/// Everything that the published crates reach by normal and build dependencies, all features on.
pub(super) fn of_target(target: &str) -> Result<Vec<Package>, Error> {
    let text = cargo_text(
        &[
            "metadata",
            "--locked",
            "--all-features",
            "--format-version",
            "1",
            "--filter-platform",
            target,
        ],
        Path::new("."),
    )?;
    let metadata: Value = serde_json::from_str(&text)
        .map_err(|error| Error::new(format!("cannot read cargo's metadata: {error}")))?;
    let names: BTreeSet<String> = published()?.into_iter().map(|member| member.name).collect();
    Ok(reached(&metadata, &names))
}

fn reached(metadata: &Value, roots: &BTreeSet<String>) -> Vec<Package> {
    let packages: BTreeMap<&str, &Value> = items(metadata, "/packages").map(with_id).collect();
    let nodes: BTreeMap<&str, &Value> = items(metadata, "/resolve/nodes").map(with_id).collect();
    let name_of = |id: &str| packages.get(id).map_or("", |package| text(package, "name"));
    let own = |id: &&str| {
        let package = packages.get(id);
        let local = package.is_some_and(|package| package.get("source").is_none_or(Value::is_null));
        local && roots.contains(name_of(id))
    };
    let mut waiting: Vec<&str> = packages.keys().copied().filter(own).collect();
    let mut users: BTreeMap<&str, BTreeSet<String>> =
        waiting.iter().map(|id| (*id, BTreeSet::new())).collect();
    while let Some(id) = waiting.pop() {
        let Some(node) = nodes.get(id) else { continue };
        for dependency in items(node, "/deps").filter(|edge| is_compiled(edge)) {
            let needed = text(dependency, "pkg");
            if !users.contains_key(needed) {
                waiting.push(needed);
            }
            let entry = users.entry(needed).or_default();
            entry.insert(name_of(id).to_owned());
        }
    }
    let found = users.into_iter().filter_map(|(id, users)| {
        let package = packages.get(id)?;
        Some(Package {
            name: text(package, "name").to_owned(),
            version: text(package, "version").to_owned(),
            licence: text(package, "license").to_owned(),
            source: package
                .get("source")
                .and_then(Value::as_str)
                .map(str::to_owned),
            users,
        })
    });
    found.collect()
}

/// Whether users compile what is at the end of this edge: a `kind` other than "dev".
fn is_compiled(edge: &Value) -> bool {
    items(edge, "/dep_kinds").any(|kind| text(kind, "kind") != "dev")
}

fn with_id(value: &Value) -> (&str, &Value) {
    (text(value, "id"), value)
}

fn items<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_only_tests_need_is_not_in_a_users_build() {
        let package = |id: &str, source: Option<&str>| json!({ "id": id, "name": id, "version": "1.0.0", "license": "MIT", "source": source });
        let edge =
            |to: &str, kind: Option<&str>| json!({ "pkg": to, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package("own", None), package("needed", Some("r")), package("test", Some("r")),
                package("builds", Some("r")), package("chores", None),
            ],
            "resolve": { "nodes": [
                { "id": "own", "deps": [edge("needed", None), edge("test", Some("dev"))] },
                { "id": "needed", "deps": [edge("builds", Some("build"))] },
                { "id": "chores", "deps": [edge("test", None)] },
            ] },
        });
        let found = reached(&metadata, &BTreeSet::from(["own".to_owned()]));
        let names: Vec<&str> = found.iter().map(|package| package.name.as_str()).collect();
        assert_eq!(names, ["builds", "needed", "own"]);
        assert!(found[0].users.contains("needed"));
    }
}

//! The rules, as deny.toml states them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Error;

/// What may come into a user's build.
#[derive(Debug, Default)]
pub(super) struct Policy {
    pub(super) targets: Vec<String>,
    pub(super) licences: Vec<String>,
    pub(super) registries: Vec<String>,
    pub(super) banned: Vec<Ban>,
    /// Second versions that are known: the crate's name and the beginning of its version.
    pub(super) skipped: Vec<(String, String)>,
}

/// A crate that may not come, unless one of the wrappers brings it.
#[derive(Debug)]
pub(super) struct Ban {
    pub(super) name: String,
    pub(super) wrappers: Vec<String>,
}

impl Policy {
    pub(super) fn read(file: &str) -> Result<Self, Error> {
        let text =
            fs::read_to_string(file).map_err(|error| Error::io("read", Path::new(file), &error))?;
        Self::of_text(&text).map_err(|error| error.within(file))
    }

    fn of_text(text: &str) -> Result<Self, Error> {
        let rules: Value = toml::from_str(text).map_err(|error| Error::new(error.to_string()))?;
        let policy = Self {
            targets: texts(&rules, "/graph/targets"),
            licences: texts(&rules, "/licenses/allow"),
            registries: texts(&rules, "/sources/allow-registry"),
            banned: tables(&rules, "/bans/deny").map(ban).collect(),
            skipped: tables(&rules, "/bans/skip").map(skip).collect(),
        };
        let empty = [&policy.targets, &policy.licences, &policy.registries];
        if empty.iter().any(|list| list.is_empty()) {
            let message = "targets, licences or registries are missing, so nothing can be checked";
            return Err(Error::new(message));
        }
        Ok(policy)
    }
}

fn ban(entry: &Value) -> Ban {
    Ban {
        name: text(entry, "crate"),
        wrappers: texts(entry, "/wrappers"),
    }
}

fn skip(entry: &Value) -> (String, String) {
    let spec = text(entry, "crate");
    let (name, version) = spec.split_once('@').unwrap_or((&spec, ""));
    (name.to_owned(), version.to_owned())
}

fn tables<'a>(rules: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    rules
        .pointer(pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn texts(rules: &Value, pointer: &str) -> Vec<String> {
    let texts = tables(rules, pointer).filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn text(entry: &Value, name: &str) -> String {
    let text = entry.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_rules_is_refused_rather_than_passed() {
        let error = Policy::of_text("[licenses]\nallow = []\n").unwrap_err();
        assert!(error.to_string().contains("nothing can be checked"));
    }

    #[test]
    fn wrappers_and_versions_are_read() {
        let text = "
            graph.targets = ['t']
            licenses.allow = ['MIT']
            sources.allow-registry = ['r']
            [bans]
            deny = [{ crate = 'a' }, { crate = 'b', wrappers = ['c'] }]
            skip = [{ crate = 'syn@2' }]
        ";
        let policy = Policy::of_text(text).unwrap();
        let names: Vec<&str> = policy.banned.iter().map(|ban| ban.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(policy.banned[1].wrappers, ["c"]);
        assert_eq!(policy.skipped, [("syn".to_owned(), "2".to_owned())]);
    }
}

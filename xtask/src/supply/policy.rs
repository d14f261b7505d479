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
            banned: tables(&rules, "/bans/deny")
                .map(ban)
                .collect::<Result<_, _>>()?,
            skipped: tables(&rules, "/bans/skip")
                .map(skip)
                .collect::<Result<_, _>>()?,
        };
        let lists = [&policy.targets, &policy.licences, &policy.registries];
        if policy.banned.is_empty() || lists.iter().any(|list| list.is_empty()) {
            let message =
                "targets, licences, registries or bans are missing, so nothing can be checked";
            return Err(Error::new(message));
        }
        Ok(policy)
    }
}

/// `{ crate = "name", … }` or `"name"`. To cargo-deny a version may follow; here it would match nothing.
fn ban(entry: &Value) -> Result<Ban, Error> {
    let name = spec(entry).filter(|spec| is_name(spec));
    let name = name.ok_or_else(|| strange("a ban", "a crate's name alone", entry))?;
    Ok(Ban {
        name: name.to_owned(),
        wrappers: texts(entry, "/wrappers"),
    })
}

/// `{ crate = "name@1", … }` or `"name@1"`.
fn skip(entry: &Value) -> Result<(String, String), Error> {
    let parts = spec(entry).and_then(|spec| spec.split_once('@'));
    let parts = parts.filter(|(name, version)| is_name(name) && is_version(version));
    let (name, version) =
        parts.ok_or_else(|| strange("a skip", "a crate's name, `@` and a version", entry))?;
    Ok((name.to_owned(), version.to_owned()))
}

fn spec(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry.get("crate")?.as_str())
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    !text.is_empty() && text.chars().all(plain)
}

/// The beginning of a version. A requirement (`<2`) is another thing.
fn is_version(text: &str) -> bool {
    text.split('.')
        .all(|part| part.parse::<u64>().is_ok() && !part.starts_with('+'))
}

fn strange(what: &str, expected: &str, entry: &Value) -> Error {
    Error::new(format!(
        "cannot read {what}: {entry}; `crate` must be {expected}"
    ))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_rules_is_refused_rather_than_passed() {
        let error = Policy::of_text("[licenses]\nallow = []\n").unwrap_err();
        assert!(error.to_string().contains("nothing can be checked"));
    }

    /// A file with these bans.
    fn with_bans(bans: &str) -> Result<Policy, Error> {
        Policy::of_text(&format!(
            "graph.targets = ['t']\nlicenses.allow = ['MIT']\nsources.allow-registry = ['r']\n{bans}"
        ))
    }

    #[test]
    fn a_file_without_bans_is_refused_too() {
        for bans in ["", "bans.deny = []", "bans.skip = ['syn@2']"] {
            let error = with_bans(bans).unwrap_err().to_string();
            assert!(error.contains("nothing can be checked"), "{bans}: {error}");
        }
    }

    #[test]
    fn an_entry_that_would_match_nothing_is_an_error() {
        for bans in [
            "bans.deny = [{ name = 'a' }]",
            "bans.deny = [{ crate = 'a@1' }]",
            "bans.deny = ['a:<2']",
            "bans.deny = [1]",
            "bans.skip = [{ crate = 'syn' }]",
            "bans.skip = [{ name = 'syn', version = '2' }]",
            "bans.skip = ['syn@<3']",
        ] {
            let error = with_bans(bans).unwrap_err().to_string();
            assert!(error.contains("cannot read a "), "{bans}: {error}");
        }
    }

    #[test]
    fn wrappers_and_versions_are_read() {
        let policy = with_bans(
            "bans.deny = ['a', { crate = 'b', wrappers = ['c'] }]\nbans.skip = [{ crate = 'syn@2' }]",
        )
        .unwrap();
        let names: Vec<&str> = policy.banned.iter().map(|ban| ban.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(policy.banned[1].wrappers, ["c"]);
        assert_eq!(policy.skipped, [("syn".to_owned(), "2".to_owned())]);
    }
}

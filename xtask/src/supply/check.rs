//! The rules applied to the crates of a build.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::Package;
use super::licence;
use super::policy::{Ban, Policy};

/// What breaks a rule, in words.
pub(super) fn broken(policy: &Policy, packages: &[Package]) -> Vec<String> {
    let mut findings = Vec::new();
    for package in packages {
        findings.extend(origin(policy, package));
        if !licence::is_allowed(&package.licence, &policy.licences) {
            let (name, licence) = (&package.name, &package.licence);
            findings.push(format!(
                "{name} has the licence `{licence}`, which is not allowed"
            ));
        }
        let banned = policy.banned.iter().filter(|ban| ban.name == package.name);
        findings.extend(banned.filter_map(|ban| brought(ban, package)));
    }
    findings.extend(duplicates(policy, packages));
    findings
}

fn origin(policy: &Policy, package: &Package) -> Option<String> {
    let source = package.source.as_deref()?;
    let registry = source.strip_prefix("registry+");
    let known = registry.is_some_and(|it| policy.registries.iter().any(|known| known == it));
    (!known).then(|| format!("{} comes from {source}", package.name))
}

fn brought(ban: &Ban, package: &Package) -> Option<String> {
    let mut users = package.users.iter();
    let user = users.find(|user| !ban.wrappers.contains(user))?;
    Some(format!("{user} brings {}, which is banned", package.name))
}

fn duplicates(policy: &Policy, packages: &[Package]) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        let skipped = policy.skipped.iter().any(|(name, version)| {
            let rest = package.version.strip_prefix(version.as_str());
            *name == package.name && rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
        });
        if !skipped {
            let known = versions.entry(package.name.as_str()).or_default();
            known.insert(package.version.as_str());
        }
    }
    let several = versions
        .into_iter()
        .filter(|(_, versions)| versions.len() > 1);
    several
        .map(|(name, versions)| format!("{name} comes in several versions: {versions:?}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRATES_IO: &str = "registry+https://crates.io";

    fn package(name: &str, version: &str, users: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: "MIT".to_owned(),
            source: Some(CRATES_IO.to_owned()),
            users: users.iter().map(|user| (*user).to_owned()).collect(),
        }
    }

    fn policy() -> Policy {
        Policy {
            targets: Vec::new(),
            licences: vec!["MIT".to_owned()],
            registries: vec!["https://crates.io".to_owned()],
            banned: vec![Ban {
                name: "openssl-sys".to_owned(),
                wrappers: vec!["openssl".to_owned()],
            }],
            skipped: vec![("syn".to_owned(), "2".to_owned())],
        }
    }

    #[test]
    fn a_banned_crate_is_let_in_by_its_wrappers_only() {
        let wrapped = [package("openssl-sys", "0.9.0", &["openssl"])];
        assert_eq!(broken(&policy(), &wrapped), Vec::<String>::new());
        let other = [package("openssl-sys", "0.9.0", &["openssl", "curl-sys"])];
        let expected = ["curl-sys brings openssl-sys, which is banned"];
        assert_eq!(broken(&policy(), &other), expected);
    }

    #[test]
    fn two_versions_are_told_unless_one_is_known() {
        let known = [package("syn", "2.0.1", &[]), package("syn", "3.0.0", &[])];
        assert_eq!(broken(&policy(), &known), Vec::<String>::new());
        let two = [package("syn", "3.0.0", &[]), package("syn", "20.0.0", &[])];
        assert_eq!(broken(&policy(), &two).len(), 1);
    }

    #[test]
    fn licence_and_origin_are_told() {
        let mut strange = package("a", "1.0.0", &[]);
        strange.source = Some("git+https://example.org/a".to_owned());
        strange.licence = "GPL-3.0".to_owned();
        assert_eq!(
            broken(&policy(), &[strange]),
            [
                "a comes from git+https://example.org/a",
                "a has the licence `GPL-3.0`, which is not allowed"
            ]
        );
    }
}

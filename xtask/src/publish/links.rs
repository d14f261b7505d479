//! Links of a README, which are followed on crates.io, where rustdoc does not resolve them.

use std::collections::BTreeSet;

use regex::{Captures, Regex};

use crate::Error;

/// The links that lead nowhere on crates.io: to a path, to a Rust item, or not defined.
pub(super) fn dead(readme: &str) -> Result<Vec<String>, Error> {
    let prose = without_code_blocks(readme);
    let inline = pattern(r"\]\(([^()\s]*)")?;
    let definition = pattern(r"(?m)^\[([^\]]+)\]: *(\S+)")?;
    let targets = inline.captures_iter(&prose).map(|found| group(&found, 1));
    let defined = definition
        .captures_iter(&prose)
        .map(|found| group(&found, 2));
    let mut dead: Vec<String> = targets
        .chain(defined)
        .filter(|target| !is_followed(target))
        .collect();
    let known: BTreeSet<String> = definition
        .captures_iter(&prose)
        .map(|found| group(&found, 1))
        .collect();
    let names = references(&prose)?;
    dead.extend(names.into_iter().filter(|name| !known.contains(name)));
    Ok(dead)
}

fn is_followed(target: &str) -> bool {
    let starts = ["https://", "http://", "mailto:", "#"];
    starts.iter().any(|start| target.starts_with(start))
}

/// The names by which a text refers to definitions: `[text][name]`, and `` [`name`] `` alone.
fn references(prose: &str) -> Result<Vec<String>, Error> {
    let bracket = pattern(r"\[([^\[\]]+)\](?:\[([^\[\]]+)\])?")?;
    let names = bracket.captures_iter(prose).filter_map(|found| {
        if found.get(2).is_some() {
            return Some(group(&found, 2));
        }
        let whole = found.get(0)?;
        let before = prose.get(..whole.start()).unwrap_or_default();
        let behind = prose.get(whole.end()..).unwrap_or_default();
        let is_definition =
            behind.starts_with(':') && (before.is_empty() || before.ends_with('\n'));
        let is_another_form = behind.starts_with('(') || is_definition;
        // Brackets without code in them are usually no more than brackets.
        let name = group(&found, 1);
        (name.starts_with('`') && !is_another_form).then_some(name)
    });
    Ok(names.collect())
}

fn without_code_blocks(text: &str) -> String {
    let mut inside = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        inside ^= is_fence;
        !inside && !is_fence
    });
    lines.map(|line| format!("{line}\n")).collect()
}

fn pattern(text: &str) -> Result<Regex, Error> {
    Regex::new(text).map_err(|error| Error::new(error.to_string()))
}

fn group(found: &Captures<'_>, number: usize) -> String {
    let group = found.get(number);
    group.map_or_else(String::new, |group| group.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_the_web_and_into_the_page_are_followed() {
        let readme = "A [`Client`] and [words][web], see [there](#there), [here](https://a.b/c).\n\
            ```rust\nlet a = [`x`](y);\n```\n[secret] is no link.\n\n\
            [`Client`]: https://docs.rs/a\n[web]: https://a.b\n";
        assert_eq!(dead(readme).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn paths_items_and_what_is_not_defined_are_told() {
        let readme =
            "[`A`](crate::A), [b](COOKBOOK.md), [d][e], [`F`]\n- [`C`]: c\n\n[`F`]: crate::F\n";
        let expected = ["crate::A", "COOKBOOK.md", "crate::F", "e", "`C`"];
        assert_eq!(dead(readme).unwrap(), expected);
    }
}

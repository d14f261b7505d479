//! The translated READMEs have the headings, tables and code blocks of the English ones.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::workspace::files;

/// Fails if a translation differs from its `README.md` in more than its words, if that does not link
/// to it, or if it does not link back.
pub(super) fn in_step() -> Result<String> {
    let mut findings = Vec::new();
    let translations = translations()?;
    for path in &translations {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        let original = format!("{folder}/README.md");
        let english = fs::read_to_string(&original).context(original.clone())?;
        let translated = fs::read_to_string(path).context(path.clone())?;
        if !top(&english).contains(name) || !top(&translated).contains("README.md") {
            findings.push(format!("{path} and {original} do not link to each other"));
        }
        if let Some(difference) = first_difference(&english, &translated) {
            findings.push(format!("{path}: {difference}"));
        }
    }
    ensure!(findings.is_empty(), "{}", findings.join("; "));
    Ok(format!("{} translations are in step\n", translations.len()))
}

/// The paths of all translations.
pub(super) fn translations() -> Result<Vec<String>> {
    let mut found = files(Path::new("."), true)?;
    found.retain(|path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.starts_with("README.") && name.ends_with(".md") && name != "README.md"
    });
    Ok(found)
}

/// The heading and the lines below it, where the links to the other languages are.
fn top(text: &str) -> String {
    text.lines().take(3).collect()
}

/// Where the two differ first in what is not prose.
fn first_difference(english: &str, translated: &str) -> Option<String> {
    let (english, translated) = (skeleton(english), skeleton(translated));
    let parts = english.len().max(translated.len());
    let missing = ("nothing", 0);
    (0..parts).find_map(|part| {
        let (wanted, _) = *english.get(part).unwrap_or(&missing);
        let (given, line) = *translated.get(part).unwrap_or(&missing);
        (wanted != given).then(|| format!("line {line} is `{given}`, in English `{wanted}`"))
    })
}

/// All that translations share, with the numbers of the lines: the marks of headings, the lines of
/// code, and for each row of a table the first code of its first cell.
fn skeleton(text: &str) -> Vec<(&str, usize)> {
    let mut is_code = false;
    let mut parts = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let is_fence = line.starts_with("```");
        let part = if is_code || is_fence {
            Some(line)
        } else if line.starts_with('#') {
            line.split(' ').next()
        } else if let Some(row) = line.strip_prefix("| ") {
            let cell = row.split(" | ").next().unwrap_or(row);
            cell.split('`').nth(1).or(Some("|"))
        } else {
            None
        };
        is_code ^= is_fence;
        parts.extend(part.map(|part| (part, index + 1)));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "# A\n\n| `x` | yes |\n\n## B\n\n```sh\n# run\n```\n";

    #[test]
    fn only_words_may_differ() {
        for (translated, expected) in [
            ("# 甲\n| `x` | 是 |\n文字\n## 乙\n```sh\n# run\n```\n", None),
            ("# 甲\n| `x` | 是 |\n### 乙\n", Some("line 3 is `###`, in English `##`")),
            ("# 甲\n## 乙\n```sh\n# run\n```\n", Some("line 2 is `##`, in English `x`")),
            ("# 甲\n| `x` | 是 |\n## 乙\n", Some("line 0 is `nothing`, in English ````sh`")),
        ] {
            let found = first_difference(ENGLISH, translated);
            assert_eq!(found.as_deref(), expected, "{translated}");
        }
    }
}

//! Whether a CHANGELOG is ready for the version that is to be published.

/// What stands in the way, in words; `None` if the version has a heading of its own.
pub(super) fn unready(changelog: &str, version: &str) -> Option<String> {
    let titles: Vec<&str> = changelog.lines().filter_map(title).collect();
    if titles.contains(&version) {
        return None;
    }
    let instead = if titles.contains(&"Unreleased") {
        "its changes stand below `Unreleased`"
    } else {
        "nor one `Unreleased`"
    };
    Some(format!("no heading `{version}`, {instead}"))
}

/// The first word of a heading of the second level: `## [0.1.0] - 2026-01-01` is `0.1.0`.
fn title(line: &str) -> Option<&str> {
    let word = line.strip_prefix("## ")?.split_whitespace().next()?;
    Some(word.trim_start_matches('[').trim_end_matches(']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_needs_a_heading() {
        for ready in [
            "## 0.1.0\n",
            "## [0.1.0] - 2026-01-01\n",
            "# C\n\n## [0.1.0]\n",
        ] {
            assert_eq!(unready(ready, "0.1.0"), None, "{ready}");
        }
        for (text, expected) in [
            ("## [Unreleased]\n- 0.1.0\n", "below `Unreleased`"),
            ("## 0.1.0-rc.1\n", "nor one `Unreleased`"),
            ("### 0.1.0\n", "nor one `Unreleased`"),
        ] {
            let found = unready(text, "0.1.0").unwrap();
            assert!(found.contains(expected), "{found}");
        }
    }
}

//! The first example of a README, as the program that it is.

/// The first Rust block of a README that is meant to be run, with the lines that rustdoc would hide.
pub(super) fn first_example(readme: &str) -> Option<String> {
    let mut lines = readme.lines();
    let is_rust = |line: &str| {
        let language = line.strip_prefix("```");
        language.is_some_and(|it| matches!(it, "" | "rust"))
    };
    // A fence of another language is skipped to its end.
    loop {
        let line = lines.find(|line| line.starts_with("```"))?;
        if is_rust(line) {
            break;
        }
        lines.find(|line| line.starts_with("```"))?;
    }
    let code = lines.take_while(|line| !line.starts_with("```"));
    Some(code.map(shown).collect())
}

fn shown(line: &str) -> String {
    let code = match line.trim_start() {
        "#" => "",
        hidden if hidden.starts_with("# ") => hidden.trim_start_matches("# "),
        _ => line,
    };
    format!("{code}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_lines_are_shown_and_other_languages_are_passed_over() {
        let readme = "# It\n```console\n$ it\n```\n```rust,no_run\nreal();\n```\n```rust\n# fn main() {\n#\n#[cfg(a)]\nrent();\n# }\n```\n```\nlater\n```\n";
        let expected = "fn main() {\n\n#[cfg(a)]\nrent();\n}\n";
        assert_eq!(first_example(readme).as_deref(), Some(expected));
        assert_eq!(first_example("no code"), None);
    }
}

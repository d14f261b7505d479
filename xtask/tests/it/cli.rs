//! The command line as a person meets it.

use std::process::{Command, Output};

fn xtask(line: &str) -> Output {
    xtask_in(".", line)
}

/// The same, called in this folder of the repository.
fn xtask_in(folder: &str, line: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(line.split_whitespace())
        .current_dir(crate::repository::real().join(folder))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_lists_the_commands() {
    for line in ["", "help", "--help"] {
        let output = xtask(line);
        assert_eq!(output.status.code(), Some(0));
        assert!(
            text(&output.stdout).contains("\n  fixtures  "),
            "{}",
            text(&output.stdout)
        );
    }
    let output = xtask("fixtures --help");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("--page FILE"));
}

#[test]
fn a_wrong_command_line_exits_with_2_and_says_what_to_do() {
    for (line, expected) in [
        (
            "fixture",
            "no command `fixture` - `cargo xtask help` lists the commands",
        ),
        ("fixtures --page p", "--page needs --vendor"),
    ] {
        let output = xtask(line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(
            text(&output.stderr).contains(expected),
            "{}",
            text(&output.stderr)
        );
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn findings_exit_with_1_and_their_absence_with_0() {
    let root = crate::repository::copy("cli_exit_codes");
    let line = format!("fixtures --check --root {}", root.display());
    assert_eq!(xtask(&line).status.code(), Some(0));
    std::fs::write(root.join("fixtures/glows/stray"), "").unwrap();
    assert_eq!(xtask(&line).status.code(), Some(1));
}

#[test]
fn a_command_works_from_the_root_wherever_it_is_called() {
    let (root, inside) = (xtask("api"), xtask_in("crates/gpu-common", "api"));
    assert_eq!(text(&inside.stderr), "");
    assert_eq!(inside.status.code(), root.status.code());
    assert_eq!(text(&inside.stdout), text(&root.stdout));
}

#[test]
fn a_page_is_looked_for_where_the_command_is_called() {
    let line = "fixtures --vendor glows --page documented.txt";
    let output = xtask_in("fixtures/glows", line);
    assert_eq!(text(&output.stdout), "glows: no drift\n");
    assert_eq!(xtask(line).status.code(), Some(2));
}

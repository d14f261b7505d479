//! Help and manual pages: each verb has an example, and each example can be typed.

use clap::{Command, CommandFactory as _, Parser as _};

use super::{Rig, words};
use crate::args::Cli;

/// The examples of a command's help.
fn examples(command: &Command) -> Vec<String> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let lines = help.lines().filter_map(|line| line.trim().strip_prefix("gpu-lease "));
    lines.map(str::to_owned).collect()
}

#[test]
fn each_verb_has_an_example_and_each_example_parses() {
    let command = Cli::command();
    for verb in command.get_subcommands() {
        let examples = examples(verb);
        assert!(!examples.is_empty(), "{} has none", verb.get_name());
        for example in examples {
            assert!(example.starts_with(verb.get_name()), "{example}");
            let line = format!("gpu-lease {}", example.split(" >").next().unwrap());
            if let Err(error) = Cli::try_parse_from(words(&line)) {
                panic!("{example}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn manual_pages_are_written_for_each_verb() {
    let rig = Rig::new();
    let folder = rig.folder.path().join("man");
    let ran = rig.run(&format!("man {}", folder.display())).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    for verb in Cli::command().get_subcommands() {
        let page = read(&format!("gpu-lease-{}.1", verb.get_name()));
        assert!(page.contains(".TH") && page.contains("Example"), "{}", verb.get_name());
    }
    assert!(read("gpu-lease.1").contains("A MACHINE MAY STILL COST MONEY"));
    assert_eq!(rig.run("man /dev/null/x").await.code, 1);
}

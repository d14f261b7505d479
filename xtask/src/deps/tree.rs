//! Dependency trees, as cargo prints them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::Error;
use crate::workspace::cargo_text;

/// The crates that a user of `package` compiles with default features, itself included.
pub(super) fn of(package: &str) -> Result<BTreeSet<String>, Error> {
    let args = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--prefix",
        "none",
    ];
    Ok(names(&cargo_text(&args, Path::new("."))?))
}

/// The crates of a project that uses reqwest with the same TLS, and serde, and nothing else.
pub(super) fn of_bare_reqwest() -> Result<BTreeSet<String>, Error> {
    let folder = bare_project()?;
    let args = ["tree", "--edges", "normal", "--prefix", "none"];
    let mut crates = names(&cargo_text(&args, &folder)?);
    crates.remove("bare");
    Ok(crates)
}

/// Crates that come in two versions, in words.
pub(super) fn duplicates(package: &str) -> Result<Vec<String>, Error> {
    let args = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal,build",
        "--prefix",
        "none",
    ];
    let text = cargo_text(
        &[&args[..], &["--duplicates", "--depth", "0"]].concat(),
        Path::new("."),
    )?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines
        .map(|line| format!("{package} brings {line} beside another version"))
        .collect())
}

/// A project such as one writes by hand, below the target folder, with this workspace's lock file.
pub(super) fn bare_project() -> Result<std::path::PathBuf, Error> {
    let folder = std::env::temp_dir().join("xtask-deps-bare");
    let cannot = |error| Error::new(format!("cannot write {}: {error}", folder.display()));
    fs::create_dir_all(folder.join("src")).map_err(cannot)?;
    fs::write(folder.join("Cargo.toml"), BARE_MANIFEST).map_err(cannot)?;
    fs::write(folder.join("src/main.rs"), BARE_MAIN).map_err(cannot)?;
    fs::copy("Cargo.lock", folder.join("Cargo.lock")).map_err(cannot)?;
    Ok(folder)
}

const BARE_MANIFEST: &str = r#"[package]
name = "bare"
version = "0.0.0"
edition = "2024"

[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["json", "rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", features = ["rt-multi-thread"] }

[workspace]
"#;

const BARE_MAIN: &str = r#"fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let runtime = tokio::runtime::Runtime::new()?;
    let answer: serde_json::Value = runtime.block_on(async {
        client.get("https://127.0.0.1:1/").send().await?.json().await
    })?;
    println!("{answer}");
    Ok(())
}
"#;

fn names(tree: &str) -> BTreeSet<String> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

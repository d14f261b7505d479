//! The projects that are built to be measured: one such as one writes by hand, one for each client.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::scratch;

/// A project in a folder of its own.
pub(super) struct Project {
    /// The name of its only package, which is its program's.
    pub(super) package: &'static str,
    pub(super) folder: PathBuf,
}

/// A vendor crate and a program that makes one call with it.
pub(super) const USERS: [(&str, &str); 3] = [
    (
        "glows-client",
        "glows_client::Client::from_env()?.instance_stats().await?",
    ),
    (
        "mdc-client",
        "mdc_client::Client::from_env()?.list_regions().await?",
    ),
    (
        "ac-openapi-client",
        "ac_openapi_client::Client::from_env().await?.list_resource_groups().await?",
    ),
];

impl Project {
    /// What one writes in an afternoon: a create and a query over reqwest, serde and thiserror, with
    /// the features that the clients ask for.
    pub(super) fn by_hand() -> Result<Self, Error> {
        Self::write("by-hand", "deps-by-hand", MANIFEST, MAIN)
    }

    /// A project that depends on one vendor crate by path.
    pub(super) fn user(name: &str, call: &str) -> Result<Self, Error> {
        let folder = Path::new("crates").join(name);
        let path = fs::canonicalize(&folder)
            .map_err(|error| Error::new(format!("no {}: {error}", folder.display())))?;
        let manifest = format!(
            "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             {name} = {{ path = {:?} }}\n\
             tokio = {{ version = \"1\", features = [\"rt-multi-thread\"] }}\n\n[workspace]\n",
            path.display().to_string()
        );
        let program = format!(
            "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             tokio::runtime::Runtime::new()?.block_on(async {{\n        \
             let answer = {call};\n        println!(\"{{answer:?}}\");\n        Ok(())\n    }})\n}}\n"
        );
        Self::write("user", &format!("deps-{name}"), &manifest, &program)
    }

    /// Writes a project into a folder of its own, with this workspace's lock file.
    fn write(
        package: &'static str,
        name: &str,
        manifest: &str,
        program: &str,
    ) -> Result<Self, Error> {
        let folder = scratch::folder(name)?;
        scratch::write(&folder.join("Cargo.toml"), manifest)?;
        scratch::write(&folder.join("src/main.rs"), program)?;
        scratch::copy(Path::new("Cargo.lock"), &folder.join("Cargo.lock"))?;
        Ok(Self { package, folder })
    }

    /// Changes the program as a user does who works on it.
    pub(super) fn touch(&self) -> Result<(), Error> {
        let program = self.folder.join("src/main.rs");
        let cannot = |error| Error::new(format!("cannot touch {}: {error}", program.display()));
        let text = fs::read_to_string(&program).map_err(cannot)?;
        fs::write(&program, format!("{text}// Touched.\n")).map_err(cannot)
    }
}

const MANIFEST: &str = r#"[package]
name = "by-hand"
version = "0.0.0"
edition = "2024"

[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["float_roundtrip", "raw_value"] }
thiserror = "2"
tokio = { version = "1", features = ["rt-multi-thread"] }

[workspace]
"#;

const MAIN: &str = r#"use serde::{Deserialize, Serialize};

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("the service was not reached")]
    Http(#[from] reqwest::Error),
    #[error("the answer cannot be read")]
    Json(#[from] serde_json::Error),
}

#[derive(Serialize)]
struct Create {
    gpu: String,
}

#[derive(Debug, Deserialize)]
struct Machine {
    id: String,
    status: String,
}

async fn rent() -> Result<Vec<Machine>, Error> {
    let client = reqwest::Client::new();
    let url = "https://127.0.0.1:1/";
    let create = serde_json::to_vec(&Create { gpu: "any".into() })?;
    let made = client.post(url).body(create).send().await?.bytes().await?;
    let seen = client.get(url).send().await?.bytes().await?;
    Ok(vec![serde_json::from_slice(&made)?, serde_json::from_slice(&seen)?])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let machines = tokio::runtime::Runtime::new()?.block_on(rent())?;
    println!("{machines:?}");
    Ok(())
}
"#;

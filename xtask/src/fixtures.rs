//! `cargo xtask fixtures`: test data from the vendors' documented samples.

pub mod cells;
pub mod credentials;
pub mod curl;
pub mod glows;
pub mod jwt;
pub mod lenient;
pub mod model;
pub mod render;
pub mod repairs;
pub mod shell;
pub mod sync;
pub mod titled;
pub mod vendor;
pub mod wire;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::cli::Outcome;

use model::Document;
use vendor::Vendor;

/// What `cargo xtask fixtures --help` prints.
pub const USAGE: &str = "usage: cargo xtask fixtures\n";

/// Runs the command.
///
/// # Errors
/// When the arguments are wrong or a file cannot be read or written.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    let _ = (args, out);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    for vendor in Vendor::ALL {
        let folder = root.join("fixtures").join(vendor.name());
        let document = kept(vendor, &folder)?;
        let files = render::files(vendor, &document);
        let kept = |name: &str| name.starts_with("documented.");
        let differences = sync::compare(&folder, &files, kept)?;
        sync::apply(&folder, &files, &differences)?;
        let copy = root.join("crates").join(vendor.client()).join("tests/fixtures");
        let mut files = files;
        files.retain(|name, _| name.ends_with(".json"));
        let differences = sync::compare(&copy, &files, |_| false)?;
        sync::apply(&copy, &files, &differences)?;
    }
    Ok(Outcome::Clean)
}

fn kept(vendor: Vendor, folder: &Path) -> Result<Document, Error> {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(|error| Error::io("read", &path, &error))
    };
    let mut document = vendor.read_page(&credentials::fake(&read("documented.txt")?))?;
    document.samples.extend(titled::read(&credentials::fake(&read("documented.editions.md")?))?);
    Ok(document)
}

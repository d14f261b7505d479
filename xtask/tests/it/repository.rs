//! A copy of the repository's fixtures that a test may change.

use std::fs;
use std::path::{Path, PathBuf};

use xtask::cli::Outcome;
use xtask::fixtures;
use xtask::fixtures::vendor::Vendor;

/// The repository this test was built in.
pub(crate) fn real() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder with a copy of `fixtures/`, named after the test.
pub(crate) fn copy(test: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&root);
    for vendor in Vendor::ALL {
        let (from, to) = (folder(&real(), vendor), folder(&root, vendor));
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    root
}

/// The vendor's folder below `root`.
pub(crate) fn folder(root: &Path, vendor: Vendor) -> PathBuf {
    root.join("fixtures").join(vendor.name())
}

/// The kept copy of the vendor's page.
pub(crate) fn page(vendor: Vendor) -> String {
    fs::read_to_string(folder(&real(), vendor).join("documented.txt")).unwrap()
}

/// Runs `cargo xtask fixtures <line> --root <root>`; gives the outcome and what was printed.
pub(crate) fn run(root: &Path, line: &[&str]) -> (Outcome, String) {
    let (result, out) = try_run(root, line);
    (result.unwrap(), out)
}

/// The same where the command may fail.
pub(crate) fn try_run(root: &Path, line: &[&str]) -> (Result<Outcome, xtask::Error>, String) {
    let mut args: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
    args.extend(["--root".to_owned(), root.display().to_string()]);
    let mut out = Vec::new();
    let result = fixtures::run(&args, &mut out);
    (result, String::from_utf8(out).unwrap())
}

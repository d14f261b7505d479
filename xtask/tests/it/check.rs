//! `--check` finds every way in which a file can be wrong, and writing repairs it.

use std::fs;
use std::path::Path;

use xtask::cli::Outcome;
use xtask::fixtures::vendor::Vendor;

use crate::repository::{copy, folder, real, run, try_run};

fn edit(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(old), "{old} is not in {}", path.display());
    fs::write(path, text.replace(old, new)).unwrap();
}

#[test]
fn the_repository_is_up_to_date() {
    let (outcome, out) = run(&real(), &["--check"]);
    assert_eq!(
        (outcome, out.as_str()),
        (Outcome::Clean, "fixtures are up to date\n")
    );
}

#[test]
fn changed_missing_and_stray_files_are_named_and_nothing_is_written() {
    let root = copy("check_names_files");
    let glows = folder(&root, Vendor::Glows);
    edit(
        &glows.join("get.response.json"),
        "\"Running\"",
        "\"Started\"",
    );
    fs::remove_file(glows.join("list.curl.sh")).unwrap();
    fs::write(glows.join("notes.txt"), "mine").unwrap();

    let (outcome, out) = run(&root, &["--check"]);
    assert_eq!(outcome, Outcome::Findings);
    let expected = "fixtures/glows/get.response.json: differs from line 7 on\n\
                    fixtures/glows/list.curl.sh: missing\n\
                    fixtures/glows/notes.txt: stray, nothing makes it\n\
                    repair with: cargo xtask fixtures\n";
    assert_eq!(out, expected);
    assert!(glows.join("notes.txt").exists(), "a check writes nothing");
    assert!(
        !glows.join("list.curl.sh").exists(),
        "a check writes nothing"
    );
}

#[test]
fn writing_repairs_what_the_check_found() {
    let root = copy("writing_repairs");
    let mdc = folder(&root, Vendor::Mdc);
    edit(&mdc.join("create.request.json"), "\"66\"", "\"67\"");
    fs::remove_file(mdc.join("REPAIRS.md")).unwrap();
    fs::write(mdc.join("gone.request.json"), "{}").unwrap();
    assert_eq!(
        run(&root, &["--vendor", "glows", "--check"]).0,
        Outcome::Clean
    );
    assert_eq!(
        run(&root, &["--vendor", "mdc", "--check"]).0,
        Outcome::Findings
    );

    let (outcome, out) = run(&root, &["--vendor", "mdc"]);
    assert_eq!(outcome, Outcome::Clean);
    assert!(
        out.contains("fixtures/mdc: ") && out.contains(", 3 changed"),
        "{out}"
    );
    assert!(
        out.contains("removed fixtures/mdc/gone.request.json\n"),
        "{out}"
    );
    assert_eq!(run(&root, &["--check"]).0, Outcome::Clean);
    for name in ["create.request.json", "REPAIRS.md"] {
        let kept = fs::read(folder(&real(), Vendor::Mdc).join(name)).unwrap();
        assert_eq!(fs::read(mdc.join(name)).unwrap(), kept);
    }
}

#[test]
fn a_file_of_another_name_is_not_ours_to_remove() {
    let root = copy("own_files_stay");
    let glows = folder(&root, Vendor::Glows);
    let own = ["notes.txt", "answer.json", "documented.old.txt"];
    for name in own {
        fs::write(glows.join(name), "mine").unwrap();
    }
    let (outcome, out) = run(&root, &["--vendor", "glows"]);
    assert_eq!(outcome, Outcome::Findings, "it is still in the way");
    for name in own {
        let left = format!("left fixtures/glows/{name}: nothing makes it");
        assert!(out.contains(&left), "{out}");
        assert_eq!(fs::read_to_string(glows.join(name)).unwrap(), "mine");
    }
    assert!(out.contains(", 0 changed"), "{out}");
}

#[test]
fn an_edited_sample_changes_the_files_made_from_it() {
    let root = copy("edited_sample");
    let glows = folder(&root, Vendor::Glows);
    edit(
        &glows.join("documented.txt"),
        "\"priceCent\": 65",
        "\"priceCent\": 72",
    );
    let (_, out) = run(&root, &["--check"]);
    assert!(
        out.starts_with("fixtures/glows/get.response.json: differs from line 8 on\n"),
        "{out}"
    );
    run(&root, &[]);
    let made = fs::read_to_string(glows.join("get.response.json")).unwrap();
    assert!(made.contains("\"priceCent\": 72"));
}

#[test]
fn a_credential_in_a_kept_document_is_found_and_replaced() {
    let root = copy("credential_in_document");
    let mdc = folder(&root, Vendor::Mdc);
    edit(&mdc.join("documented.txt"), "fake-password-2", "Sw0rdfish");
    edit(
        &mdc.join("documented.editions.md"),
        "?token=fake-token-1",
        "?token=0a1b2c3d",
    );
    let (outcome, out) = run(&root, &["--check"]);
    assert_eq!(outcome, Outcome::Findings);
    assert!(
        out.contains("fixtures/mdc/documented.txt: differs"),
        "{out}"
    );
    assert!(
        out.contains("fixtures/mdc/documented.editions.md: differs"),
        "{out}"
    );
    assert!(!out.contains("Sw0rdfish") && !out.contains("0a1b2c3d"));

    run(&root, &[]);
    for entry in fs::read_dir(&mdc).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("Sw0rdfish") && !text.contains("0a1b2c3d"));
    }
}

#[test]
fn a_client_crate_gets_the_json_files_of_its_vendor_and_no_others() {
    let root = copy("copies");
    let client = root.join("crates/mdc-client");
    let copies = client.join("tests/fixtures");
    assert_eq!(
        run(&root, &["--check"]).0,
        Outcome::Clean,
        "no crate, no copies"
    );
    fs::create_dir_all(&client).unwrap();
    fs::write(client.join("Cargo.toml"), "").unwrap();

    let (_, out) = run(&root, &["--check"]);
    assert!(
        out.contains("crates/mdc-client/tests/fixtures/get.response.json: missing\n"),
        "{out}"
    );
    run(&root, &[]);
    let made = fs::read(folder(&root, Vendor::Mdc).join("get.response.json")).unwrap();
    assert_eq!(fs::read(copies.join("get.response.json")).unwrap(), made);
    for entry in fs::read_dir(&copies).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.ends_with(".json"), "{name}");
    }

    fs::write(copies.join("old.json"), "{}").unwrap();
    let (outcome, out) = run(&root, &["--check"]);
    assert_eq!(outcome, Outcome::Findings);
    assert!(
        out.contains("crates/mdc-client/tests/fixtures/old.json: stray"),
        "{out}"
    );
}

#[test]
fn a_document_that_cannot_be_read_is_an_error_that_names_the_place() {
    let root = copy("broken_document");
    let glows = folder(&root, Vendor::Glows);
    edit(
        &glows.join("documented.txt"),
        "- \"status\": \"Running\",",
        "- \"status\": Running,",
    );
    let error = try_run(&root, &[]).0.unwrap_err().to_string();
    assert!(
        error.contains("documented.txt: get.response: line "),
        "{error}"
    );

    fs::remove_file(glows.join("documented.editions.md")).unwrap();
    let error = try_run(&root, &["--vendor", "glows"])
        .0
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("cannot read") && error.contains("documented.editions.md"),
        "{error}"
    );
}

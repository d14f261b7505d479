//! `--page` says what moved in another copy of a vendor's page, by path and without credentials.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use xtask::cli::Outcome;
use xtask::fixtures::drift;
use xtask::fixtures::vendor::Vendor;

use crate::repository::{folder, page, real, try_run};

/// What `--page` says about the vendor's kept page after replacing each `old` by its `new`.
fn drift(test: &str, vendor: Vendor, edits: &[(&str, &str)]) -> (Outcome, String) {
    let mut text = page(vendor);
    for (old, new) in edits {
        assert!(
            text.contains(old),
            "{old} is not on the page of {}",
            vendor.name()
        );
        text = text.replace(old, new);
    }
    let (result, out) = on_text(test, vendor, &text);
    (result.unwrap(), out)
}

fn on_text(test: &str, vendor: Vendor, text: &str) -> (Result<Outcome, xtask::Error>, String) {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}.txt"));
    fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    try_run(&real(), &["--vendor", vendor.name(), "--page", &file])
}

#[test]
fn the_kept_page_has_not_drifted() {
    for vendor in Vendor::ALL {
        let (outcome, out) = drift("same", vendor, &[]);
        assert_eq!(
            (outcome, out),
            (Outcome::Clean, format!("{}: no drift\n", vendor.name()))
        );
    }
}

#[test]
fn line_ends_and_prose_are_no_drift() {
    let text = page(Vendor::Mdc).replace('\n', "\r\n");
    let (result, out) = on_text("line_ends", Vendor::Mdc, &text);
    assert_eq!(result.unwrap(), Outcome::Clean, "{out}");
    let edits = [
        ("string 擇一 |", "string 說明文字,擇一。 |"),
        ("{- \"code\"", "{ \"code\""),
    ];
    assert_eq!(drift("prose", Vendor::Glows, &edits).0, Outcome::Clean);
}

#[test]
fn a_renamed_field_is_named_with_its_new_name() {
    let cases = [
        (
            Vendor::Glows,
            ("\"priceCent\": 0", "\"priceCents\": 0"),
            "create.response: field `instance.priceCent` gone, `instance.priceCents` added\n",
        ),
        (
            Vendor::Glows,
            ("| remark |", "| note |"),
            "create table, request: field `remark` gone, `note` added\n",
        ),
        (
            Vendor::Glows,
            ("&per_page=10", "&size=10"),
            "list.request: field `query.per_page` gone, `query.size` added\n",
        ),
        (
            Vendor::Mdc,
            ("\"sshPassword\"", "\"password\""),
            "get.response: field `servers.SSH.sshPassword` gone, `servers.SSH.password` added\n",
        ),
        (
            Vendor::Mdc,
            ("needSnapshotstring", "keepImagestring"),
            "power_off table, request: field `needSnapshot` gone, `keepImage` added\n",
        ),
        (
            Vendor::AcOpenapi,
            (r#"\"ramSize\""#, r#"\"ramMB\""#),
            "create.request.java: field `body.ramSize` gone, `body.ramMB` added\n",
        ),
        (
            Vendor::AcOpenapi,
            ("ramSize |", "ramMB |"),
            "create table, request: field `ramSize` gone, `ramMB` added\n",
        ),
    ];
    for (vendor, edit, expected) in cases {
        let (outcome, out) = drift("renamed", vendor, &[edit]);
        assert_eq!(outcome, Outcome::Findings);
        assert!(out.contains(expected), "{edit:?}: {out}");
    }
}

#[test]
fn no_member_of_any_sample_can_be_renamed_unnoticed() {
    for vendor in Vendor::ALL {
        let text = page(vendor);
        let kept = vendor.read_page(&text);
        for name in member_names(&text) {
            let new = format!("{name}New");
            let renamed = ["\"", "\\\""].into_iter().fold(text.clone(), |text, end| {
                text.replace(&format!("\"{name}{end}"), &format!("\"{new}{end}"))
            });
            let lines = drift::compare(&kept, &vendor.read_page(&renamed));
            let named = |line: &String| line.contains(&new);
            assert!(
                lines.iter().any(named),
                "{} `{name}`: {lines:?}",
                vendor.name()
            );
        }
    }
}

/// Every text in quotes that is followed by a colon.
fn member_names(text: &str) -> BTreeSet<&str> {
    let quoted = text.split('"').collect::<Vec<_>>();
    let followed = quoted
        .windows(2)
        .filter(|pair| pair[1].trim_start().starts_with(':'));
    // In the Java sample the quotes are escaped: `\"name\"`.
    let names: BTreeSet<&str> = followed
        .map(|pair| pair[0].trim_end_matches('\\'))
        .collect();
    assert!(names.len() > 15, "{names:?}");
    names
}

#[test]
fn types_requirements_codes_and_request_lines_are_compared() {
    let cases = [
        (
            Vendor::Glows,
            ("| page required | integer", "| page required | string"),
            "list table, request: `page.type` was \"integer\", is \"string\"\n",
        ),
        (
            Vendor::Glows,
            ("| envs |", "| envs required |"),
            "create table, request: `envs.required` was \"no\", is \"yes\"\n",
        ),
        (
            Vendor::Glows,
            ("\"seconds\": 1726810944", "\"seconds\": \"1726810944\""),
            "get.response: `instance.createTime.seconds` was a number, is a text\n",
        ),
        (
            Vendor::Mdc,
            ("4为包日", "5为包日"),
            "skus table, response: field `sellingType.values.4` gone, `sellingType.values.5` added\n",
        ),
        (
            Vendor::Mdc,
            ("$instance_id/power_off", "$instance_id/power_on"),
            "request lines: `power_on.url` has another value (kept: \"https://demo.cdc.datenfab.com/\
             mdc/api/v1/clusters/$clusterName/instances/$instance_id/power_off\")\n",
        ),
        (
            Vendor::AcOpenapi,
            ("10012 | ", "10013 | "),
            "error codes: field `10012` gone, `10013` added\n",
        ),
        (
            Vendor::AcOpenapi,
            ("文件过大", "文件太大"),
            "error codes: `10011` has another value (kept: \"文件过大\")\n",
        ),
    ];
    for (vendor, edit, expected) in cases {
        let (outcome, out) = drift("compared", vendor, &[edit]);
        assert_eq!(outcome, Outcome::Findings);
        assert!(out.contains(expected), "{edit:?}: {out}");
    }
}

#[test]
fn whole_samples_that_go_or_come_are_named() {
    let text = page(Vendor::Glows);
    let last = text.find("| page required").unwrap();
    let (result, out) = on_text("gone", Vendor::Glows, &text[..last]);
    assert_eq!(result.unwrap(), Outcome::Findings);
    for expected in [
        "list.request gone\n",
        "list.response gone\n",
        "list table, request gone\n",
    ] {
        assert!(out.contains(expected), "{out}");
    }

    let more = "curl --url 'https://a.glows.ai/sdk/v1/image/list'\n{- \"code\": 0\n}\n";
    let (result, out) = on_text("come", Vendor::Glows, &(text + more));
    assert_eq!(result.unwrap(), Outcome::Findings);
    assert!(out.contains("get-image-list.request added\n"), "{out}");
    assert!(out.contains("get-image-list.response added\n"), "{out}");
    assert!(out.contains("edit fixtures/glows/documented.txt and run: cargo xtask fixtures\n"));
}

#[test]
fn a_sample_that_cannot_be_read_is_drift_with_its_place() {
    let edit = ("\"hasNextPage\": false,", "\"hasNextPage\": maybe,");
    let (outcome, out) = drift("unreadable", Vendor::Mdc, &[edit]);
    assert_eq!(outcome, Outcome::Findings);
    assert!(out.contains("list.response: line 2 (byte"), "{out}");
}

#[test]
fn another_kind_of_file_is_refused() {
    for vendor in Vendor::ALL {
        let (result, _) = on_text("other", vendor, "<html>404</html>");
        let error = result.unwrap_err().to_string();
        assert!(
            error.contains("is it a copy of the vendor's page"),
            "{error}"
        );
    }
    let missing = folder(&real(), Vendor::Glows)
        .join("no-such-page")
        .display()
        .to_string();
    let (result, _) = try_run(&real(), &["--vendor", "glows", "--page", &missing]);
    assert!(result.unwrap_err().to_string().contains("no-such-page"));
}

#[test]
fn nothing_that_is_only_on_the_other_page_is_shown() {
    // Credentials in places known and unknown: none may be repeated.
    let edits = [
        (
            "\"sshPassword\": \"fake-password-1\"",
            "\"sshPassword\": \"hunter2hunter2\"",
        ),
        ("jupyter?token=fake-token-1", "jupyter?token=5ecre7"),
        (
            "\"status\": \"Running\"",
            "\"status\": \"s3cretStatus\", \"rootSecret\": \"s3cretRoot\"",
        ),
        ("\"replicas\": 1", "\"0123456789abcdef0123456789abcdef\": 1"),
        ("bearer $token", "bearer s3cretBearer"),
    ];
    let (outcome, out) = drift("credentials", Vendor::Mdc, &edits);
    assert_eq!(outcome, Outcome::Findings);
    for secret in ["hunter2", "5ecre7", "s3cret", "0123456789abcdef"] {
        assert!(!out.contains(secret), "{secret} in {out}");
    }
    assert!(out.contains("`rootSecret` added"), "{out}");
    assert!(
        out.contains("`status` has another value (kept: \"Running\")"),
        "{out}"
    );
}

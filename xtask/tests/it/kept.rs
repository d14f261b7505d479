//! What the kept fixtures must hold, whoever edits them.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use xtask::fixtures::mark::Mark;
use xtask::fixtures::vendor::Vendor;

use crate::repository::{folder, page, real};

fn fixture(vendor: Vendor, name: &str) -> Value {
    let path = folder(&real(), vendor).join(format!("{name}.json"));
    serde_json::from_slice(&fs::read(&path).unwrap()).unwrap()
}

fn texts(vendor: Vendor) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder(&real(), vendor))
        .unwrap()
        .map(Result::unwrap);
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn every_documented_call_has_its_request() {
    let calls = [
        (
            Vendor::Glows,
            vec!["create", "get", "release", "stats", "list"],
        ),
        (
            Vendor::Mdc,
            vec![
                "regions",
                "skus",
                "create",
                "list",
                "get",
                "power_off",
                "power_on",
                "delete",
            ],
        ),
        (Vendor::AcOpenapi, vec!["create"]),
    ];
    for (vendor, expected) in calls {
        let document = vendor.read_page(&page(vendor));
        let requests = document
            .samples
            .iter()
            .filter_map(|s| s.name.strip_suffix(".request"));
        assert_eq!(requests.collect::<Vec<_>>(), expected);
        assert_eq!(document.problems, [""; 0]);
    }
}

#[test]
fn every_made_file_has_a_name_by_which_it_is_known() {
    let by_hand = ["documented.txt", "documented.editions.md"];
    for vendor in Vendor::ALL {
        for (name, _) in texts(vendor) {
            let is_made = xtask::fixtures::keep::render::is_made_name(&name);
            assert_ne!(is_made, by_hand.contains(&name.as_str()), "{name}");
        }
    }
}

#[test]
fn every_sample_has_an_evidence_mark() {
    for vendor in Vendor::ALL {
        let index = fixture(vendor, "index");
        for (name, _) in texts(vendor) {
            let is_sample = name.contains(".request") || name.contains(".response");
            if is_sample && name.ends_with(".json") {
                let mark = index[&name]["mark"]
                    .as_str()
                    .unwrap_or_else(|| panic!("{name}"));
                Mark::parse(mark).unwrap();
            }
        }
    }
}

#[test]
fn no_file_holds_a_credential_that_is_not_a_fake() {
    let behind = [
        "\"sshPassword\": \"",
        "\"password\": \"",
        "?token=",
        "\"accessKey\": \"",
    ];
    for vendor in Vendor::ALL {
        for (name, text) in texts(vendor) {
            for lead in behind {
                for tail in text.split(lead).skip(1) {
                    let credential = tail.split(['"', '&']).next().unwrap();
                    assert!(credential.contains("fake"), "{name} has one behind {lead}");
                }
            }
            for word in text.split(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)) {
                let is_token = word.starts_with("eyJ") && word.matches('.').count() == 2;
                let example = word == "eyJhbGciOiJIUzI1..." || !is_token;
                assert!(
                    example || word.contains(".fake-signature"),
                    "{name} has a token"
                );
            }
        }
    }
}

#[test]
fn the_glows_damage_is_repaired() {
    let accesses = &fixture(Vendor::Glows, "get.response")["instance"]["accesses"];
    let url = |at: usize| accesses[at]["url"].as_str().unwrap().to_owned();
    assert_eq!(url(0), "ssh://tw-01.access.glows.ai:15692");
    assert!(url(1).starts_with("https://fake-") && url(2).starts_with("https://fake-"));
    let printed = fixture(Vendor::Glows, "get.response.without-urls");
    assert_eq!(
        printed["instance"]["accesses"][1],
        json!({"protocol": "http", "listenPort": 8888})
    );
}

#[test]
fn the_mdc_damage_is_repaired() {
    assert_eq!(
        fixture(Vendor::Mdc, "skus.response")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let template = fixture(Vendor::Mdc, "create.request.body-template");
    assert_eq!(template["VolumeMount"][0]["Size"], Value::Null);
    assert_eq!(
        fixture(Vendor::Mdc, "power_off.request")["body"]["needSnapshot"],
        json!(true)
    );
    let path = fixture(Vendor::Mdc, "power_on.request")["path"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(path.ends_with("/power_on"), "{path}");
    let disk = &fixture(Vendor::Mdc, "get.response")["volumeMounts"][0]["displayName"];
    assert_eq!(disk, "系统盘");
}

#[test]
fn the_three_languages_of_ac_send_the_same_body() {
    let body = |name| fixture(Vendor::AcOpenapi, name)["body"].clone();
    assert_eq!(body("create.request"), body("create.request.java"));
    assert_eq!(body("create.request"), body("create.request.python"));
    assert_eq!(body("create.request").as_object().unwrap().len(), 17);
}

#[test]
fn tables_are_read_with_their_nesting() {
    let names = |vendor, name| -> BTreeSet<String> {
        let rows = fixture(vendor, name)["request"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let create = names(Vendor::AcOpenapi, "create.fields");
    assert!(create.contains("containerPortInfoList[].containerPort") && create.contains("version"));
    assert_eq!(create.len(), 22);
    let create = names(Vendor::Mdc, "create.fields");
    assert!(create.contains("Cost.GPUSKUID") && create.contains("VolumeMount[].Size"));
    assert_eq!(create.len(), 14);
    let required = fixture(Vendor::Mdc, "create.required");
    assert_eq!(
        required
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>(),
        create
    );
}

#[test]
fn the_tables_of_codes_are_complete() {
    assert_eq!(
        fixture(Vendor::AcOpenapi, "error-codes")
            .as_array()
            .unwrap()
            .len(),
        11
    );
    let codes = fixture(Vendor::Glows, "codes");
    let listed = codes
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["listed"] == true);
    assert_eq!(listed.count(), 19);
}

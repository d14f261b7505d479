//! The probe: no drift beside the emulators, each change of an answer named, no secret written, reads only.

mod changes;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gpu_emulator::{AcOpenApi, Emulator, Fault, Vendor};
use serde_json::Value;

use super::{Ran, Rig};

/// What a probe wrote, by file.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let text = |path: PathBuf| fs::read_to_string(path).unwrap();
    entries.map(|one| (one.file_name().into_string().unwrap(), text(one.path()))).collect()
}

impl Rig {
    pub(super) async fn ac(&mut self) -> AcOpenApi {
        let ac = AcOpenApi::builder().clock(self.clock.clone()).start().await.unwrap();
        self.set("AC_USER", ac.user());
        self.set("AC_ACCESS_KEY", ac.access_key());
        self.set("AC_SECRET_KEY", ac.secret_key());
        self.set("AC_REGION", "11112");
        for name in ["AC_TOKENS_URL", "AC_CENTER_URL"] {
            self.set(name, ac.base_url());
        }
        ac
    }

    async fn probe(&self, vendor: &str, more: &str) -> (Ran, PathBuf) {
        let out = self.folder.path().join("probed");
        drop(fs::remove_dir_all(&out));
        let line = format!("probe {vendor} --out {} --yes {more}", out.display());
        let ran = self.run(&line).await;
        (ran, out)
    }

    /// The differences that a probe names.
    async fn drift(&self, vendor: &str) -> Vec<String> {
        let (ran, _) = self.probe(vendor, "--json").await;
        let document: Value =
            serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
        let names: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
        let all = ["answers", "drift", "files", "folder", "questions", "schema", "vendor"];
        assert_eq!((names, &document["schema"]), (all.to_vec(), &"gpu-lease/probe/1".into()));
        let question = &document["questions"][0];
        assert!(question["question"].is_string() && question.get("answer").is_some());
        let text = |one: &Value, name| one[name].as_str().unwrap().to_owned();
        let drift = document["drift"].as_array().unwrap().iter();
        drift.map(|one| format!("{}: {}", text(one, "call"), text(one, "what"))).collect()
    }
}

fn changing<V: Vendor>(emulator: &Emulator<V>) -> Vec<String> {
    let requests = emulator.requests().into_iter();
    let reads = ["/tokens", "/image/images"];
    let changing = requests
        .filter(|one| one.method != "GET" && !reads.iter().any(|end| one.path.ends_with(end)));
    changing.map(|one| format!("{} {}", one.method, one.path)).collect()
}

#[tokio::test]
async fn beside_the_emulators_nothing_drifts_and_only_reads_are_sent() {
    let mut rig = Rig::new();
    let (glows, mdc, ac) = (rig.glows().await, rig.mdc().await, rig.ac().await);
    for filled in [false, true] {
        if filled {
            glows.add_foreign("production");
            mdc.add_foreign("production");
            ac.add_foreign("production");
            rig.time.advance(std::time::Duration::from_secs(600));
        }
        for vendor in ["glows", "mdc", "ac"] {
            let (ran, folder) = rig.probe(vendor, "").await;
            assert_eq!(ran.code, 0, "{}", ran.err);
            let report = &files(&folder)["report.md"];
            assert!(report.contains("## Not as documented\n\nNothing.\n"), "{report}");
            println!("{report}");
        }
    }
    assert_eq!(changing(&glows), [""; 0]);
    assert_eq!(changing(&mdc), [""; 0]);
    assert_eq!(changing(&ac), [""; 0]);
    assert_eq!(glows.ledger().created + mdc.ledger().created + ac.ledger().created, 0);
}

/// What a probe with money is given.
pub(super) const SPEND: &str = "--spend 1Credit --assume-rate '0.65 Credit/hour' --image img-87p9kq26 \
    --gpu 'NVIDIA GeForce RTX 4090' --region TW-03";

#[tokio::test]
async fn with_money_it_rents_one_machine_reads_it_in_each_state_and_gives_it_back() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let (ran, folder) = rig.probe("glows", SPEND).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ledger = glows.ledger();
    assert!(ledger.created == 1 && ledger.is_settled(), "{ledger}");
    let files = files(&folder);
    let text: String = files.values().cloned().collect();
    for word in ["SchedQueued", "Running", "create.response.1.json", "release.response.1.json"] {
        assert!(text.contains(word), "{word}");
    }
    assert!(files["report.md"].contains("Nothing.\n"), "{}", files["report.md"]);
}

#[tokio::test]
async fn without_a_yes_nothing_is_sent_and_a_dry_run_sends_nothing() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let ran = rig.run("probe glows").await;
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    for vendor in ["glows", "mdc", "ac"] {
        let ran = rig.run(&format!("probe {vendor} --dry-run")).await;
        assert!(ran.code == 0 && ran.out.contains("GET /"), "{}", ran.err);
    }
    let ran = rig.run("probe glows --yes --spend 1Credit --image img-87p9kq26").await;
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(glows.ledger().requests.is_empty());
    // Asked, and not agreed: nothing is written, what would be is shown.
    let out = rig.folder.path().join("refused").display().to_string();
    let ran = rig.answering("n\n", true, &format!("probe glows --out {out}")).await;
    assert!(ran.code == 1 && ran.out.contains("==> report.md <=="), "{}", ran.err);
    assert!(!Path::new(&out).exists());
}

#[tokio::test]
async fn its_failures_have_the_codes_of_other_verbs() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let (ran, folder) = rig.probe("glows", "--profile nobody").await;
    assert!(ran.code == 2 && !folder.exists(), "{}", ran.err);
    assert_eq!(rig.probe("mdc", "").await.0.code, 4);
    let there = rig.folder.path().display().to_string();
    for (line, code) in [
        ("probe aws --yes", 2),
        (&format!("probe glows --yes --out {there}"), 2),
        ("probe glows --yes --spend 1€", 2),
        ("probe glows --yes --gpu H20", 2),
        ("probe glows --yes --out /dev/null/x", 1),
    ] {
        let ran = rig.run(line).await;
        assert_eq!((ran.code, ran.err.lines().count()), (code, 1), "{line}: {}", ran.err);
    }
    glows.fail_next(usize::MAX, Fault::status(503));
    let (ran, folder) = rig.probe("glows", "").await;
    assert!(
        ran.code == 5 && files(&folder)["report.md"].contains("HTTP status 503"),
        "{}",
        ran.err
    );
    rig.set("GLOWS_SDK_TOKEN", "another-token");
    glows.clear_faults();
    assert_eq!(rig.probe("glows", "").await.0.code, 4);
    rig.set("GLOWS_BASE_URL", "http://127.0.0.1:1/sdk/v1");
    let (ran, folder) = rig.probe("glows", "").await;
    assert!(ran.code == 5 && !folder.exists(), "{}", ran.err);
}

#[tokio::test]
async fn a_machine_that_may_still_cost_outweighs_rejected_credentials() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    glows.fail_next(1, Fault::status(504).only("POST", "/sdk/v1/instance").after_processing());
    for path in ["/sdk/v1/instance/stats", "/sdk/v1/instance/list", "/sdk/v1/instance"] {
        glows.fail_next(usize::MAX, Fault::status(401).only("GET", path));
    }
    let (ran, _) = rig.probe("glows", SPEND).await;
    assert_eq!((ran.code, glows.ledger().created), (10, 1), "{}", ran.err);
}

/// Reads an answer as its client does; what stands in the way.
fn read(vendor: &str, call: &str, json: &Value) -> Result<(), serde_json::Error> {
    fn of<T: serde::de::DeserializeOwned>(value: &Value) -> Result<(), serde_json::Error> {
        serde_json::from_value::<T>(value.clone()).map(drop)
    }
    match (vendor, call) {
        ("glows", "get" | "create") => of::<glows_client::Instance>(&json["instance"]),
        ("glows", "list") => of::<glows_client::InstancePage>(json),
        ("glows", "stats") => of::<glows_client::Stats>(&json["stats"]),
        ("mdc", "get" | "create") => of::<mdc_client::Instance>(json),
        ("mdc", "list") => of::<mdc_client::InstanceList>(json),
        ("mdc", "regions") => of::<Vec<mdc_client::RegionInfo>>(json),
        ("mdc", "skus") => of::<Vec<mdc_client::Sku>>(json),
        ("ac-openapi", "detail") => of::<ac_openapi_client::Instance>(&json["data"]),
        ("ac-openapi", "center") => of::<ac_openapi_client::Center>(&json["data"]),
        ("ac-openapi", "node_limits") => of::<ac_openapi_client::NodeLimits>(&json["data"]),
        ("ac-openapi", "images") => of::<Vec<ac_openapi_client::Image>>(&json["data"]["data"]),
        _ => Ok(()),
    }
}

#[test]
fn each_answer_that_is_documented_or_was_taken_in_is_read_by_its_client() {
    for vendor in ["glows", "mdc", "ac-openapi"] {
        let own = env!("CARGO_MANIFEST_DIR");
        let path = format!("{own}/documented/{vendor}/responses.json");
        let documented: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let mut answers: Vec<_> = documented
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, it)| (name.clone(), it.clone()))
            .collect();
        // In a package there is no such folder.
        let seen = PathBuf::from(format!("{own}/../../fixtures/{vendor}/seen"));
        if let Ok(index) = fs::read_to_string(seen.join("index.json")) {
            let index: Value = serde_json::from_str(&index).unwrap();
            for (name, _) in
                index.as_object().unwrap().iter().filter(|(_, one)| one["status"] == 200)
            {
                let text = fs::read_to_string(seen.join(name)).unwrap();
                answers.push((name.clone(), serde_json::from_str(&text).unwrap()));
            }
        }
        let done = |json: &Value| json.get("code").is_none_or(|code| code == 0 || code == "0");
        for (name, json) in answers.iter().filter(|(_, json)| done(json)) {
            read(vendor, name.split('.').next().unwrap(), json)
                .unwrap_or_else(|error| panic!("{vendor} {name}: {error}"));
        }
    }
}

//! What each verb says, to people and to programs, when it succeeds and when it fails.

use super::{ORDER, ORDER_OF_MDC, Rig, dated, no_capacity};

macro_rules! golden {
    ($name:literal, $rig:expr, $line:expr) => {{
        let ran = $rig.run($line).await;
        insta::assert_snapshot!($name, $rig.golden(&ran));
        let ran = $rig.run(&format!("{} --json", $line)).await;
        insta::assert_snapshot!(concat!($name, "-json"), $rig.golden(&ran));
    }};
}

#[tokio::test]
async fn an_empty_journal_and_no_credentials() {
    let rig = Rig::new();
    golden!("ls-empty", rig, "ls");
    golden!("cost-empty", rig, "cost");
    golden!("show-nothing", rig, "show");
    golden!("ssh-nothing", rig, "ssh no_such_key");
    golden!("down-nothing", rig, "down --all");
    golden!("down-unknown", rig, "down no_such_key");
    golden!("sweep-nothing", rig, "sweep");
    golden!("offers-nothing", rig, "offers");
    golden!("doctor-nothing", rig, "doctor");
    golden!("watch-nothing", rig, "watch");
    let ran = rig.up("--yes").await;
    insta::assert_snapshot!("up-nothing", rig.golden(&ran));
    assert_eq!(ran.code, 4);
}

#[tokio::test]
async fn a_lease_that_is_held() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let dry = rig.up("--for 2h --dry-run").await;
    insta::assert_snapshot!("up-dry-run", rig.golden(&dry));
    assert!(!dry.out.contains("a-token-of-the-tests"));
    assert_eq!(glows.ledger().created, 0);
    let up = rig.up("--for 1h --detach --yes --json").await;
    insta::assert_snapshot!("up-detached-json", rig.golden(&up));
    let key = rig.keys().remove(0);
    golden!("ls", rig, "ls");
    golden!("cost", rig, "cost");
    golden!("show", rig, &format!("show {key}"));
    golden!("show-secrets", rig, "show --secrets");
    golden!("ssh-dry-run", rig, "ssh --dry-run");
    golden!("down-dry-run", rig, "down --all --dry-run");
    golden!("sweep-dry-run", rig, "sweep --dry-run");
    assert_eq!(glows.ledger().billing, 1);
    let refused = rig.run("down --all").await;
    insta::assert_snapshot!("down-unasked", rig.golden(&refused));
    let ran = rig.run(&format!("down {key}")).await;
    insta::assert_snapshot!("down", rig.golden(&ran));
    assert_eq!((ran.code, glows.ledger().billing), (0, 0));
    golden!("down-again", rig, &format!("down {key}"));
    assert!(glows.ledger().is_settled());
}

#[tokio::test]
async fn a_password_is_shown_only_when_asked_for() {
    let mut rig = Rig::new();
    let _glows = rig.glows().await;
    rig.detached().await;
    let secret = rig.run("show --secrets --json").await;
    let document: serde_json::Value = serde_json::from_str(&secret.out).unwrap();
    let password = document["secrets"]["password"].as_str().unwrap().to_owned();
    for line in ["show", "show --json", "ls --all --json", "ssh --dry-run", "doctor"] {
        let ran = rig.run(line).await;
        assert!(!(ran.out + &ran.err).contains(&password), "{line}");
    }
}

#[tokio::test]
async fn a_command_gets_the_address_and_the_machine_goes_back_when_it_ends() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let script = "test -n \"$GPU_SSH_HOST\" -a -n \"$GPU_SSH_PORT\" -a \"$GPU_SSH_USER\" = root";
    let ran = rig.up(&format!("--yes --json -- sh -c '{script}'")).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["outcome"], "done");
    let failed = rig.up("--yes -- sh -c 'exit 7'").await;
    assert_eq!(failed.code, 1, "{}", failed.err);
    let missing = rig.up("--yes -- /no/such/program").await;
    assert_eq!(missing.code, 2, "{}", missing.err);
    assert!(glows.ledger().is_settled());
    assert_eq!(glows.ledger().created, 3);
}

#[tokio::test]
async fn a_refusal_and_a_price_are_told_apart_from_what_may_still_cost() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    no_capacity(&glows);
    let ran = rig.up("--yes").await;
    insta::assert_snapshot!("up-no-capacity", rig.golden(&ran));
    assert_eq!(ran.code, 3);
    let ran = rig.up("--yes --max-cost 1Credit").await;
    insta::assert_snapshot!("up-price-unknown", rig.golden(&ran));
    assert_eq!((ran.code, glows.ledger().created), (3, 0));
}

#[tokio::test]
async fn what_does_not_go_is_ten_with_its_key() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let key = rig.detached().await;
    glows.change(|how| how.lapses.forgotten_releases = usize::MAX);
    let ran = rig.run(&format!("down {key} --json")).await;
    insta::assert_snapshot!("down-still-there-json", rig.golden(&ran));
    assert_eq!(ran.code, 10, "{}", ran.err);
    assert!(ran.err.contains(&format!("MAY STILL COST MONEY: {key}")));
    // Nobody can look any more: that is no proof that it is gone.
    rig.variables.remove("GLOWS_SDK_TOKEN");
    let ran = rig.run(&format!("down {key}")).await;
    insta::assert_snapshot!("down-no-account", rig.golden(&ran));
    assert_eq!(ran.code, 10);
    let mut other = Rig::new();
    let lost = other.glows().await;
    use gpu_emulator::Fault;
    lost.fail_next(1, Fault::status(504).only("POST", "/sdk/v1/instance").after_processing());
    lost.change(|how| how.lapses.late_creates = std::time::Duration::from_secs(300));
    let ran = other.up("--yes").await;
    assert_eq!(ran.code, 10, "{}", ran.err);
    assert!(ran.err.contains("MAY STILL COST MONEY: lease_"), "{}", ran.err);
    other.variables.remove("GLOWS_SDK_TOKEN");
    let ran = other.run("sweep").await;
    assert_eq!(ran.code, 10, "{}", ran.err);
    assert!(ran.err.contains("MAY STILL COST MONEY: lease_"), "{}", ran.err);
}

#[tokio::test]
async fn a_person_is_asked_and_no_means_no() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let line = format!("{ORDER} -- true");
    assert_eq!(rig.answering("n\n", true, &line).await.code, 1);
    assert_eq!(rig.answering("", true, &line).await.code, 1);
    assert_eq!(rig.run(&line).await.code, 2);
    assert_eq!(glows.ledger().created, 0);
    let ran = rig.answering("y\n", true, &line).await;
    assert_eq!((ran.code, glows.ledger().created), (0, 1), "{}", ran.err);
}

#[tokio::test]
async fn offers_have_prices_where_a_vendor_tells_them() {
    let mut rig = Rig::new();
    let (mdc, glows) = (rig.mdc().await, rig.glows().await);
    mdc.edit_next(usize::MAX, dated("Thu, 01 Jan 2026 00:00:10 GMT"));
    glows.edit_next(usize::MAX, dated("Thu, 01 Jan 2026 00:00:02 GMT"));
    golden!("offers", rig, "offers --gpu h20 --sort price");
    golden!("doctor", rig, "doctor");
    golden!("up-mdc-dry-run", rig, &format!("{ORDER_OF_MDC} --dry-run"));
    golden!("probe-dry-run", rig, "probe mdc --dry-run");
    let up = rig.run(&format!("{ORDER_OF_MDC} --when-running --yes --json -- true")).await;
    insta::assert_snapshot!("up-mdc-json", rig.golden(&up));
    golden!("cost-all", rig, "cost --all");
    let ran = rig.run(&format!("{ORDER_OF_MDC} --max-cost 0.01USD --yes")).await;
    insta::assert_snapshot!("up-other-currency", rig.golden(&ran));
    assert!(ran.code == 2 || ran.code == 3);
}

#[tokio::test]
async fn a_lost_journal_is_swept_by_prefix_and_others_are_left_alone() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    glows.add_foreign("production");
    let key = rig.detached().await;
    golden!("ls-all", rig, "ls --all");
    std::fs::remove_dir_all(rig.journal()).unwrap();
    let prefix = key.rsplit_once('_').unwrap().0.to_owned();
    // A list that cannot be read is no empty one.
    glows.fail_next(usize::MAX, gpu_emulator::Fault::status(503));
    let ran = rig.run(&format!("sweep --prefix {prefix}")).await;
    assert_eq!((ran.code, glows.ledger().billing), (10, 1), "{}", ran.err);
    glows.clear_faults();
    let ran = rig.run(&format!("sweep --prefix {prefix}")).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!((glows.ledger().billing, glows.ledger().foreign_touched), (0, 0));
}

#[tokio::test]
async fn completions_and_help_are_data() {
    let rig = Rig::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = rig.run(&format!("completions {shell}")).await;
        assert!(ran.code == 0 && ran.out.contains("sweep") && ran.err.is_empty(), "{shell}");
    }
    for line in ["--help", "up glows --help"] {
        let ran = rig.run(line).await;
        insta::assert_snapshot!(line.replace(' ', ""), rig.golden(&ran));
    }
}

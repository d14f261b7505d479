//! Every fault of the wire, on the create and on every call: whatever may still cost money is code 10.

use std::time::Duration;

use gpu_emulator::proxy::{FaultProxy, NamedFault, Pace, catalogue};
use gpu_emulator::{AcOpenApi, Fault};

use super::{ORDER_OF_MDC, Rig};

/// Runs `up` with a fault on one call or on each; what it said and what bills.
async fn with(fault: &NamedFault, on_each: bool) -> (u8, String, usize) {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    glows.change(|how| (how.queued_for, how.releasing_for) = (Duration::ZERO, Duration::ZERO));
    let time = rig.time.clone();
    let proxy = FaultProxy::builder(glows.address()).on_stall(move |stall| match stall.lasts {
        Some(lasts) if lasts < time.time_left() => {
            time.advance(lasts);
            Pace::Continue
        }
        _ => {
            time.expire_limits();
            Pace::Hold
        }
    });
    let fault = fault.fault.clone();
    let proxy = proxy.plan(move |number| (on_each || number == 1).then(|| fault.clone()));
    let proxy = proxy.start().await.unwrap();
    rig.set("GLOWS_BASE_URL", glows.base_url_via(proxy.address()));
    let ran = rig.up("--yes -- true").await;
    let ledger = glows.ledger();
    (ran.code, ran.err, ledger.billing + ledger.pending)
}

/// Whatever bills after a fault is code ten.
async fn each_fault(on_each: bool) {
    let mut tens = 0;
    for fault in catalogue("http://127.0.0.1:1/") {
        let (code, err, bills) = with(&fault, on_each).await;
        let name = &fault.name;
        if bills > 0 {
            assert_eq!(code, 10, "{name}: {err}");
            assert!(err.contains("MAY STILL COST MONEY: lease_"), "{name}: {err}");
            tens += 1;
        }
        assert!(code == 0 || err.contains("error: "), "{name}: {err}");
    }
    println!("{tens} faults left a machine, all of them with code 10");
    assert!(tens > 0);
}

#[tokio::test]
async fn whatever_bills_after_a_fault_of_one_call_is_code_ten() {
    each_fault(false).await;
}

#[tokio::test]
async fn whatever_bills_after_a_fault_of_every_call_is_code_ten() {
    each_fault(true).await;
}

#[tokio::test]
async fn an_order_that_cannot_be_placed_has_the_code_of_its_reason() {
    for (fault, code) in [
        (Fault::status(401), 4),
        (Fault::status(200).json(r#"{"code":114,"msg":"no capacity"}"#), 3),
        (Fault::firewall(), 3),
    ] {
        let mut rig = Rig::new();
        let glows = rig.glows().await;
        glows.fail_next(usize::MAX, fault.only("POST", "/sdk/v1/instance"));
        let ran = rig.up("--yes").await;
        assert_eq!(ran.code, code, "{}", ran.err);
    }
    let mut rig = Rig::new();
    let _glows = rig.glows().await;
    rig.set("GLOWS_BASE_URL", "http://127.0.0.1:1/sdk/v1");
    let ran = rig.up("--yes").await;
    assert_eq!(ran.code, 5, "{}", ran.err);
}

#[tokio::test]
async fn a_machine_that_is_not_ready_in_time_is_given_back() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    glows.change(|how| how.queued_for = Duration::from_secs(3600));
    let ran = rig.up("--yes --ready-within 5m").await;
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(glows.ledger().created, 1);
    assert!(glows.ledger().is_settled());
}

#[tokio::test]
async fn each_vendor_rents_shows_and_gives_back() {
    let mut rig = Rig::new();
    let mdc = rig.mdc().await;
    let ac = AcOpenApi::builder().clock(rig.clock.clone()).start().await.unwrap();
    rig.set("AC_TOKEN", ac.token());
    rig.set("AC_BASE_URL", ac.base_url());
    for order in [
        ORDER_OF_MDC,
        "up ac --image 10.0.35.26:5000/gpu/jupyter:4.4 --image-version jupyter:4.4 --group TeslaM40 \
         --accelerator gpu --cpus 3 --ram 15360",
    ] {
        let dry = rig.run(&format!("{order} --dry-run")).await;
        assert!(dry.code == 0 && dry.out.contains("curl"), "{}", dry.err);
        let line = format!("{order} --for 1h --when-running --detach --yes");
        let up = rig.run(&line).await;
        assert_eq!(up.code, 0, "{}", up.err);
        let show = rig.run("show --secrets --json").await;
        assert!(show.code == 0 && show.out.contains("\"secrets\""), "{}{}", show.out, show.err);
        let down = rig.run("down --all --yes").await;
        assert_eq!(down.code, 0, "{}", down.err);
    }
    assert!(mdc.ledger().is_settled() && ac.ledger().is_settled());
    assert_eq!((mdc.ledger().created, ac.ledger().created), (1, 1));
}

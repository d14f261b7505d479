//! `up` is killed by SIGKILL at every call that it makes; then it is swept, or watched.

use std::process::{Command, Stdio};
use std::time::Duration;

use gpu_emulator::proxy::{FaultProxy, WireFault};
use gpu_emulator::{Glows, Outcome};
use gpu_http::ManualClock;

use super::{Kept, ORDER, Rig, START, entries, words};
use crate::world::World;

/// The program that is killed; the parent starts it.
#[test]
#[ignore = "run by the other tests"]
fn child() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let start = gpu_common::Timestamp::from_second(START.as_secs().try_into().unwrap()).unwrap();
    let time = ManualClock::starting_at(start);
    let world = World::new(
        Kept::default(),
        std::io::stderr(),
        std::io::empty(),
        std::env::vars().collect(),
    );
    let words = words(&std::env::var("CHILD_LINE").unwrap()).into_iter().map(Into::into).collect();
    std::process::exit(runtime.block_on(crate::run(words, world.clock(time.clock()))).into());
}

/// Starts the program with its calls going through the proxy.
fn start(rig: &Rig, url: &str, line: &str) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::kill::child", "--ignored", "--nocapture"])
        .envs(&rig.variables)
        .env("GLOWS_BASE_URL", url)
        .env("CHILD_LINE", format!("gpu-lease {line}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// An emulator whose machines come and go at once.
async fn glows(rig: &mut Rig) -> Glows {
    let glows = rig.glows().await;
    glows.change(|how| (how.queued_for, how.releasing_for) = (Duration::ZERO, Duration::ZERO));
    glows
}

/// Waits until a call of the program is held; `false` if it ended before.
async fn is_held(proxy: &FaultProxy, child: &mut std::process::Child) -> bool {
    let ended = async {
        while child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        () = proxy.stalled(1) => true,
        () = ended => false,
    }
}

#[tokio::test]
async fn killed_at_every_call_and_swept_nothing_bills() {
    let (points, made) = killed(|_| format!("{ORDER} --yes -- true")).await;
    assert!(points >= 20 && made > points / 2, "{points} points, {made} machines");
}

#[tokio::test]
async fn a_probe_with_money_that_is_killed_at_any_call_and_swept_leaves_nothing() {
    let (points, made) = killed(|rig| {
        let out = rig.folder.path().join("probed");
        format!("probe glows --yes --out {} {}", out.display(), super::probe::SPEND)
    })
    .await;
    assert!(points >= 30 && made > 10, "{points} points, {made} machines");
}

/// Kills the program at each of its calls and sweeps; at how many points, and how many machines were made.
async fn killed(line: impl Fn(&Rig) -> String) -> (usize, usize) {
    let (unprocessed, unanswered, late) = tokio::join!(
        killed_while(WireFault::StallUnprocessed, &line),
        killed_while(WireFault::StallBeforeAnswer, &line),
        killed_while(WireFault::ForwardLate, &line),
    );
    let made = [unprocessed, unanswered, late].concat();
    println!("killed at {} points, {} made, 0 billing", made.len(), made.iter().sum::<usize>());
    (made.len(), made.iter().sum())
}

/// How many machines were made, for each call at which the program was killed.
async fn killed_while(fault: WireFault, line: impl Fn(&Rig) -> String) -> Vec<usize> {
    let mut made = Vec::new();
    for number in 1.. {
        let mut rig = Rig::new();
        let glows = glows(&mut rig).await;
        glows.add_foreign("production");
        let proxy = FaultProxy::builder(glows.address()).on(number, fault.clone());
        let proxy = proxy.start().await.unwrap();
        let url = glows.base_url_via(proxy.address());
        let mut child = start(&rig, &url, &line(&rig));
        let reached = is_held(&proxy, &mut child).await;
        drop(child.kill());
        child.wait().unwrap();
        if !reached {
            assert!(glows.ledger().is_settled(), "{}", glows.ledger());
            break;
        }
        rig.set("GLOWS_BASE_URL", url);
        proxy.clear().unwrap(); // what is held is held on
        rig.run("sweep").await;
        let acted = || {
            let requests = glows.requests();
            requests.iter().filter(|one| matches!(one.outcome, Outcome::Processed(_))).count()
        };
        let (before, acts_late) = (acted(), matches!(fault, WireFault::ForwardLate));
        proxy.resume();
        for _ in (0..2_000).take_while(|_| acts_late && acted() == before) {
            tokio::time::sleep(Duration::from_millis(1)).await; // what was held acts
        }
        rig.time.advance(Duration::from_secs(11 * 60));
        let swept = rig.run("sweep").await;
        let ledger = glows.ledger();
        assert_eq!(swept.code, 0, "{fault:?} at {number}: {}{}", swept.out, swept.err);
        assert_eq!((ledger.billing, ledger.pending), (0, 0), "{fault:?} at {number}: {ledger}");
        assert_eq!(ledger.foreign_touched, 0);
        made.push(ledger.created);
    }
    made
}

#[tokio::test]
async fn a_watch_takes_over_what_a_killed_up_left_and_ends_it_at_its_limit() {
    let mut rig = Rig::new();
    let glows = glows(&mut rig).await;
    let line = format!("{ORDER} --yes --for 2h -- sleep 600");
    let mut child = start(&rig, &glows.base_url(), &line);
    while !entries(&rig.journal()).iter().any(|entry| entry.state == gpu_lease::State::Held) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let watch = async {
        let ran = rig.run("watch").await;
        panic!("it ends by a signal only: {}", ran.err);
    };
    let ends = async {
        for minutes in 1.. {
            tokio::time::sleep(Duration::from_millis(10)).await;
            if glows.ledger().billing == 0 {
                return minutes;
            }
            rig.time.advance(Duration::from_secs(60));
        }
        0
    };
    let minutes = tokio::select! {
        minutes = ends => minutes,
        () = watch => 0,
    };
    assert!((118..125).contains(&minutes), "given back after {minutes} minutes of 120");
}

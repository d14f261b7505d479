//! Whatever ends the scope gives the machine back.

use std::time::Duration;

use gpu_lease::{Error, Kind, Outcome, State};

use crate::fake::{HOUR, Settings, World};

#[tokio::test]
async fn a_scope_that_returns_gives_back_and_keeps_its_result() {
    let world = World::new(Settings { queued: 3, ..Settings::default() });
    let leases = world.leases();
    let result = leases
        .lease(&world.vendor, "H20")
        .run(async |machine| {
            assert_eq!(world.vendor.billing(), 1);
            assert!(leases.prefix().made(&machine.key));
            Ok::<_, Error>(machine.ssh()?.port())
        })
        .await;
    assert_eq!(result.unwrap(), world.vendor.login().port());
    assert_eq!(world.vendor.billing(), 0);
    assert!(leases.entries().unwrap().is_empty());
    assert_eq!(leases.closed_entries().unwrap()[0].state, State::Closed);
}

#[tokio::test]
async fn a_scope_that_fails_gives_back_and_keeps_its_error() {
    let world = World::new(Settings::default());
    let failed: Result<(), Box<dyn std::error::Error>> =
        world.leases().lease(&world.vendor, "H20").run(async |_| Err("no data".into())).await;
    assert_eq!(failed.unwrap_err().to_string(), "no data");
    assert_eq!(world.vendor.billing(), 0);
}

#[tokio::test]
async fn a_scope_that_panics_gives_back_and_panics_on() {
    let world = World::new(Settings::default());
    let (leases, client) = (world.leases(), world.vendor.clone());
    let panicked = tokio::spawn(async move {
        leases
            .lease(&client, "H20")
            .run(async |_| -> Result<(), Error> { panic!("out of memory") })
            .await
    });
    let panic = panicked.await.unwrap_err().into_panic();
    assert_eq!(panic.downcast_ref(), Some(&"out of memory"));
    assert_eq!(world.vendor.billing(), 0);
}

#[tokio::test]
async fn a_future_that_is_dropped_gives_back_in_the_background() {
    let world = World::new(Settings::default());
    let leases = world.leases();
    let working = leases
        .lease(&world.vendor, "H20")
        .run(async |_| std::future::pending::<Result<(), Error>>().await);
    tokio::select! {
        ended = working => panic!("{ended:?}"),
        () = world.vendor.until_billing(1) => {}
    }
    world.vendor.until_billing(0).await;
}

#[tokio::test]
async fn a_handle_that_is_dropped_warns_and_the_last_drop_waits() {
    let world = World::new(Settings::default());
    let (told, notices) = std::sync::mpsc::channel();
    let leases =
        world.builder().on_notice(move |notice| told.send(notice.clone()).unwrap()).open().unwrap();
    let lease = leases.lease(&world.vendor, "H20").start().await.unwrap();
    assert_eq!(world.vendor.billing(), 1);
    drop(leases);
    drop(lease);
    assert_eq!(world.vendor.billing(), 0);
    assert!(
        notices.try_iter().any(|notice| notice.warning && notice.text.contains("it was dropped"))
    );
}

#[tokio::test]
async fn a_start_that_is_dropped_while_the_machine_is_queued_gives_back() {
    let world = World::new(Settings { queued: u32::MAX, ..Settings::default() });
    let leases = world.leases();
    tokio::select! {
        started = leases.lease(&world.vendor, "H20").start() => panic!("{started:?}"),
        () = world.vendor.until_billing(1) => {}
    }
    world.vendor.until_billing(0).await;
    assert_eq!(world.vendor.machines().len(), 1);
}

#[tokio::test]
async fn a_thread_that_is_blocked_keeps_no_machine_beyond_its_time() {
    let world = World::new(Settings::default());
    let leases = world.leases();
    let (time, vendor) = (world.time.clone(), world.vendor.clone());
    let ended: Result<(), Error> = leases
        .lease(&world.vendor, "H20")
        .max_time(HOUR)
        .run(async |_| {
            time.advance(HOUR);
            let began = std::time::Instant::now();
            while vendor.billing() > 0 && began.elapsed() < Duration::from_secs(5) {
                std::thread::sleep(Duration::from_millis(2)); // the only thread of this runtime
            }
            assert_eq!(vendor.billing(), 0);
            std::future::pending().await
        })
        .await;
    assert_eq!(ended.unwrap_err().kind(), Kind::Limit);
}

#[tokio::test]
async fn a_machine_that_is_not_ready_in_time_is_given_back() {
    let world = World::new(Settings { queued: u32::MAX, ..Settings::default() });
    let limit = Duration::from_secs(605);
    let request = world.leases().lease(&world.vendor, "H20").ready_within(limit);
    let error = request.start().await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotReady);
    let said = error.to_string();
    assert!(said.contains("after 605 s (queued") && error.key().is_some(), "{said}");
    assert!(!error.may_still_cost());
    assert_eq!(world.vendor.billing(), 0);
}

#[tokio::test]
async fn what_does_not_go_is_an_error_and_stays_in_the_journal_for_the_next_sweep() {
    let world = World::new(Settings { stuck: 100, ..Settings::default() });
    let leases = world.leases();
    let lease = leases.lease(&world.vendor, "H20").start().await.unwrap();
    let error = lease.give_back().await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotReturned);
    assert!(
        error.may_still_cost() && error.to_string().contains("still there (running)"),
        "{error}"
    );
    assert_eq!(leases.entries().unwrap()[0].state, State::Returning);
    let mut outcomes = Vec::new();
    for _ in 0..20 {
        outcomes.extend(leases.sweep(&world.vendor).await.unwrap());
    }
    assert_eq!(outcomes.last().unwrap().outcome, Outcome::GivenBack);
    assert!(leases.entries().unwrap().is_empty());
}

#[tokio::test]
async fn a_detached_machine_stays_until_its_time_is_over() {
    let world = World::new(Settings::default());
    let leases = world.leases();
    let lease = leases.lease(&world.vendor, "H20").max_time(HOUR).start().await.unwrap();
    lease.detach().await.unwrap();
    drop(leases);
    let leases = world.leases();
    assert!(leases.sweep(&world.vendor).await.unwrap().is_empty());
    assert_eq!(world.vendor.billing(), 1);
    world.time.advance(HOUR);
    assert_eq!(leases.sweep(&world.vendor).await.unwrap()[0].outcome, Outcome::GivenBack);
    assert_eq!(world.vendor.billing(), 0);
}

#[tokio::test]
async fn what_has_no_limit_cannot_be_left_to_a_watch() {
    let world = World::new(Settings::default());
    let lease = world.leases().lease(&world.vendor, "H20").start().await.unwrap();
    assert_eq!(lease.detach().await.unwrap_err().field(), Some("max_time"));
    assert_eq!(world.vendor.billing(), 0);
}

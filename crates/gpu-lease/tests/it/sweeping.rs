//! What dead owners left behind.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gpu_http::BoxFuture;
use gpu_lease::{Lease, Leases, Outcome, State};
use gpu_lease_support::{Around, Wrapped};

use crate::fake::{Fake, HOUR, Settings, World};

/// Starts a lease and forgets it as a killed process does: the guard is gone, the lock is free.
async fn orphan(world: &World, order: &'static str) -> String {
    let leases = world.leases();
    let lease = leases.lease(&world.vendor, order).max_time(HOUR).start().await.unwrap();
    let key = lease.detach().await.unwrap().key;
    let mut open = world.folder.files("open").into_iter();
    let path = open.find(|path| path.to_str().unwrap().contains(&key)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let held: Vec<_> = text.lines().filter(|line| !line.contains("\"detached\":true")).collect();
    std::fs::write(&path, held.join("\n") + "\n").unwrap();
    drop(leases);
    key
}

#[tokio::test]
async fn orphans_are_given_back_and_reported_and_nobody_else_is_touched() {
    let world = World::new(Settings::default());
    for foreign in ["production", "lease_production", "lease_aaaaaaaa_0123456789abcdefghj"] {
        world.vendor.foreign(foreign);
    }
    let keys = [orphan(&world, "H20").await, orphan(&world, "4090").await];
    let leases = world.leases();
    let living = leases.lease(&world.vendor, "A100").start().await.unwrap();
    let reports = leases.sweep(&world.vendor).await.unwrap();
    let swept: BTreeSet<_> = reports.iter().map(|report| report.key.clone()).collect();
    assert_eq!(swept, BTreeSet::from(keys));
    assert!(reports.iter().all(|report| report.outcome == Outcome::GivenBack), "{reports:?}");
    assert_eq!(world.vendor.billing(), 4); // three foreign ones and the one that lives
    living.give_back().await.unwrap();
}

#[tokio::test]
async fn a_sweep_costs_listings_and_not_a_call_for_each_entry() {
    let world = World::new(Settings::default());
    for _ in 0..12 {
        orphan(&world, "H20").await;
    }
    world.vendor.end_all();
    let before = world.vendor.calls().len();
    let leases = world.leases();
    let reports = leases.sweep(&world.vendor).await.unwrap();
    assert!(reports.len() == 12 && reports.iter().all(|report| report.outcome == Outcome::Gone));
    let calls = &world.vendor.calls()[before..];
    assert!(calls.len() < 12 && calls.iter().all(|call| *call == "list"), "{calls:?}");
}

#[tokio::test]
async fn a_list_that_is_not_whole_clears_nothing() {
    let world = World::new(Settings::default());
    let keys = [orphan(&world, "H20").await, orphan(&world, "H20").await];
    world.vendor.change(|settings| settings.incomplete = Some("page 2 is missing".to_owned()));
    world.vendor.end_all();
    let leases = world.leases();
    let reports = leases.sweep(&world.vendor).await.unwrap();
    assert_eq!(reports.len(), keys.len());
    let unknown = Outcome::Unknown("page 2 is missing".to_owned());
    assert!(reports.iter().all(|report| report.outcome == unknown), "{reports:?}");
    assert_eq!(leases.entries().unwrap().len(), keys.len());
}

#[tokio::test]
async fn a_list_that_lags_behind_ends_no_young_machine() {
    let list_lag = Duration::from_secs(10);
    let world = World::new(Settings { stuck: 1, list_lag, ..Settings::default() });
    let leases = world.builder().return_within(Duration::from_secs(1)).open().unwrap();
    for _ in 0..2 {
        // Its release is accepted and does nothing.
        let lease = leases.lease(&world.vendor, "H20").start().await.unwrap();
        lease.give_back().await.unwrap_err();
    }
    drop(leases);
    let reports = world.leases().sweep(&world.vendor).await.unwrap();
    assert!(reports.iter().all(|report| report.outcome == Outcome::GivenBack), "{reports:?}");
    assert_eq!((reports.len(), world.vendor.billing()), (2, 0));
}

#[tokio::test]
async fn absence_for_other_credentials_says_nothing() {
    let world = World::new(Settings::default());
    orphan(&world, "H20").await;
    let mut other = world.vendor.clone();
    other.token = "another token";
    world.vendor.end_all();
    let leases = world.leases();
    assert!(matches!(leases.sweep(&other).await.unwrap()[0].outcome, Outcome::Unknown(_)));
    assert_eq!(leases.sweep(&world.vendor).await.unwrap()[0].outcome, Outcome::Gone);
}

#[tokio::test]
async fn wrong_credentials_end_a_sweep_at_once_and_close_nothing() {
    let world = World::new(Settings::default());
    orphan(&world, "H20").await;
    world.vendor.change(|settings| settings.wrong_token = true);
    let before = world.vendor.calls().len();
    let leases = world.leases();
    let reports = leases.sweep(&world.vendor).await.unwrap();
    assert!(matches!(reports[0].outcome, Outcome::Unknown(_)), "{reports:?}");
    assert_eq!(world.vendor.calls().len(), before + 1);
    assert_eq!(leases.entries().unwrap()[0].state, State::Returning);
}

#[tokio::test]
async fn a_prefix_finds_what_a_lost_laptop_left_and_only_that() {
    let world = World::new(Settings::default());
    world.vendor.foreign("anna_production");
    let laptop = World::new(Settings::default());
    let lost = laptop.builder().prefix("anna").open().unwrap();
    let lease = lost.lease(&world.vendor, "H20").max_time(HOUR).start().await.unwrap();
    lease.detach().await.unwrap();
    let leases = world.leases();
    assert!(leases.sweep_prefix(&world.vendor, "ann").await.unwrap().is_empty());
    let reports = leases.sweep_prefix(&world.vendor, "anna").await.unwrap();
    assert_eq!((reports.len(), &reports[0].outcome), (1, &Outcome::GivenBack));
    assert_eq!(world.vendor.billing(), 1);
}

/// Another process starts a lease just before a call is made.
#[derive(Clone)]
struct Beside(Leases, Fake, Arc<Mutex<Vec<Lease>>>);

impl Around for Beside {
    fn call<'a, T: Send + 'a>(&'a self, call: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        Box::pin(async move {
            let lease = self.0.lease(&self.1, "H20").start().await.unwrap();
            self.2.lock().unwrap().push(lease);
            call.await
        })
    }
}

#[tokio::test]
async fn a_machine_that_is_made_while_a_prefix_is_swept_keeps_its_entry() {
    let world = World::new(Settings::default());
    let (leases, held) = (world.leases(), Arc::<Mutex<Vec<Lease>>>::default());
    let around = Beside(world.leases(), world.vendor.clone(), Arc::clone(&held));
    let client = Wrapped { client: Arc::new(world.vendor.clone()), around };
    let swept = leases.sweep_prefix(&client, leases.prefix().as_str()).await.unwrap();
    assert!(swept.is_empty(), "{swept:?}");
    assert_eq!((world.vendor.billing(), leases.entries().unwrap().len()), (1, 1));
    let lease = held.lock().unwrap().pop().unwrap();
    lease.give_back().await.unwrap();
}

#[tokio::test]
async fn a_watch_keeps_an_orphan_until_its_time_is_over() {
    let world = World::new(Settings::default());
    orphan(&world, "H20").await;
    let leases = world.leases();
    let (told, mut reports) = tokio::sync::mpsc::unbounded_channel();
    let (client, watching) = (world.vendor.clone(), leases.clone());
    let watch = tokio::spawn(async move {
        watching.watch(&client, |report| told.send(report.clone()).unwrap()).await.map(|_| ())
    });
    while world.time.elapsed() < HOUR {
        while world.time.time_left().is_zero() {
            tokio::task::yield_now().await; // it looks at the journal
        }
        assert_eq!(world.vendor.billing(), 1);
        // Another process does not take it away.
        assert!(world.leases().sweep(&world.vendor).await.unwrap().is_empty());
        world.time.expire_limits();
    }
    let report = reports.recv().await.unwrap();
    assert_eq!(report.outcome, Outcome::GivenBack);
    assert_eq!(world.vendor.billing(), 0);
    watch.abort();
}

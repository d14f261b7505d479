//! What dead owners left behind.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gpu_http::BoxFuture;
use gpu_lease::{Lease, Leases, Outcome, State};
use gpu_lease_support::{Around, Client, Settings, World, Wrapped};

/// Starts a lease and forgets it as a killed process does: the guard is gone, the lock is free.
async fn orphan(world: &World, order: &'static str) -> String {
    let leases = world.leases();
    let lease = leases
        .lease(&world.client, order)
        .max_time(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let key = lease.machine().key.clone();
    lease.detach().await.unwrap();
    let path = world
        .folder
        .files("open")
        .into_iter()
        .find(|path| path.to_str().unwrap().contains(&key))
        .unwrap();
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
        world.service.foreign(foreign);
    }
    let keys = [orphan(&world, "H20").await, orphan(&world, "4090").await];
    let leases = world.leases();
    let living = leases.lease(&world.client, "A100").start().await.unwrap();
    let reports = leases.sweep(&world.client).await.unwrap();
    let mut swept: Vec<_> = reports.iter().map(|report| report.key.clone()).collect();
    swept.sort();
    let mut expected = keys.to_vec();
    expected.sort();
    assert_eq!(swept, expected);
    assert!(reports.iter().all(|report| report.outcome == Outcome::GivenBack), "{reports:?}");
    assert_eq!(world.service.billing(), 4); // three foreign ones and the one that lives
    living.give_back().await.unwrap();
}

#[tokio::test]
async fn a_sweep_costs_listings_and_not_a_call_for_each_entry() {
    let world = World::new(Settings::default());
    for _ in 0..12 {
        orphan(&world, "H20").await;
    }
    world.service.end_all();
    let before = world.service.calls().len();
    let leases = world.leases();
    let reports = leases.sweep(&world.client).await.unwrap();
    assert!(reports.len() == 12 && reports.iter().all(|report| report.outcome == Outcome::Gone));
    let calls = &world.service.calls()[before..];
    assert!(calls.len() < 12 && calls.iter().all(|call| *call == "list"), "{calls:?}");
}

#[tokio::test]
async fn a_list_that_is_not_whole_clears_nothing() {
    let world = World::new(Settings::default());
    let keys = [orphan(&world, "H20").await, orphan(&world, "H20").await];
    world.service.change(|settings| settings.incomplete = Some("page 2 is missing".to_owned()));
    world.service.end_all();
    let leases = world.leases();
    let reports = leases.sweep(&world.client).await.unwrap();
    assert_eq!(reports.len(), keys.len());
    assert!(
        reports
            .iter()
            .all(|report| report.outcome == Outcome::Unknown("page 2 is missing".to_owned()))
    );
    assert_eq!(leases.entries().unwrap().len(), keys.len());
}

#[tokio::test]
async fn a_list_that_lags_behind_ends_no_young_machine() {
    let list_lag = Duration::from_secs(10);
    let world = World::new(Settings { stuck: 1, list_lag, ..Settings::default() });
    world.service.keep_time(world.time.clock());
    let leases = world.builder().return_within(Duration::from_secs(1)).open().unwrap();
    for _ in 0..2 {
        // Its release is accepted and does nothing.
        let lease = leases.lease(&world.client, "H20").start().await.unwrap();
        lease.give_back().await.unwrap_err();
    }
    drop(leases);
    let reports = world.leases().sweep(&world.client).await.unwrap();
    assert!(reports.iter().all(|report| report.outcome == Outcome::GivenBack), "{reports:?}");
    assert_eq!((reports.len(), world.service.billing()), (2, 0));
}

#[tokio::test]
async fn absence_for_other_credentials_says_nothing() {
    let world = World::new(Settings::default());
    orphan(&world, "H20").await;
    let other = world.client.clone().with_token("another token");
    world.service.end_all();
    let leases = world.leases();
    assert!(matches!(leases.sweep(&other).await.unwrap()[0].outcome, Outcome::Unknown(_)));
    assert_eq!(leases.sweep(&world.client).await.unwrap()[0].outcome, Outcome::Gone);
}

#[tokio::test]
async fn wrong_credentials_end_a_sweep_at_once_and_close_nothing() {
    let world = World::new(Settings::default());
    orphan(&world, "H20").await;
    world.service.change(|settings| settings.wrong_token = true);
    let before = world.service.calls().len();
    let leases = world.leases();
    let reports = leases.sweep(&world.client).await.unwrap();
    assert!(matches!(reports[0].outcome, Outcome::Unknown(_)), "{reports:?}");
    assert_eq!(world.service.calls().len(), before + 1);
    assert_eq!(leases.entries().unwrap()[0].state, State::Returning);
}

#[tokio::test]
async fn a_prefix_finds_what_a_lost_laptop_left_and_only_that() {
    let world = World::new(Settings::default());
    world.service.foreign("anna_production");
    let laptop = World::new(Settings::default());
    let lost =
        Leases::builder(&laptop.folder).prefix("anna").clock(world.time.clock()).without_signals();
    let lost = lost.open().unwrap();
    let lease =
        lost.lease(&world.client, "H20").max_time(Duration::from_secs(60)).start().await.unwrap();
    lease.detach().await.unwrap();
    let leases = world.leases();
    assert!(leases.sweep_prefix(&world.client, "ann").await.unwrap().is_empty());
    let reports = leases.sweep_prefix(&world.client, "anna").await.unwrap();
    assert_eq!((reports.len(), &reports[0].outcome), (1, &Outcome::GivenBack));
    assert_eq!(world.service.billing(), 1);
}

/// Another process starts a lease just before a call is made.
#[derive(Clone)]
struct Beside(Leases, Client, Arc<Mutex<Vec<Lease>>>);

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
    let around = Beside(world.leases(), world.client.clone(), Arc::clone(&held));
    let client = Wrapped { client: Arc::new(world.client.clone()), around };
    let swept = leases.sweep_prefix(&client, leases.prefix().as_str()).await.unwrap();
    assert!(swept.is_empty(), "{swept:?}");
    assert_eq!((world.service.billing(), leases.entries().unwrap().len()), (1, 1));
    let lease = held.lock().unwrap().pop().unwrap();
    lease.give_back().await.unwrap();
}

#[tokio::test]
async fn a_watch_keeps_an_orphan_until_its_time_is_over() {
    let world = World::new(Settings::default());
    orphan(&world, "H20").await;
    let leases = world.leases();
    let (told, mut reports) = tokio::sync::mpsc::unbounded_channel();
    let (client, watching) = (world.client.clone(), leases.clone());
    let watch = tokio::spawn(async move {
        watching.watch(&client, |report| told.send(report.clone()).unwrap()).await.map(|_| ())
    });
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(2)).await;
        world.time.advance(Duration::from_secs(60));
    }
    assert_eq!(world.service.billing(), 1);
    // Another process does not take it away.
    assert!(world.leases().sweep(&world.client).await.unwrap().is_empty());
    world.time.advance(Duration::from_secs(3600));
    let report =
        tokio::time::timeout(Duration::from_secs(5), reports.recv()).await.unwrap().unwrap();
    assert_eq!(report.outcome, Outcome::GivenBack);
    assert_eq!(world.service.billing(), 0);
    watch.abort();
}

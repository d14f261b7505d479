//! Money: prices at three check points, a budget that programs share, what a machine has cost.

use std::time::Duration;

use gpu_common::{Currency, Money, Rate};
use gpu_lease::{Error, Kind, Outcome};

use crate::fake::{HOUR, Settings, World};

fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// Whether a lease at no more than 2.00 CNY/hour is had, with prices told at the three check points.
async fn had(order: &'static str, created: Option<i64>, running: Option<i64>) -> Result<(), Error> {
    let world = World::new(Settings {
        price_created: created,
        price_running: running,
        queued: 2,
        ..Settings::default()
    });
    let request = world.leases().lease(&world.vendor, order).max_rate(rate("2 CNY/hour"));
    let outcome = request.start().await;
    let made = world.vendor.machines().len();
    match outcome {
        Ok(lease) => lease.give_back().await.map(drop)?,
        Err(error) => {
            assert_eq!(error.kind(), Kind::Price, "{error}");
            assert_eq!(made, usize::from(error.key().is_some()), "{error}");
            assert_eq!(world.vendor.billing(), 0);
            return Err(error);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_price_above_the_agreed_one_is_refused_at_each_check_point() {
    had("H20@200", Some(200), Some(200)).await.unwrap();
    had("H20@150", None, Some(199)).await.unwrap();
    let quoted = had("H20@201", None, None).await.unwrap_err();
    assert_eq!(quoted.to_string(), "the price is 2.01 CNY/hour, agreed was at most 2.00 CNY/hour");
    let created = had("H20@200", Some(250), None).await.unwrap_err();
    assert!(
        created.to_string().contains("2.50 CNY/hour") && created.to_string().contains("given back"),
        "{created}"
    );
    let running = had("H20@200", None, Some(201)).await.unwrap_err();
    assert!(running.to_string().contains("given back"), "{running}");
}

#[tokio::test]
async fn an_unknown_price_is_refused_unless_the_caller_declares_one() {
    let unknown = had("H20", None, Some(1)).await.unwrap_err();
    assert!(unknown.to_string().contains("assume_rate"), "{unknown}");
    let world = World::new(Settings { queued: 3, price_running: Some(65), ..Settings::default() });
    let leases = world.leases();
    let lease = |assumed| {
        leases.lease(&world.vendor, "H20").max_cost(money("10 CNY")).assume_rate(rate(assumed))
    };
    lease("0.65 CNY/hour").start().await.unwrap().give_back().await.unwrap();
    let error = lease("0.60 CNY/hour").start().await.unwrap_err();
    assert_eq!(error.kind(), Kind::Price, "{error}");
    // Nobody who set no limit is asked for a price.
    leases.lease(&world.vendor, "H20").start().await.unwrap().give_back().await.unwrap();
}

#[tokio::test]
async fn a_price_in_another_currency_gives_the_machine_back() {
    let world = World::new(Settings {
        currency: Some(Currency::USD),
        price_running: Some(1),
        ..Settings::default()
    });
    let request = world.leases().lease(&world.vendor, "H20@200").max_rate(rate("2 CNY/hour"));
    let error = request.start().await.unwrap_err();
    assert_eq!((error.kind(), world.vendor.billing()), (Kind::Price, 0));
    assert!(error.to_string().contains("USD"), "{error}");
}

#[tokio::test]
async fn the_money_is_used_up_before_the_time() {
    let world = World::new(Settings::default());
    let leases = world.leases();
    let request =
        leases.lease(&world.vendor, "H20@200").max_cost(money("3 CNY")).max_time(8 * HOUR);
    let lease = request.start().await.unwrap();
    let time = leases.entries().unwrap()[0].max_time_s;
    assert_eq!((time, world.vendor.billing()), (Some(5400), 1));
    world.time.advance(HOUR + HOUR / 2);
    lease.ending().await;
    let error = lease.give_back().await.unwrap_err();
    assert_eq!((error.kind(), world.vendor.billing()), (Kind::Limit, 0));
    let cost = leases.closed_entries().unwrap()[0].cost.unwrap();
    assert!(cost.compare(money("3.01 CNY")).unwrap().is_lt(), "{cost}");
}

#[tokio::test]
async fn sixty_four_at_once_on_a_budget_for_three_make_three_machines() {
    let world = World::new(Settings::default());
    // As eight processes would: each opens the journal for itself.
    let open = |_| world.builder().budget(money("7.99 CNY")).open().unwrap();
    let leases: Vec<_> = (0..8).map(open).collect();
    let mut starting = tokio::task::JoinSet::new();
    for number in 0..64 {
        let request = leases[number % 8].lease(&world.vendor, "H20@200").max_time(HOUR);
        starting.spawn(async move { request.ready_when_running().start().await });
    }
    let (mut held, mut refused) = (Vec::new(), 0);
    while let Some(started) = starting.join_next().await {
        match started.unwrap() {
            Ok(lease) => held.push(lease),
            Err(error) => {
                assert_eq!(error.kind(), Kind::Price, "{error}");
                refused += 1;
            }
        }
    }
    assert_eq!((held.len(), refused, world.vendor.machines().len()), (3, 61, 3));
    // What comes back frees its money, less what it cost.
    for lease in held.drain(..) {
        assert_eq!(lease.give_back().await.unwrap().outcome, Outcome::GivenBack);
    }
    let again = leases[0].lease(&world.vendor, "H20@200").max_time(HOUR).start().await.unwrap();
    again.give_back().await.unwrap();
    assert_eq!(world.vendor.billing(), 0);
}

#[tokio::test]
async fn a_budget_needs_something_to_keep_free() {
    let world = World::new(Settings::default());
    let leases = world.builder().budget(money("5 CNY")).open().unwrap();
    let error = leases.lease(&world.vendor, "H20@200").start().await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (Kind::Invalid, Some("budget")));
    assert!(world.vendor.calls().is_empty());
}

#[tokio::test]
async fn what_a_machine_has_cost_lies_in_the_interval() {
    let world = World::new(Settings { queued: 1, ..Settings::default() });
    let (leases, price) = (world.leases(), rate("3.60 CNY/hour"));
    let random = gpu_http::Random::default();
    // More by hand: LEASE_RENTALS=10000.
    let rentals = std::env::var("LEASE_RENTALS").map_or(400, |count| count.parse().unwrap());
    for number in 0..rentals {
        let lease = leases.lease(&world.vendor, "H20@360").max_time(24 * HOUR).ready_when_running();
        let lease = lease.start().await.unwrap();
        let so_far = lease.cost_so_far().unwrap();
        assert!(so_far.low().compare(so_far.high()).unwrap().is_le());
        world.time.advance(Duration::from_millis(random.up_to(80_000_000)));
        let cost = lease.give_back().await.unwrap().cost.unwrap();
        let (from, to) = world.vendor.machines()[number].billed;
        let billed = price.cost(to - from).unwrap();
        assert!(cost.low().compare(billed).unwrap().is_le(), "{billed} in {cost}");
        assert!(cost.high().compare(billed).unwrap().is_ge(), "{billed} in {cost}");
    }
    println!("{rentals} rentals, each billed within its interval");
}

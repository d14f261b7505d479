//! One program for three vendors: the real clients, against the emulated services.

use std::time::Duration;

use gpu_emulator::{AcOpenApi, Fault, Glows, Ledger, Mdc};
use gpu_http::Settings;
use gpu_lease::{EndedBy, Kind, Outcome, State, Vendor};
use gpu_lease_support::{driven, orders};

use crate::fake::{self, HOUR, World};

#[allow(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/any_vendor.rs"]
mod program;

fn settings(world: &World) -> Settings {
    Settings::new().no_proxy().clock(world.time.clock())
}

async fn glows(world: &World) -> (Glows, glows_client::Client) {
    let emulator = Glows::builder().clock(driven(&world.time)).start().await.unwrap();
    let builder = glows_client::Client::builder(emulator.token()).base_url(emulator.base_url());
    (emulator, builder.settings(settings(world)).build().unwrap())
}

fn settled(ledger: &Ledger, made: usize) {
    assert!(ledger.is_settled(), "{ledger}");
    assert_eq!(ledger.created, made);
}

#[tokio::test]
async fn glows_gives_back_tries_the_next_gpu_and_keeps_the_price() {
    let world = World::new(fake::Settings::default());
    let (emulator, client) = glows(&world).await;
    let leases = world.leases();
    let gpu = "NVIDIA GeForce RTX 4090";
    program::rent(&leases, &client, orders::glows(&client, gpu, "replaced")).await.unwrap();
    settled(&emulator.ledger(), 1);

    // The price is not told in advance, and is 0 while the machine waits.
    let limited = |assumed: &str| {
        let request =
            leases.lease(&client, orders::glows(&client, gpu, "replaced")).ready_when_running();
        request.max_cost("1 Credit".parse().unwrap()).assume_rate(assumed.parse().unwrap())
    };
    let lease = limited("0.65 Credit/hour").start().await.unwrap();
    assert_eq!(*lease.ended_by(), EndedBy::Nobody);
    let returned = lease.give_back().await.unwrap();
    assert!(returned.cost.is_some_and(|cost| !cost.high().amount().is_zero()));
    let dearer = limited("0.50 Credit/hour").start().await.unwrap_err();
    assert_eq!(dearer.kind(), Kind::Price, "{dearer}");
    assert!(dearer.to_string().contains("0.65"), "{dearer}");
    settled(&emulator.ledger(), 3);

    emulator.change(|how| {
        how.capacity_of
            .insert("GPU that is sold out".to_owned(), gpu_emulator::glows::Capacity::Refused);
    });
    let sold_out = orders::glows(&client, "GPU that is sold out", "replaced");
    let request = leases
        .lease(&client, sold_out)
        .or(orders::glows(&client, gpu, "replaced").cmd("sleep 3600"));
    let lease = request.ready_when_running().start().await.unwrap();
    assert_eq!(*lease.ended_by(), EndedBy::Machine);
    lease.give_back().await.unwrap();
    settled(&emulator.ledger(), 4);
}

#[tokio::test]
async fn a_machine_that_comes_up_only_after_it_was_given_back_is_found_by_a_sweep() {
    let world = World::new(fake::Settings::default());
    let (emulator, client) = glows(&world).await;
    emulator.change(|how| how.lapses.late_creates = HOUR / 12);
    let order = orders::glows(&client, "NVIDIA GeForce RTX 4090", "replaced");
    let request = world.leases().lease(&client, order).ready_within(Duration::from_secs(10));
    let error = request.start().await.unwrap_err();
    assert!(error.may_still_cost(), "{error}");
    world.time.advance(HOUR / 12);
    assert_eq!(emulator.ledger().billing, 1);
    let reports = world.leases().sweep(&client).await.unwrap();
    assert!(reports.iter().all(|report| report.outcome == Outcome::GivenBack), "{reports:?}");
    settled(&emulator.ledger(), 1);
}

/// That it was not there when it was looked for is a moment.
#[tokio::test]
async fn a_create_that_was_refused_and_acts_late_is_found_by_a_sweep() {
    let world = World::new(fake::Settings::default());
    let (emulator, client) = glows(&world).await;
    emulator.change(|how| how.lapses.late_creates = HOUR / 12);
    let refused = Fault::status(200).json(r#"{"code":4711,"msg":"no"}"#);
    emulator.fail_next(1, refused.only("POST", "/sdk/v1/instance").after_processing());
    let order = orders::glows(&client, "NVIDIA GeForce RTX 4090", "replaced");
    let leases = world.leases();
    let error = leases.lease(&client, order).start().await.unwrap_err();
    assert_eq!((error.kind(), emulator.ledger().created), (Kind::Refused, 0), "{error}");
    assert_eq!(leases.entries().unwrap()[0].state, State::Quarantined);
    world.time.advance(HOUR / 12);
    assert_eq!(leases.sweep(&client).await.unwrap()[0].outcome, Outcome::GivenBack);
    settled(&emulator.ledger(), 1);
}

#[tokio::test]
async fn mdc_quotes_its_price_and_a_term_bounds_it() {
    use mdc_client::{Client, ClusterName, Credentials, Period, Plan, UserId};
    let world = World::new(fake::Settings::default());
    let emulator = Mdc::builder().clock(driven(&world.time)).start().await.unwrap();
    let credentials = Credentials::new(emulator.token(), UserId::new(emulator.user_id()).unwrap());
    let builder = Client::builder(credentials, &emulator.base_url());
    let client = builder.settings(settings(&world)).build().unwrap();
    let cluster = client.cluster(ClusterName::new("host-cluster").unwrap());
    let leases = world.leases();
    program::rent(&leases, &cluster, orders::mdc(&cluster, "66", "replaced")).await.unwrap();
    settled(&emulator.ledger(), 1);
    let cheap = leases
        .lease(&cluster, orders::mdc(&cluster, "66", "replaced"))
        .max_rate("0.01 CNY/hour".parse().unwrap());
    let refused = cheap.start().await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Price, "{refused}");
    settled(&emulator.ledger(), 1);
    let limited = |days, most: &str| {
        let order = orders::mdc(&cluster, "68", "replaced");
        let order = order.plan(Plan::prepaid(days, Period::Day).unwrap());
        let request = leases.lease(&cluster, order).ready_when_running();
        request.max_time(HOUR).max_cost(most.parse().unwrap())
    };
    // The whole term is paid at once, however short the lease.
    for (days, too_little, enough) in [(1, "47.99 CNY", "48 CNY"), (3, "143.99 CNY", "144 CNY")] {
        let made = emulator.ledger().created;
        let refused = limited(days, too_little).start().await.unwrap_err();
        assert_eq!((refused.kind(), emulator.ledger().created), (Kind::Price, made));
        let lease = limited(days, enough).start().await.unwrap();
        assert_eq!(*lease.ended_by(), EndedBy::Term);
        lease.give_back().await.unwrap();
    }
    settled(&emulator.ledger(), 3);
}

#[tokio::test]
async fn ac_stops_and_deletes_and_ends_a_machine_by_itself() {
    use ac_openapi_client::Client;
    let world = World::new(fake::Settings::default());
    let emulator = AcOpenApi::builder().clock(driven(&world.time)).start().await.unwrap();
    let builder = Client::builder(emulator.token(), emulator.base_url());
    let client = builder.settings(settings(&world)).build().unwrap();
    let leases = world.leases();
    program::rent(&leases, &client, orders::ac(&client, "replaced")).await.unwrap();
    settled(&emulator.ledger(), 1);
    let request = leases
        .lease(&client, orders::ac(&client, "replaced"))
        .ready_when_running()
        .max_time(2 * HOUR);
    let lease = request.start().await.unwrap();
    assert_eq!(*lease.ended_by(), EndedBy::Vendor(2 * HOUR));
    lease.detach().await.unwrap();
    drop(leases);

    // Everybody is dead: the vendor stops it, and a sweep by whoever comes deletes it.
    world.time.advance(3 * HOUR);
    assert_eq!(emulator.ledger().billing, 0);
    let client: Box<dyn Vendor> = Box::new(client);
    let reports = world.leases().sweep(&*client).await.unwrap();
    assert_eq!((reports.len(), &reports[0].outcome), (1, &Outcome::GivenBack), "{reports:?}");
    settled(&emulator.ledger(), 2);
}

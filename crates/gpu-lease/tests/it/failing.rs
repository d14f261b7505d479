//! Creates that fail, and input that is wrong.

use std::sync::Arc;
use std::time::Duration;

use gpu_common::{Currency, Money, Period, Rate};
use gpu_http::BoxFuture;
use gpu_lease::{Kind, Leases, State};
use gpu_lease_support::{Around, Folder, Wrapped};
use tokio::sync::Semaphore;

use crate::fake::{Settings, World};

#[tokio::test]
async fn the_next_order_is_tried_only_after_a_refusal() {
    let world = World::new(Settings { sold_out: vec!["H20", "A100"], ..Settings::default() });
    let leases = world.leases();
    let lease = leases.lease(&world.vendor, "H20").or("A100").or("4090").start().await.unwrap();
    assert_eq!(world.vendor.machines().len(), 1);
    lease.give_back().await.unwrap();
    let error = leases.lease(&world.vendor, "A100").start().await.unwrap_err();
    assert!(error.is_refused() && !error.may_still_cost(), "{error}");
    assert!(leases.entries().unwrap().is_empty());

    world.vendor.change(|settings| settings.hold_creates = true);
    let error = leases.lease(&world.vendor, "B200").or("4090").start().await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated, "{error:?}");
    assert!(error.may_still_cost() && error.key().is_some());
    let creates = world.vendor.calls().iter().filter(|call| **call == "create").count();
    assert_eq!(creates, 5);
}

#[tokio::test]
async fn a_wrong_token_is_no_reason_to_try_the_next_order() {
    let world = World::new(Settings { wrong_token: true, ..Settings::default() });
    let error = world.leases().lease(&world.vendor, "H20").or("4090").start().await.unwrap_err();
    assert_eq!(error.kind(), Kind::Vendor);
    assert!(error.vendor_error().is_some_and(gpu_http::Error::is_auth), "{error}");
    assert_eq!(world.vendor.calls(), ["create"]);
}

/// Looks wait for the test.
#[derive(Clone)]
struct Gate(Arc<Semaphore>);

impl Around for Gate {
    fn call<'a, T: Send + 'a>(&'a self, call: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        Box::pin(async move {
            self.0.acquire().await.unwrap().forget();
            call.await
        })
    }

    fn create<'a, T: Send + 'a>(&'a self, call: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        call
    }
}

#[tokio::test]
async fn a_create_that_arrives_late_is_given_back() {
    let world = World::new(Settings { hold_creates: true, ..Settings::default() });
    let (leases, gate) = (world.leases(), Gate(Arc::new(Semaphore::new(1)))); // one for the terms
    let client = Wrapped { client: Arc::new(world.vendor.clone()), around: gate.clone() };
    leases.lease(&client, "H20").start().await.unwrap_err();
    assert_eq!(leases.entries().unwrap()[0].state, State::Quarantined);
    // The process that looks after it lives, and this is it.
    assert!(leases.sweep(&world.vendor).await.unwrap().is_empty());
    gate.0.add_permits(16); // for longer than absence has to last, and than a machine is asked to go
    let looked = async {
        while gate.0.available_permits() > 0 {
            tokio::task::yield_now().await; // it is looked for, and is not there
        }
    };
    tokio::time::timeout(Duration::from_secs(20), looked).await.unwrap();
    world.vendor.deliver();
    gate.0.add_permits(1000);
    world.vendor.until_billing(0).await;
    assert_eq!(world.vendor.machines().len(), 1);
}

#[tokio::test]
async fn wrong_input_is_named_before_anything_is_created() {
    let world = World::new(Settings::default());
    let leases = world.leases();
    let lease = || leases.lease(&world.vendor, "H20@100");
    let money = |hundredths, currency| Money::from_hundredths(hundredths, currency);
    let rate = |hundredths, currency| Rate::new(money(hundredths, currency), Period::Hour);
    let mut fields = Vec::new();
    for request in [
        lease().max_time(Duration::ZERO),
        lease().ready_within(Duration::ZERO),
        lease().max_cost(money(0, Currency::CNY)),
        lease().max_rate(rate(-1, Currency::CNY)),
        lease().max_rate(rate(1, Currency::CNY)).max_cost(money(1, Currency::USD)),
        lease().assume_rate(Rate::new(money(1, Currency::CNY), Period::Month)),
    ] {
        let error = request.start().await.unwrap_err();
        fields.push((error.kind(), error.field().unwrap_or_default().to_owned()));
    }
    let expected = ["max_time", "ready_within", "max_cost", "max_rate", "max_cost", "assume_rate"];
    assert!(fields.iter().all(|(kind, _)| *kind == Kind::Invalid));
    assert!(fields.iter().map(|(_, field)| field.as_str()).eq(expected), "{fields:?}");

    let foreign = lease().max_cost(money(500, Currency::USD)).start().await.unwrap_err();
    assert_eq!(foreign.kind(), Kind::Price);
    assert!(
        foreign.to_string().contains("USD") && foreign.to_string().contains("CNY"),
        "{foreign}"
    );
    let empty = leases.lease(&world.vendor, "").start().await.unwrap_err();
    assert_eq!(empty.vendor_error().and_then(gpu_http::Error::field), Some("gpu"));
    for prefix in ["", "Anna", "a/b"] {
        assert_eq!(
            leases.sweep_prefix(&world.vendor, prefix).await.unwrap_err().field(),
            Some("prefix")
        );
        assert_eq!(
            Leases::builder(Folder::new()).prefix(prefix).open().unwrap_err().field(),
            Some("prefix")
        );
    }
    assert!(world.vendor.calls().is_empty());
    assert!(leases.entries().unwrap().is_empty());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_an_error_that_names_it() {
    let file = Folder::new();
    std::fs::write(&file, "not a folder").unwrap();
    let error = Leases::open(file.as_ref().join("journal")).unwrap_err();
    assert_eq!(error.kind(), Kind::Journal);
    assert!(error.to_string().contains("gpu-lease-"), "{error}");
    std::fs::remove_file(&file).unwrap();
}

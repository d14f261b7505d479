//! Connections that break at every point: one machine at most, and the truth about it.

use std::sync::Arc;
use std::time::Duration;

use glows_client::{Delivery, Kind};
use gpu_emulator::proxy::{FaultProxy, NamedFault, Pace, catalogue};

use crate::support::{builder, create, emulated, key};

#[tokio::test]
async fn no_fault_on_a_create_rents_two_machines_or_hides_one() {
    for NamedFault { name, fault, .. } in catalogue("http://127.0.0.1:9/") {
        let it = emulated().await;
        let time = it.time.clone();
        let proxy = FaultProxy::builder(it.glows.address())
            .on(1, fault)
            // Whatever stalls, stalls until the caller's patience is at its end.
            .on_stall(move |_| {
                time.expire_limits();
                Pace::Hold
            })
            .start()
            .await
            .unwrap();
        let client = builder(&it.glows.base_url_via(proxy.address()), &it.time).build().unwrap();
        let outcome = create(&client, "order.1").await;
        let ledger = it.glows.ledger();
        assert!(ledger.created <= 1, "{name}: {ledger}");
        match outcome {
            Ok(instance) => {
                assert_eq!(ledger.created, 1, "{name}");
                assert_eq!(instance.meta_key.get(), Some(&key("order.1")), "{name}");
            }
            Err(error) => {
                assert_eq!(error.key(), Some("order.1"), "{name}: {error}");
                // "Too many requests" from a service that acted is a lie that the key uncovers, or
                // the refusal of the next request, which names the machine of the first.
                let told = error.kind() == Kind::MaybeCreated || error.id().is_some();
                let open = told && error.may_have_taken_effect();
                assert!(ledger.created == 0 || open, "{name}: {error}");
                if error.delivery() == Delivery::NotSent {
                    let seen = ledger.requests_to("POST", "/sdk/v1/instance").processed;
                    assert_eq!(seen, 0, "{name}: {error}");
                }
            }
        }
        assert!(it.time.elapsed() <= Duration::from_secs(60), "{name}: {:?}", it.time.elapsed());
    }
}

#[tokio::test]
async fn a_create_cut_off_at_any_moment_is_found_by_its_key() {
    let it = emulated().await;
    let client = Arc::new(it.client.clone());
    for number in 0..20 {
        let name = format!("order.{number}");
        let creating = create(&client, &name).into_future();
        // Dropped after some polls: the caller gave up.
        let _ = tokio::time::timeout(Duration::from_micros(number * 150), creating).await;
    }
    let listed = it.client.list_instances().stream().collect().await.unwrap();
    assert_eq!(listed.len(), it.glows.ledger().created);
    for instance in &listed {
        let key = instance.meta_key.get().unwrap();
        assert_eq!(it.client.get_instance(key).await.unwrap().id, instance.id);
    }
}

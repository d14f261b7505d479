//! What nothing published says: the client works whichever way the service turns out to be.

use std::time::Duration;

use ac_openapi_client::*;
use gpu_emulator::ac_openapi::{Batch, Behaviour, ListShape};
use serde_json::json;

use crate::support::*;

/// A whole rental, with a look at the list and a batch of one.
async fn rent(it: &Emulated) {
    let created = create_sample(&it.client).await.unwrap();
    let listed = it.client.list_instances().stream().collect().await.unwrap();
    assert!(listed.iter().any(|instance| instance.id == created.id));
    it.client.wait_until(&created, Until::addressed_ports(1)).await.unwrap();
    let _accepted = it.client.stop_instances(&created.id).await.unwrap();
    assert!(it.client.confirm_stopped(&created.id).await.unwrap().all_ended());
    let _accepted = it.client.delete_instances(&created.id).await.unwrap();
    let seen = it.client.confirm_deleted(&created.id).await.unwrap();
    assert!(seen.all_gone(), "{seen:#}");
    assert!(it.ac.ledger().is_settled());
}

#[tokio::test]
async fn a_rental_works_however_the_undocumented_is_decided() {
    let switches: [fn(&mut Behaviour); 14] = [
        |b| b.list_shape = ListShape::Bare,
        |b| b.list_shape = ListShape::Nested,
        |b| b.list_shape = ListShape::NestedWithTotal,
        |b| b.numeric_codes = true,
        |b| b.numeric_region_ids = true,
        |b| b.not_found_code = "10004".into(),
        |b| b.not_found_code = "10001".into(),
        |b| b.error_data = Some(json!("error")),
        |b| b.error_data = Some(json!({})),
        |b| b.error_data = Some(json!([])),
        |b| b.error_data = Some(json!(null)),
        |b| b.error_data = None,
        |b| b.delete_needs_end = true,
        |b| b.disabled_regions_have_tokens = true,
    ];
    for switch in switches {
        rent(&emulated(switch).await).await;
    }
}

#[tokio::test]
async fn a_batch_with_a_bad_id_is_read_back_whatever_it_did() {
    for (choice, refused, gone) in [
        (Batch::RefusesAll, true, false),
        (Batch::DoesTheGood, false, true),
        (Batch::DoesTheGoodAndRefuses, true, true),
    ] {
        let it = emulated(|behaviour| behaviour.batch = choice).await;
        let real = create_sample(&it.client).await.unwrap().id;
        let both = InstanceIds::from(&real).and(id("f".repeat(32).as_str()));
        let outcome = it.client.delete_instances(both.clone()).await;
        assert_eq!(outcome.is_err(), refused);
        let seen = it.client.confirm_deleted(both).await.unwrap();
        assert_eq!(seen.get(&real).unwrap().is_gone(), gone);
        assert_eq!(it.ac.ledger().is_settled(), gone);
    }
}

#[tokio::test]
async fn a_status_nobody_has_heard_of_is_kept_and_waited_through() {
    let it = emulated(|_| ()).await;
    let id = create_sample(&it.client).await.unwrap().id;
    it.ac.set_status(id.as_str(), Some("Hibernating"));
    let limit = Duration::from_secs(60);
    let error = it.client.wait_until(&id, Until::running()).limit(limit).await.unwrap_err();
    assert_eq!((error.kind(), error.last_state()), (Kind::WaitLimit, Some("Hibernating")));
    it.ac.set_status(id.as_str(), None);
    it.client.wait_until(&id, Until::running()).await.unwrap();
}

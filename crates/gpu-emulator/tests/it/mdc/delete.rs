//! Delete, through a state between.

use super::*;

#[tokio::test]
async fn a_running_machine_is_deleted_and_then_gone_or_still_shown() {
    for stays_visible in [false, true] {
        let mdc = start(|behaviour| behaviour.deleted_stay_visible = stays_visible).await;
        let name = running(&mdc, &Order::new("a")).await;
        assert_ok(&delete(&mdc, &name).await);
        stands(&mdc, &name, &[(0, "Deleting", "created 1, billing 1")]).await;
        assert_eq!(get(&mdc, &name).await.json().get("servers"), None);
        mdc.clock().advance(seconds(1));
        if stays_visible {
            assert_eq!(status(&mdc, &name).await, "Deleted");
            assert_eq!(list(&mdc).await["totalCount"], 1);
            assert_ok(&delete(&mdc, &name).await);
        } else {
            assert_refused(&get(&mdc, &name).await, 404, "instance not found");
            assert_eq!(list(&mdc).await["totalCount"], 0);
        }
        assert_eq!(mdc.ledger().to_string(), "created 1, billing 0");
        assert!(mdc.ledger().is_settled());
        assert_eq!(mdc.machines()[0].status, "Deleted");
    }
}

#[tokio::test]
async fn a_name_is_needed_and_only_one() {
    let mdc = start(|_| ()).await;
    let name = running(&mdc, &Order::new("a")).await;
    let queries = ["", "?name=", "?name", "?Name=x", &format!("?name={name}&name={name}")];
    for query in queries {
        let answer = call(&mdc, "DELETE", &format!("{INSTANCES}{query}")).await;
        assert_refused(&answer, 400, "give one name");
    }
    assert_eq!(mdc.ledger().billing, 1);
}

#[tokio::test]
async fn neither_uid_nor_display_name_is_a_name() {
    let mdc = start(|_| ()).await;
    let name = running(&mdc, &Order::new("a")).await;
    let uid = get(&mdc, &name).await.json()["uid"].clone();
    for other in [uid.as_str().expect("a uid"), "a", "instance-12345678"] {
        assert_refused(&delete(&mdc, other).await, 404, "instance not found");
        assert_refused(&get(&mdc, other).await, 404, "instance not found");
    }
    assert_eq!(mdc.ledger().billing, 1);
}

#[tokio::test]
async fn a_repeated_delete_is_accepted_or_refused_but_takes_no_longer() {
    let mdc = start(|behaviour| behaviour.deleting_for = seconds(2)).await;
    let name = created(&mdc, &Order::new("a")).await;
    assert_ok(&delete(&mdc, &name).await);
    mdc.clock().advance(seconds(1));
    assert_ok(&delete(&mdc, &name).await);
    mdc.change(|behaviour| behaviour.refuses_repeats = true);
    assert_refused(&delete(&mdc, &name).await, 409, "it is being deleted");
    mdc.clock().advance(seconds(1));
    assert_refused(&delete(&mdc, &name).await, 404, "instance not found");
    mdc.change(|behaviour| behaviour.delete_missing_is_accepted = true);
    assert_ok(&delete(&mdc, &name).await);
    assert_ok(&delete(&mdc, "instance-12345678").await);
}

#[tokio::test]
async fn it_may_have_to_be_off_first() {
    let mdc = start(|behaviour| behaviour.delete_needs_off = true).await;
    let name = running(&mdc, &Order::new("a")).await;
    assert_refused(&delete(&mdc, &name).await, 409, "it is not off");
    power_off(&mdc, &name, &json!({})).await;
    assert_refused(&delete(&mdc, &name).await, 409, "it is not off");
    mdc.clock().advance(seconds(2));
    assert_ok(&delete(&mdc, &name).await);
    mdc.clock().advance(seconds(1));
    assert_eq!(mdc.ledger().to_string(), "created 1, billing 0");
}

//! Stop and delete: several ids in one call.

use super::*;

#[tokio::test]
async fn several_instances_are_stopped_and_deleted_by_one_call() {
    let ac = start(|_| ()).await;
    let a = created(&ac, &named("a")).await;
    let b = running(&ac, &named("b")).await;
    let c = running(&ac, &named("c")).await;
    assert_done(&stop(&ac, &[&a, &b]).await);
    ac.clock().advance(seconds(1));
    for (id, is) in [(&a, "Terminated"), (&b, "Terminated"), (&c, "Running")] {
        assert_eq!(status(&ac, id).await, is);
    }
    assert_done(&delete(&ac, &[&a, &c]).await);
    assert_eq!(ac.ledger().to_string(), "created 3, billing 1");
    assert_eq!(status(&ac, &c).await, "Running", "until it takes effect");
    ac.clock().advance(seconds(1));
    assert_eq!(listed(&ac, "limit=9&sort=asc").await, ["b"]);
    for id in [&a, &c] {
        assert_refused(&detail(&ac, id).await, "816822", "任务不存在");
    }
    assert_eq!(ac.ledger().to_string(), "created 3, billing 0");
    let statuses: Vec<_> = ac.machines().into_iter().map(|one| one.status).collect();
    assert_eq!(statuses, ["Deleted", "Terminated", "Deleted"]);
}

#[tokio::test]
async fn the_key_is_repeated_and_never_joined() {
    let ac = start(|_| ()).await;
    let a = running(&ac, &order()).await;
    let joined = format!("{a},{a}");
    for answer in [stop(&ac, &[&joined]).await, delete(&ac, &[&joined]).await] {
        assert_refused(&answer, "816822", "任务不存在");
    }
    for query in ["", "?ids=", "?ids", "?id=x", "?ids[]=x"] {
        let stop = call(&ac, "POST", &format!("{TASK}/actions/stop{query}")).await;
        let delete = call(&ac, "DELETE", &format!("{TASK}{query}")).await;
        for answer in [stop, delete] {
            assert_refused(&answer, "10003", "参数不全: ids");
        }
    }
    assert_eq!(ac.ledger().billing, 1);
    assert_done(&delete(&ac, &[&a, &a]).await);
}

#[tokio::test]
async fn one_bad_id_does_one_of_three_things() {
    for (batch, refuses, does) in [
        (Batch::RefusesAll, true, false),
        (Batch::DoesTheGood, false, true),
        (Batch::DoesTheGoodAndRefuses, true, true),
    ] {
        let ac = start(|behaviour| behaviour.batch = batch).await;
        let id = running(&ac, &order()).await;
        for call in ["stop", "delete"] {
            let ids = [NOBODY, id.as_str()];
            let answer = match call {
                "stop" => stop(&ac, &ids).await,
                _ => delete(&ac, &ids).await,
            };
            match refuses {
                true => assert_refused(&answer, "816822", "任务不存在"),
                false => assert_done(&answer),
            }
            ac.clock().advance(seconds(1));
        }
        let code = &detail(&ac, &id).await.json()["code"];
        let gone = *code == json!("816822");
        assert_eq!(gone, does, "{batch:?}");
        assert_eq!(ac.ledger().is_settled(), does, "{batch:?}");
    }
}

#[tokio::test]
async fn stopping_what_has_ended_is_accepted_unless_switched() {
    let ac = start(|_| ()).await;
    let id = stopped(&ac, &order()).await;
    let ended = data(&detail(&ac, &id).await)["endTime"].clone();
    ac.clock().advance(seconds(60));
    assert_done(&stop(&ac, &[&id]).await);
    ac.clock().advance(seconds(60));
    assert_eq!(data(&detail(&ac, &id).await)["endTime"], ended);
    ac.change(|behaviour| behaviour.refuses_repeated_stops = true);
    assert_refused(&stop(&ac, &[&id]).await, "716867", "停止任务失败");
}

#[tokio::test]
async fn deleting_may_need_an_end_first_and_a_second_delete_changes_nothing() {
    let ac = start(|behaviour| {
        behaviour.delete_needs_end = true;
        behaviour.deleting_for = seconds(10);
    })
    .await;
    let id = running(&ac, &order()).await;
    assert_refused(&delete(&ac, &[&id]).await, "716866", "删除任务失败");
    ac.complete(&id);
    assert_done(&delete(&ac, &[&id]).await);
    ac.clock().advance(seconds(9));
    assert_done(&delete(&ac, &[&id]).await);
    ac.clock().advance(seconds(1));
    assert_refused(&delete(&ac, &[&id]).await, "816822", "任务不存在");
    assert_eq!(ac.ledger().to_string(), "created 1, billing 0");
}

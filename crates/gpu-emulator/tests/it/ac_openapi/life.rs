//! The six states, and what an instance costs in each.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gpu_emulator::AcOpenApi;
use serde_json::json;

use super::{
    created, data, detail, named, order, order_with, running, seconds, start, status, stop,
};

async fn stands(ac: &AcOpenApi, id: &str, is: &str, ledger: &str) {
    assert_eq!(status(ac, id).await, is);
    assert_eq!(ac.ledger().to_string(), ledger);
    assert_eq!(ac.machines()[0].status, is);
}

#[tokio::test]
async fn an_instance_waits_deploys_and_runs_until_it_is_stopped() {
    let ac = start(|_| ()).await;
    let id = created(&ac, &order()).await;
    stands(&ac, &id, "Waiting", "created 1, billing 0, pending 1").await;
    ac.clock().advance(seconds(2));
    stands(&ac, &id, "Deploying", "created 1, billing 0, pending 1").await;
    ac.clock().advance(seconds(3));
    stands(&ac, &id, "Running", "created 1, billing 1").await;
    stop(&ac, &[&id]).await;
    stands(&ac, &id, "Running", "created 1, billing 1").await;
    ac.clock().advance(seconds(1));
    stands(&ac, &id, "Terminated", "created 1, billing 0").await;
    assert!(ac.ledger().is_settled());
}

#[tokio::test]
async fn a_time_limit_counts_from_the_start_of_the_run() {
    let ac = start(|_| ()).await;
    let id = running(&ac, &order_with("timeoutLimit", "25:00:01")).await;
    let shown = data(&detail(&ac, &id).await);
    assert_eq!(shown["timeoutLimit"], "25:00:01");
    assert_eq!(shown["remainingTime"], "1d 1h 0m");
    ac.clock().advance(seconds(25 * 3600));
    stands(&ac, &id, "Running", "created 1, billing 1").await;
    ac.clock().advance(seconds(1));
    stands(&ac, &id, "Terminated", "created 1, billing 0").await;
    let shown = data(&detail(&ac, &id).await);
    assert_eq!((&shown["duration"], &shown["remainingTime"]), (&json!("1d 1h 0m"), &json!("--")));
}

#[tokio::test]
async fn work_may_be_completed_after_a_time_or_at_once() {
    let ac = start(|behaviour| behaviour.completes_after = Some(seconds(60))).await;
    let id = running(&ac, &order()).await;
    ac.clock().advance(seconds(60));
    stands(&ac, &id, "Completed", "created 1, billing 0").await;

    let ac = start(|_| ()).await;
    let id = running(&ac, &named("a")).await;
    ac.complete("a");
    stands(&ac, &id, "Completed", "created 1, billing 0").await;
    ac.fail("a");
    stands(&ac, &id, "Completed", "created 1, billing 0").await;
}

#[tokio::test]
async fn deploying_may_fail_and_so_may_a_run() {
    let ac = start(|behaviour| behaviour.deploying_fails = true).await;
    let id = created(&ac, &order()).await;
    ac.clock().advance(seconds(4));
    stands(&ac, &id, "Deploying", "created 1, billing 0, pending 1").await;
    ac.clock().advance(seconds(1));
    stands(&ac, &id, "Failed", "created 1, billing 0").await;
    let shown = data(&detail(&ac, &id).await);
    assert_eq!((&shown["startTime"], &shown["duration"]), (&json!(null), &json!("--")));
    assert!(shown["endTime"].is_string());

    let ac = start(|_| ()).await;
    let id = running(&ac, &order()).await;
    ac.fail(&id);
    stands(&ac, &id, "Failed", "created 1, billing 0").await;
}

#[tokio::test]
async fn an_instance_may_wait_for_ever_until_it_is_stopped() {
    let ac = start(|behaviour| behaviour.waits_for_ever = true).await;
    let id = created(&ac, &order()).await;
    ac.clock().advance(seconds(1_000_000));
    stands(&ac, &id, "Waiting", "created 1, billing 0, pending 1").await;
    stop(&ac, &[&id]).await;
    ac.clock().advance(seconds(1));
    stands(&ac, &id, "Terminated", "created 1, billing 0").await;
    assert_eq!(data(&detail(&ac, &id).await)["startTime"], json!(null));
}

#[tokio::test]
async fn another_status_word_can_be_put_on_one_instance() {
    let ac = start(|_| ()).await;
    let first = running(&ac, &named("a")).await;
    let second = running(&ac, &named("a")).await;
    ac.set_status(&first, Some("Unheard"));
    stands(&ac, &first, "Unheard", "created 2, billing 2").await;
    ac.set_status(&first, None);
    ac.set_status("a", Some("Newest"));
    assert_eq!(status(&ac, &first).await, "Running");
    assert_eq!(status(&ac, &second).await, "Newest");
}

#[tokio::test]
async fn nothing_can_be_done_to_an_instance_that_is_not_there() {
    let acts: [fn(&AcOpenApi); 3] =
        [|ac| ac.set_status("b", None), |ac| ac.fail("b"), |ac| ac.complete("b")];
    let ac = start(|_| ()).await;
    for act in acts {
        let panic = catch_unwind(AssertUnwindSafe(|| act(&ac))).expect_err("it panics");
        let told = panic.downcast_ref::<String>().map(String::as_str);
        assert_eq!(told, Some("no machine has the id or key \"b\""));
    }
}

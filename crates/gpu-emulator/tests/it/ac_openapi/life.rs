//! The six states, and what an instance costs in each.

use super::*;

const WAITS: &str = "created 1, billing 0, pending 1";
const BILLS: &str = "created 1, billing 1";
const OVER: &str = "created 1, billing 0";

/// After so many more seconds each, this is its status, and this the ledger.
async fn stands(ac: &AcOpenApi, id: &str, steps: &[(u64, &str, &str)]) {
    for (lasts, is, ledger) in steps {
        ac.clock().advance(seconds(*lasts));
        assert_eq!(status(ac, id).await, *is);
        assert_eq!(ac.ledger().to_string(), *ledger);
        assert_eq!(ac.machines()[0].status, *is);
    }
}

#[tokio::test]
async fn an_instance_waits_deploys_and_runs_until_it_is_stopped() {
    let ac = start(|_| ()).await;
    let id = created(&ac, &order()).await;
    let comes = [(0, "Waiting", WAITS), (2, "Deploying", WAITS), (3, "Running", BILLS)];
    stands(&ac, &id, &comes).await;
    stop(&ac, &[&id]).await;
    stands(&ac, &id, &[(0, "Running", BILLS), (1, "Terminated", OVER)]).await;
    assert!(ac.ledger().is_settled());
}

#[tokio::test]
async fn a_time_limit_counts_from_the_start_of_the_run_and_ends_the_cost() {
    let ac = start(|behaviour| behaviour.price_cent = 3600).await;
    let id = running(&ac, &order_with("timeoutLimit", "25:00:01")).await;
    let shown = data(&detail(&ac, &id).await);
    assert_eq!(shown["timeoutLimit"], "25:00:01");
    assert_eq!(shown["remainingTime"], "1d 1h 0m");
    stands(&ac, &id, &[(25 * 3600, "Running", BILLS), (1, "Terminated", OVER)]).await;
    let shown = data(&detail(&ac, &id).await);
    assert_eq!((&shown["duration"], &shown["remainingTime"]), (&json!("1d 1h 0m"), &json!("--")));
    ac.clock().advance(seconds(3600));
    // A hundredth a second.
    assert_eq!(ac.machines()[0].billionths(), (25 * 3600 + 1) * 10_000_000);
}

#[tokio::test]
async fn work_may_be_completed_after_a_time_or_at_once() {
    let ac = start(|behaviour| behaviour.completes_after = Some(seconds(60))).await;
    let id = running(&ac, &order()).await;
    stands(&ac, &id, &[(60, "Completed", OVER)]).await;

    let ac = start(|_| ()).await;
    let id = running(&ac, &named("a")).await;
    for end in [AcOpenApi::complete, AcOpenApi::fail] {
        end(&ac, "a");
        stands(&ac, &id, &[(0, "Completed", OVER)]).await;
    }
}

#[tokio::test]
async fn deploying_may_fail_and_so_may_a_run() {
    let ac = start(|behaviour| behaviour.deploying_fails = true).await;
    let id = created(&ac, &order()).await;
    stands(&ac, &id, &[(4, "Deploying", WAITS), (1, "Failed", OVER)]).await;
    let shown = data(&detail(&ac, &id).await);
    assert_eq!((&shown["startTime"], &shown["duration"]), (&json!(null), &json!("--")));
    assert!(shown["endTime"].is_string());

    let ac = start(|_| ()).await;
    let id = running(&ac, &order()).await;
    ac.fail(&id);
    stands(&ac, &id, &[(0, "Failed", OVER)]).await;
}

#[tokio::test]
async fn an_instance_may_wait_for_ever_until_it_is_stopped() {
    let ac = start(|behaviour| behaviour.waits_for_ever = true).await;
    let id = created(&ac, &order()).await;
    stands(&ac, &id, &[(1_000_000, "Waiting", WAITS)]).await;
    stop(&ac, &[&id]).await;
    stands(&ac, &id, &[(1, "Terminated", OVER)]).await;
    assert_eq!(data(&detail(&ac, &id).await)["startTime"], json!(null));
}

#[tokio::test]
async fn a_running_instance_says_since_when_and_where_its_ports_are() {
    let ac = start(|_| ()).await;
    let id = running(&ac, &order()).await;
    ac.clock().advance(seconds(90));
    let shown = data(&detail(&ac, &id).await);
    assert_eq!(shown["startTime"], "2024-09-20 13:42:29");
    assert_eq!(shown["duration"], "0d 0h 1m");
    let port = &shown["containerPortInfoList"][0];
    let wanted = json!([
        {"accessUrl": port["accessUrl"], "containerPort": "18888", "protocolType": "HTTP"}
    ]);
    assert_eq!(shown["containerPortInfoList"], wanted);
    let leads_to = port["accessUrl"].as_str().expect("a URL");
    assert!(leads_to.starts_with("http://ai.emulated.example:"), "{leads_to}");
    let mounts = json!([{"sourcePath": "/public1/home/fake-user/test_mount", "type": "data"}]);
    assert_eq!(shown["mountInfoList"], mounts);
    assert!(shown["headerNotebookIp"].is_string());
}

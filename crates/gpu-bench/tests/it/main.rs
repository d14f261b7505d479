//! What the benchmark shows and a machine can decide: requests are counted, not timed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use gpu_bench::waiting::{PAGE, VENDORS, a_minute};
use gpu_bench::{decode, samples};

/// How often a wait looks in its first minute: at 0, 2, 5, 9.5, 16.25, … seconds.
const LOOKS: u64 = 8;

#[tokio::test]
async fn waiting_for_all_costs_as_many_requests_as_machines_or_pages_whichever_is_less() {
    for vendor in VENDORS {
        let waits: [(usize, usize); 7] =
            [(1, 1), (100, 100), (101, 101), (250, 250), (1, 10_000), (7, 2_000), (60, 3_000)];
        for (machines, account) in waits {
            // A cluster's list has one page, however long.
            let pages = if vendor == "mdc" { 1 } else { account.div_ceil(PAGE as usize) };
            let requests = a_minute(vendor, machines, account).await.unwrap();
            let each_look = machines.min(pages) as u64;
            assert_eq!(requests.together, LOOKS * each_look, "{vendor}, {machines} of {account}");
            assert_eq!(requests.each, LOOKS * machines as u64, "{vendor}");
        }
    }
    assert_eq!(PAGE, 100);
}

#[test]
fn each_way_decodes_the_list_it_is_named_after() {
    for way in decode::WAYS {
        for items in [1, 2, 100] {
            let body = samples::list_for(way, items).unwrap();
            let read = decode::list(way, body.as_bytes()).unwrap();
            assert_eq!(read, items, "{way}");
            // Plain structs have no way to pass over what cannot be read.
            let is_good = decode::list("plain", body.as_bytes()).is_ok();
            assert_eq!(is_good, way != "ours-with-a-bad-item", "{way}, {items}");
        }
    }
}

#[tokio::test]
async fn an_endless_body_is_left_at_the_limit() {
    let taken = gpu_bench::endless::taken().await.unwrap();
    let limit = gpu_bench::endless::LIMIT;
    // Behind the limit there is a chunk, and what the sockets of both sides hold.
    assert!(taken > limit && taken < limit + limit / 10, "{taken}");
}

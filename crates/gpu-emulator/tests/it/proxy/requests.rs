//! Faults between the caller's first byte and the server's work.

use super::*;

#[tokio::test]
async fn a_request_cut_anywhere_before_its_end_has_no_effect() {
    let whole = Rig::first(WireFault::CloseInRequest(0)).await.create("a").len();
    let body = Rig::first(WireFault::CloseInRequest(0)).await.create("a");
    let head = body.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    for (after, seen) in [(0, 0), (1, 0), (40, 0), (head - 1, 0), (head, 1), (whole - 1, 1)] {
        let rig = Rig::first(WireFault::CloseInRequest(after)).await;
        assert_eq!(rig.outcome("a").await.0, "");
        assert_eq!((rig.arrived(), rig.created()), ((seen, 0), 0), "after {after}");
        let counts = rig.proxy.counts();
        let partly = u64::from(after > 0);
        assert_eq!((counts.forwarded_whole, counts.forwarded_partly), (0, partly));
        assert!(rig.works("a").await);
    }
}

#[tokio::test]
async fn cut_after_its_end_the_request_takes_effect_unanswered() {
    let whole = Rig::first(WireFault::CloseInRequest(0)).await.create("a").len();
    for after in [whole, usize::MAX] {
        let rig = Rig::first(WireFault::CloseInRequest(after)).await;
        assert_eq!(rig.outcome("a").await.0, "");
        assert_eq!((rig.arrived(), rig.created()), ((1, 1), 1));
        assert_eq!(rig.proxy.counts().forwarded_whole, 1);
    }
}

#[tokio::test]
async fn a_reset_can_come_before_or_after_the_server_acted() {
    for (fault, created) in [(WireFault::ResetUnprocessed, 0), (WireFault::ResetBeforeAnswer, 1)] {
        let rig = Rig::first(fault).await;
        let (answer, end) = rig.outcome("a").await;
        assert_eq!(answer, "");
        assert!(is_reset(&end), "{end:?}");
        assert_eq!(rig.created(), created);
        assert_eq!(rig.proxy.counts().answered, 0);
    }
}

#[tokio::test]
async fn a_close_before_the_answer_comes_after_the_server_acted() {
    let rig = Rig::first(WireFault::CloseBeforeAnswer).await;
    let (answer, end) = rig.outcome("a").await;
    assert_eq!((answer.as_str(), end.is_ok()), ("", true));
    assert_eq!((rig.created(), rig.proxy.counts().forwarded_whole), (1, 1));
}

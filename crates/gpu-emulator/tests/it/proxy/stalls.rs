//! Faults that let time pass, without a test that waits.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;

/// Whether nothing has come and the connection is still there.
fn is_silent(stream: &TcpStream) -> bool {
    matches!(stream.try_read(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock)
}

#[tokio::test]
async fn a_request_can_be_held_back_from_the_server() {
    for fault in [WireFault::StallUnprocessed, WireFault::ForwardLate] {
        let rig = Rig::first(fault).await;
        let mut stream = rig.creating("a").await;
        rig.proxy.stalled(1).await;
        assert_eq!(rig.arrived(), (0, 0));
        assert!(is_silent(&stream));
        rig.proxy.resume();
        assert!(one_answer(&mut stream).await.contains(r#""metaKey":"a""#));
        assert_eq!((rig.created(), rig.proxy.counts().answered), (1, 1));
    }
}

#[tokio::test]
async fn a_caller_that_hangs_up_takes_its_request_along() {
    let rig = Rig::first(WireFault::StallUnprocessed).await;
    let stream = rig.creating("a").await;
    rig.proxy.stalled(1).await;
    drop(stream);
    rig.all_closed().await;
    rig.proxy.resume();
    assert!(rig.works("b").await);
    assert_eq!((rig.created(), rig.arrived()), (1, (1, 1)));
}

#[tokio::test]
async fn a_late_request_takes_effect_though_its_caller_is_long_gone() {
    let rig = Rig::first(WireFault::ForwardLate).await;
    let stream = rig.creating("a").await;
    rig.proxy.stalled(1).await;
    drop(stream);
    assert!(rig.works("b").await);
    assert_eq!(rig.created(), 1);
    rig.proxy.resume();
    while rig.created() < 2 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_answer_can_stall_before_its_first_byte_and_after_its_head() {
    for (fault, given) in [(WireFault::StallBeforeAnswer, ""), (WireFault::StallInBody, "\r\n\r\n")]
    {
        let rig = Rig::first(fault).await;
        let mut stream = rig.creating("a").await;
        let mut answer = String::new();
        while !answer.ends_with(given) {
            answer += &exactly(&mut stream, 1).await;
        }
        rig.proxy.stalled(1).await;
        assert!(is_silent(&stream) && rig.created() == 1);
        rig.proxy.resume();
        while !answer.contains(r#""metaKey":"a""#) {
            answer += &exactly(&mut stream, 1).await;
        }
        assert!(answer.contains("\r\n\r\n{\"code\":0,"), "{answer}");
    }
}

#[tokio::test]
async fn a_delay_asks_the_hook_instead_of_waiting() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let rig = Rig::scripted(|proxy| {
        proxy.on(2, WireFault::Delay(Duration::from_secs(3600))).on_stall(move |stall| {
            seen.lock().unwrap().push((stall.request, stall.lasts));
            Pace::Continue
        })
    })
    .await;
    assert!(rig.works("a").await && rig.works("b").await);
    assert_eq!(*asked.lock().unwrap(), [(2, Some(Duration::from_secs(3600)))]);
}

#[tokio::test]
async fn without_a_hook_a_delay_takes_its_time() {
    let rig = Rig::first(WireFault::Delay(Duration::from_millis(30))).await;
    let begin = std::time::Instant::now();
    assert!(rig.works("a").await);
    assert!(begin.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn an_answer_drips_piece_by_piece_and_can_be_stopped() {
    let rig = Rig::scripted(|proxy| {
        let drip = WireFault::Drip { piece: 5, pause: Duration::from_secs(1) };
        let pauses = Mutex::new(0);
        proxy.on(1, drip).on_stall(move |stall| {
            assert_eq!(stall.lasts, Some(Duration::from_secs(1)));
            let mut pauses = pauses.lock().unwrap();
            *pauses += 1;
            if *pauses <= 3 { Pace::Continue } else { Pace::Hold }
        })
    })
    .await;
    let mut stream = rig.creating("a").await;
    assert_eq!(exactly(&mut stream, 15).await, "HTTP/1.1 200 OK");
    rig.proxy.stalled(4).await;
    assert!(is_silent(&stream));
    drop(stream);
    rig.all_closed().await;
    assert_eq!((rig.created(), rig.proxy.counts().answered), (1, 0));
}

#[tokio::test]
async fn a_caller_who_gives_up_in_the_hook_is_noticed_before_the_drip_is_over() {
    let patience = Arc::new(tokio::sync::Notify::new());
    let ends = Arc::clone(&patience);
    let rig = Rig::scripted(|proxy| {
        let drip = WireFault::Drip { piece: 1, pause: Duration::from_secs(1) };
        proxy.on(1, drip).on_stall(move |_| {
            ends.notify_one();
            Pace::Continue
        })
    })
    .await;
    let stream = rig.creating("a").await;
    patience.notified().await;
    drop(stream);
    rig.all_closed().await;
    let counts = rig.proxy.counts();
    assert!(counts.stalls < 10 && counts.answered == 0, "{counts:?}");
}

#[tokio::test]
async fn a_drip_that_is_let_go_gives_the_whole_answer() {
    let drip = WireFault::Drip { piece: 0, pause: Duration::ZERO };
    let rig = Rig::scripted(|proxy| proxy.on(1, drip).on_stall(|_| Pace::Continue)).await;
    assert!(rig.works("a").await);
    assert!(rig.proxy.counts().stalls > 100);
}

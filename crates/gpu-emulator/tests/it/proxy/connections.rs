//! Faults that meet connections: refused, closed at once, stale.

use std::io::ErrorKind;

use super::*;

async fn is_refused(rig: &Rig) -> bool {
    let connected = TcpStream::connect(rig.proxy.address()).await;
    matches!(connected, Err(error) if error.kind() == ErrorKind::ConnectionRefused)
}

#[tokio::test]
async fn a_refusal_lasts_until_it_is_ended() {
    let rig = Rig::first(WireFault::Refuse).await;
    assert!(is_refused(&rig).await && is_refused(&rig).await);
    rig.proxy.stop_refusing().unwrap();
    assert!(rig.works("a").await);
    rig.proxy.stop_refusing().unwrap();
    assert!(rig.works("b").await, "ending what has ended changes nothing");
    assert_eq!(rig.proxy.counts().requests, 2);
}

#[tokio::test]
async fn the_port_is_closed_before_the_request_before_is_answered() {
    let rig = Rig::scripted(|proxy| proxy.on(2, WireFault::Refuse).on(3, WireFault::Refuse)).await;
    let mut stream = rig.creating("a").await;
    one_answer(&mut stream).await;
    assert!(is_refused(&rig).await);
    assert_eq!(until_end(&mut stream).await.0, "", "the idle connection is closed");
    rig.proxy.stop_refusing().unwrap();
    assert!(is_refused(&rig).await, "request 3 is to be refused too");
    rig.proxy.stop_refusing().unwrap();
    assert!(rig.works("b").await);
}

#[tokio::test]
async fn a_refusal_can_begin_and_be_forgotten_at_any_time() {
    let rig = Rig::scripted(|proxy| proxy).await;
    assert!(rig.works("a").await);
    rig.proxy.plan(|number| (number == 2).then_some(WireFault::Refuse)).unwrap();
    assert!(is_refused(&rig).await);
    rig.proxy.clear().unwrap();
    assert!(rig.works("b").await);
}

#[tokio::test]
async fn on_a_connection_that_is_open_already_the_request_is_not_read() {
    for fault in [WireFault::CloseOnAccept, WireFault::ResetOnAccept] {
        let rig = Rig::scripted(|proxy| proxy.on(2, fault)).await;
        let mut stream = rig.creating("a").await;
        one_answer(&mut stream).await;
        stream.write_all(&rig.create("b")).await.unwrap();
        assert_eq!(until_end(&mut stream).await.0, "");
        assert_eq!((rig.arrived(), rig.proxy.counts().requests), ((1, 1), 2));
    }
}

#[tokio::test]
async fn a_stale_connection_swallows_the_request_that_comes_over_it() {
    let timeout = "HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let table = [
        (WireFault::CloseReused, ""),
        (WireFault::ResetReused, ""),
        (WireFault::TimeoutReused, timeout),
    ];
    for (fault, answer) in table {
        let rig = Rig::scripted(|proxy| proxy.on(2, fault.clone())).await;
        let mut stream = rig.creating("a").await;
        one_answer(&mut stream).await;
        stream.write_all(&rig.create("b")).await.unwrap();
        assert!(answer.starts_with(&until_end(&mut stream).await.0), "{fault:?}");
        assert_eq!((rig.arrived(), rig.created()), ((1, 1), 1));
    }
}

//! Without a fault nothing changes.

use std::net::{Ipv4Addr, SocketAddr};

use super::*;

#[tokio::test]
async fn requests_and_answers_pass_unchanged_over_one_connection() {
    let rig = Rig::scripted(|proxy| proxy).await;
    let mut stream = rig.creating("a").await;
    let first = one_answer(&mut stream).await;
    assert!(first.starts_with("HTTP/1.1 200 OK\r\n") && first.contains(r#""metaKey":"a""#));
    stream.write_all(&rig.create("a")).await.unwrap();
    let repeated = one_answer(&mut stream).await;
    let direct = exchange(rig.glows.address(), &rig.create("a")).await;
    assert!(repeated.ends_with(&direct.body), "{repeated}");
    let counts = rig.proxy.counts();
    assert_eq!((counts.connections, counts.open, counts.requests), (1, 1, 2));
    assert_eq!((counts.forwarded_whole, counts.forwarded_partly), (2, 0));
    assert_eq!((counts.answered, counts.stalls), (2, 0));
}

#[tokio::test]
async fn a_caller_that_waits_for_leave_to_send_its_body_gets_it_and_the_answer() {
    let rig = Rig::scripted(|proxy| proxy.on(2, WireFault::CloseBeforeAnswer)).await;
    for (key, answered) in [("a", true), ("b", false)] {
        let request = String::from_utf8(rig.create(key)).unwrap();
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let mut stream = rig.connect().await;
        let head = format!("{head}\r\nExpect: 100-continue\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let leave = "HTTP/1.1 100 Continue\r\n\r\n";
        assert_eq!(exactly(&mut stream, leave.len()).await, leave);
        assert_eq!(rig.proxy.counts().forwarded_whole, rig.created() as u64);
        stream.write_all(body.as_bytes()).await.unwrap();
        if answered {
            let answer = one_answer(&mut stream).await;
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        } else {
            assert_eq!(until_end(&mut stream).await.0, "");
        }
    }
    assert_eq!(rig.created(), 2);
}

/// As `curl` does after a second.
#[tokio::test]
async fn a_caller_that_announces_its_body_and_does_not_wait_is_answered_too() {
    let rig = Rig::scripted(|proxy| proxy).await;
    let order = Order::new("a").request(&rig.glows);
    let request = order.header("Expect: 100-continue").bytes();
    let mut stream = rig.connect().await;
    stream.write_all(&request).await.unwrap();
    let (answers, end) = until_end(&mut stream).await;
    assert!(answers.contains(r#""metaKey":"a""#), "{answers}");
    assert!(end.is_ok());
}

#[tokio::test]
async fn requests_sent_together_are_answered_one_by_one() {
    let rig = Rig::scripted(|proxy| proxy.on(2, Fault::status(503).text("busy"))).await;
    let mut stream = rig.connect().await;
    let both = [rig.create("a"), rig.create("b"), rig.create("c")].concat();
    stream.write_all(&both).await.unwrap();
    assert!(one_answer(&mut stream).await.contains(r#""metaKey":"a""#));
    assert!(one_answer(&mut stream).await.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
    assert!(one_answer(&mut stream).await.contains(r#""metaKey":"c""#));
}

#[tokio::test]
async fn a_connection_that_the_server_closes_is_closed_for_the_caller_too() {
    let rig = Rig::scripted(|proxy| proxy).await;
    assert!(rig.works("a").await);
    assert_eq!(rig.proxy.counts().open, 0);
}

#[tokio::test]
async fn the_most_that_were_open_at_one_time_is_remembered() {
    let rig = Rig::scripted(|proxy| proxy).await;
    let mut two = [rig.creating("a").await, rig.creating("b").await];
    for stream in &mut two {
        one_answer(stream).await;
    }
    drop(two);
    assert!(rig.works("c").await);
    rig.all_closed().await;
    assert_eq!(rig.proxy.counts().connections, 3);
    assert!((2..=3).contains(&rig.proxy.counts().peak));
}

#[tokio::test]
async fn without_a_server_the_connection_is_closed_without_an_answer() {
    let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, quiet_port()));
    let proxy = FaultProxy::builder(nobody).start().await.unwrap();
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    assert_eq!(until_end(&mut stream).await.0, "");
    let counts = proxy.counts();
    assert_eq!((counts.requests, counts.forwarded_whole), (1, 0));
}

#[tokio::test]
async fn a_dropped_proxy_refuses_and_closes_its_connections() {
    let rig = Rig::scripted(|proxy| proxy.port(quiet_port())).await;
    let address = rig.proxy.address();
    let mut stream = rig.creating("a").await;
    one_answer(&mut stream).await;
    drop(rig.proxy);
    let error = TcpStream::connect(address).await.expect_err("it does not listen");
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
    assert_eq!(until_end(&mut stream).await.0, "");
}

#[tokio::test]
async fn a_taken_port_is_an_error_even_if_another_proxy_has_it() {
    let rig = Rig::scripted(|proxy| proxy).await;
    for port in [rig.proxy.address().port(), rig.glows.address().port()] {
        let error = FaultProxy::builder(rig.glows.address()).port(port).start().await;
        let error = error.expect_err("it is taken");
        assert_eq!(error.to_string(), format!("cannot listen on 127.0.0.1:{port}"));
    }
}

#[tokio::test]
async fn faults_can_be_given_for_all_by_a_plan_and_taken_back() {
    let rig = Rig::scripted(|proxy| {
        proxy
            .plan(|number| (number % 2 == 1).then_some(WireFault::Garbage))
            .on(2, WireFault::Garbage)
    })
    .await;
    for key in ["a", "b", "c"] {
        assert!(rig.outcome(key).await.0.starts_with("SSH-2.0"));
    }
    assert!(rig.works("d").await);
    rig.proxy.on_each(Fault::status(500)).unwrap();
    rig.proxy.on_next(Fault::status(502)).unwrap();
    for status in [502, 500, 500] {
        assert_eq!(exchange(rig.proxy.address(), &rig.create("e")).await.status, status);
    }
    rig.proxy.clear().unwrap();
    assert!(rig.works("e").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_callers_at_once_all_get_their_own_answer() {
    let rig = std::sync::Arc::new(Rig::scripted(|proxy| proxy).await);
    let callers: Vec<_> = (0..500)
        .map(|n| {
            let rig = std::sync::Arc::clone(&rig);
            tokio::spawn(async move {
                let key = format!("key.{n}");
                let answer = exchange(rig.proxy.address(), &rig.create(&key)).await;
                answer.json()["instance"]["metaKey"] == key.as_str()
            })
        })
        .collect();
    for caller in callers {
        assert!(caller.await.unwrap());
    }
    assert_eq!((rig.created(), rig.proxy.counts().answered), (500, 500));
}

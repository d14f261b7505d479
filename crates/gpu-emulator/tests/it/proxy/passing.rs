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
async fn the_most_that_were_open_at_one_time_is_remembered() {
    let rig = Rig::scripted(|proxy| proxy).await;
    let mut two = [rig.creating("a").await, rig.creating("b").await];
    for stream in &mut two {
        one_answer(stream).await;
    }
    drop(two);
    assert!(rig.works("c").await);
    rig.all_closed().await;
    let counts = rig.proxy.counts();
    assert!(counts.connections == 3 && (2..=3).contains(&counts.peak), "{counts:?}");
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
            .on(3, WireFault::CloseBeforeAnswer)
    })
    .await;
    for answer in ["SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2\r\n", ""] {
        assert_eq!(rig.outcome("a").await.0, answer);
    }
    assert!(rig.works("d").await);
    let status = |number| if number == 5 { 502 } else { 500 };
    rig.proxy.plan(move |number| Some(Fault::status(status(number)).into())).unwrap();
    for status in [502, 500, 500] {
        assert_eq!(exchange(rig.proxy.address(), &rig.create("e")).await.status, status);
    }
    rig.proxy.clear().unwrap();
    assert!(rig.works("e").await);
}

/// The server sends byte by byte, so that the proxy has to wait for the end of every framing.
#[tokio::test]
async fn answers_of_every_framing_pass_whole_and_none_takes_bytes_of_the_next() {
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n";
    let table = [
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length:3\r\n\r\nabc".to_owned()),
        ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n".to_owned()),
        ("GET", "HTTP/1.1 204 No Content\r\n\r\n".to_owned()),
        ("GET", "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned()),
        ("GET", format!("{chunked}\r\n")),
        ("GET", format!("{}t: 1\r\n\r\n", chunked.replace("chunked", "CHUNKED"))),
        ("GET", "HTTP/1.1 200 OK\r\n\r\nuntil the end".to_owned()),
    ];
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let proxy = FaultProxy::builder(server.local_addr().expect("bound")).start().await;
    let proxy = proxy.expect("a free port");
    let answers = table.clone();
    tokio::spawn(async move {
        let (mut stream, _) = server.accept().await.expect("a caller");
        for (_, answer) in answers {
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\n") {
                stream.read_buf(&mut asked).await.expect("a request");
            }
            // An answer that is only a promise ends at the proxy.
            for byte in ["HTTP/1.1 103 Early Hints\r\n\r\n", answer.as_str()].concat().bytes() {
                stream.write_all(&[byte]).await.expect("it reads");
                tokio::task::yield_now().await;
            }
        }
    });
    let mut caller = TcpStream::connect(proxy.address()).await.expect("it listens");
    for (method, answer) in table {
        let request = format!("{method} / HTTP/1.1\r\nHost: a\r\n\r\n");
        caller.write_all(request.as_bytes()).await.expect("it reads");
        assert_eq!(exactly(&mut caller, answer.len()).await, answer);
    }
    assert_eq!(until_end(&mut caller).await.0, "");
    assert_eq!(proxy.counts().answered, 7);
}

#[tokio::test]
async fn a_request_may_come_in_chunks_with_trailers() {
    let rig = Rig::scripted(|proxy| proxy).await;
    let plain = String::from_utf8(rig.create("a")).expect("text");
    let (head, body) = plain.split_once("\r\n\r\n").expect("a head");
    let head = head.replace("Content-Length", "X-Length");
    let length = body.len();
    let chunked = format!(
        "{head}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n{:x}\r\n{}\r\n0\r\nt: 1\r\n\r\n",
        &body[..1],
        length - 1,
        &body[1..]
    );
    let mut stream = rig.connect().await;
    stream.write_all(chunked.as_bytes()).await.expect("it reads");
    assert!(one_answer(&mut stream).await.contains(r#""metaKey":"a""#));
}

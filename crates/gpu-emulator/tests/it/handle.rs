//! What holds for every emulator: start, stop, faults, request log.

use std::time::Duration;

use gpu_emulator::{Clock, Fault, Glows, Outcome};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::glows::{CREATE, Order, create, list};
use crate::ports::quiet_port;

async fn start() -> Glows {
    Glows::builder().clock(Clock::manual()).start().await.expect("a free port")
}

#[tokio::test]
async fn it_listens_on_loopback_and_a_taken_port_is_an_error_that_names_it() {
    let first = start().await;
    let (address, port) = (first.address(), first.address().port());
    assert!(address.ip().is_loopback());
    assert_eq!(first.base_url(), format!("http://{address}/sdk/v1"));
    let error = Glows::builder().port(port).start().await.expect_err("it is taken");
    assert_eq!(error.to_string(), format!("cannot listen on 127.0.0.1:{port}"));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn after_shutdown_the_port_is_free_again() {
    let port = quiet_port();
    let first = Glows::builder().port(port).start().await.unwrap();
    let address = first.address();
    assert_eq!(address.port(), port);
    let mut idle = TcpStream::connect(address).await.unwrap();
    first.shutdown().await;
    // Closed, or reset if it had not been let in yet: it ends.
    drop(idle.read_to_end(&mut Vec::new()).await);
    assert!(TcpStream::connect(address).await.is_err());
    let again = Glows::builder().port(port).start().await.unwrap();
    assert_eq!(again.address(), address);
}

#[tokio::test]
async fn a_dropped_emulator_closes_idle_connections_and_frees_its_port_at_once() {
    let port = quiet_port();
    for _ in 0..3 {
        let glows = Glows::builder().port(port).start().await.unwrap();
        let address = glows.address();
        assert_eq!(create(&glows, &Order::new("a")).await.status, 200);
        let mut idle = TcpStream::connect(address).await.unwrap();
        idle.write_all(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").await.unwrap();
        idle.read_exact(&mut [0; 12]).await.unwrap();
        drop(glows);
        // At once: nothing else runs on this thread before.
        assert!(std::net::TcpStream::connect(address).is_err());
        idle.read_to_end(&mut Vec::new()).await.expect("it is closed");
    }
}

/// The first half of a create that has been seen, and the second half.
async fn half_a_create(glows: &Glows) -> (TcpStream, Vec<u8>) {
    let mut bytes = Order::new("late").request(glows).bytes();
    let rest = bytes.split_off(bytes.len() - 10);
    let mut stream = TcpStream::connect(glows.address()).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    while glows.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    (stream, rest)
}

#[tokio::test]
async fn a_create_that_arrives_whole_only_after_the_end_has_no_effect() {
    let clock = Clock::manual();
    let builder = || Glows::builder().clock(clock.clone());
    for drops in [true, false] {
        let glows = builder().start().await.unwrap();
        let (mut stream, rest) = half_a_create(&glows).await;
        if drops {
            drop(glows);
        } else {
            glows.shutdown().await;
        }
        // It may have been answered and closed before the rest comes.
        drop(stream.write_all(&rest).await);
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer).await);
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 503 "), "{drops}: {answer}");
    }
}

#[tokio::test]
async fn a_fault_before_processing_leaves_no_machine_and_one_after_it_does() {
    let glows = start().await;
    glows.fail_next(1, Fault::status(503).html("<h1>busy</h1>").header("retry-after", "7"));
    let refused = create(&glows, &Order::new("a")).await;
    assert_eq!((refused.status, refused.body.as_str()), (503, "<h1>busy</h1>"));
    assert!(refused.head.contains("retry-after: 7") && refused.head.contains("text/html"));
    assert_eq!(glows.ledger().to_string(), "created 0, billing 0");

    glows.fail_next(1, Fault::status(502).after_processing());
    assert_eq!(create(&glows, &Order::new("a")).await.status, 502);
    assert_eq!(glows.ledger().to_string(), "created 1, billing 0, pending 1");

    assert_eq!(create(&glows, &Order::new("b")).await.code(), 0);
    let outcomes: Vec<_> = glows.requests().iter().map(|one| one.outcome).collect();
    let wanted =
        [Outcome::Faulted(503), Outcome::ProcessedThenFaulted(502), Outcome::Processed(200)];
    assert_eq!(outcomes, wanted);
    let count = glows.ledger().requests_to(CREATE.0, CREATE.1);
    assert_eq!((count.seen, count.processed), (3, 2));
}

#[tokio::test]
async fn a_fault_for_one_endpoint_waits_for_it_and_can_be_taken_back() {
    let glows = start().await;
    glows.fail_next(2, Fault::rate_limited().only(CREATE.0, CREATE.1));
    assert_eq!(list(&glows, "page=1&per_page=1").await.status, 200);
    let limited = create(&glows, &Order::new("a")).await;
    assert_eq!((limited.status, limited.body.as_str()), (429, "Too Many Requests"));
    assert!(limited.head.contains("content-type: text/plain"));
    glows.clear_faults();
    assert_eq!(create(&glows, &Order::new("a")).await.status, 200);
}

#[tokio::test]
async fn a_request_that_breaks_off_is_seen_but_has_no_effect() {
    let glows = start().await;
    let bytes = Order::new("a").request(&glows).bytes();
    let mut stream = TcpStream::connect(glows.address()).await.unwrap();
    stream.write_all(&bytes[..bytes.len() - 1]).await.unwrap();
    stream.shutdown().await.unwrap();
    // Whether it answers or just closes is no matter; it ends.
    drop(stream.read_to_end(&mut Vec::new()).await);
    let count = glows.ledger().requests_to(CREATE.0, CREATE.1);
    assert_eq!((count.seen, count.processed), (1, 0));
    assert_eq!(glows.requests()[0].outcome, Outcome::Incomplete);
    assert_eq!(glows.ledger().created, 0);
}

#[tokio::test]
#[should_panic(
    expected = "no endpoint post /sdk/v1/instance; there are\n  POST /sdk/v1/instance\n"
)]
async fn a_fault_for_no_endpoint_is_a_mistake() {
    let glows = start().await;
    glows.fail_next(1, Fault::status(503).only("post", CREATE.1));
}

#[tokio::test]
#[should_panic(expected = "no endpoint POST /sdk/v1/instances; there are\n")]
async fn to_count_the_requests_of_no_endpoint_is_a_mistake() {
    let ledger = start().await.ledger();
    let _count = ledger.requests_to("POST", "/sdk/v1/instances");
}

#[tokio::test]
async fn the_log_keeps_paths_and_queries_but_no_credential() {
    let glows = start().await;
    let bearer = format!("meta_key=a&Authorization=Bearer%20{}", glows.token());
    let table = [
        (bearer.as_str(), "meta_key=a&Authorization=[secret]"),
        ("", ""),
        ("meta_key=a%20b&page=1", "meta_key=a%20b&page=1"),
        ("access_key=x&token=y", "access_key=[secret]&token=[secret]"),
        ("token", "token"),
    ];
    for (query, kept) in table {
        let request = crate::http::Request::new("GET", &format!("/sdk/v1/instance?{query}"));
        let answer = request.send(glows.address()).await;
        assert_eq!(answer.code(), if query == bearer { 20 } else { 176 }, "the token is accepted");
        let last = glows.requests().pop().expect("a request");
        assert_eq!((last.method.as_str(), last.path.as_str()), ("GET", "/sdk/v1/instance"));
        assert_eq!(last.query, kept);
    }
    assert_eq!(glows.requests()[0].number, 1);
}

#[tokio::test]
async fn the_log_is_bounded_and_the_counts_are_not() {
    let glows = start().await;
    for _ in 0..1030 {
        crate::http::Request::new("GET", "/nowhere").send(glows.address()).await;
    }
    let log = glows.requests();
    assert_eq!((log.len(), log[0].number, log[0].route.as_str()), (1024, 7, "(unknown)"));
    let ledger = glows.ledger();
    let count = ledger.requests_to("GET", "(unknown)");
    assert_eq!((count.seen, count.processed), (1030, 1030));
    assert_eq!(ledger.requests_to("PUT", "(unknown)").seen, 0);
}

#[test]
fn a_clock_moves_as_far_as_it_is_told_and_never_back() {
    let clock = Clock::manual();
    let (clone, before) = (clock.clone(), clock.now());
    clone.advance(Duration::from_millis(1500));
    assert_eq!(clock.now(), before + Duration::from_millis(1500));
    clock.advance(Duration::MAX);
    let furthest = clock.now();
    clock.advance(Duration::MAX);
    assert_eq!(clock.now(), furthest);
    assert!(furthest > before);
    let real = Clock::real();
    let before = real.now();
    real.advance(Duration::from_secs(3600));
    assert!(real.now() >= before + Duration::from_secs(3600));
}

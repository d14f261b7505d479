//! `NotSent` is said only when it is proven.

use std::io::{Read as _, Write as _};

use gpu_http::{Delivery, Error, Kind, ManualClock};

use crate::server::{Act, Server, answer, change, http, nowhere, read};

async fn fail(call: gpu_http::Call, url: &str, time: &ManualClock) -> Error {
    http(url, time).perform(call).await.unwrap_err()
}

#[tokio::test]
async fn a_refused_connection_was_not_sent_and_may_be_tried_again() {
    let (_socket, url) = nowhere();
    for call in [read(), change(), change().not_idempotent()] {
        let error = fail(call, &url, &ManualClock::new()).await;
        assert_eq!((error.kind(), error.delivery()), (Kind::Connect, Delivery::NotSent));
        assert_eq!(error.attempts(), 4);
        assert!(!error.may_have_been_sent() && !error.may_have_taken_effect());
        let address = url.trim_start_matches("http://");
        let said = format!("no connection to {address} (connection refused); not sent, 4 attempts");
        assert!(error.to_string().ends_with(&said), "{error}");
        // What `fn main() -> Result` prints.
        let printed = format!("{error:?}");
        assert!(printed.starts_with(&format!("{error}\n  caused by: ")), "{printed}");
    }
}

/// A server that is too busy to take a connection: the system answers no further one.
#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn a_connection_that_is_not_made_in_time_was_not_sent() {
    let (socket, url) = nowhere();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let _waiting = [(); 2].map(|()| std::net::TcpStream::connect(address).unwrap());

    let started = tokio::time::Instant::now();
    let error = fail(change(), &url, &ManualClock::new()).await;
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (Kind::Connect, Delivery::NotSent, 4)
    );
    // Ten seconds each, as documented; timers have the precision of a millisecond.
    assert_eq!(started.elapsed().as_secs(), 40);
}

#[tokio::test]
async fn what_one_attempt_could_not_send_another_may_have() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // Closed before the answer: every further attempt is refused.
        drop(listener);
        let mut request = [0; 1024];
        assert!(stream.read(&mut request).unwrap() > 0);
        let answer = b"HTTP/1.1 429 x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(answer).unwrap();
    });
    let error = fail(change(), &url, &ManualClock::new()).await;
    server.join().unwrap();
    assert_eq!((error.kind(), error.attempts()), (Kind::Connect, 4));
    assert_eq!(error.delivery(), Delivery::Answered);
    // As far as the one answer goes, nothing was done. A limiter may know better.
    assert!(error.was_rate_limited() && !error.is_rate_limited());
    assert!(error.may_have_been_sent() && !error.may_have_taken_effect());
}

#[tokio::test]
async fn a_connection_that_breaks_after_connecting_may_have_been_sent() {
    for act in [Act::Close, Act::Reset, Act::Answer("HTTP/1.1 2".into()), Act::Answer("ugh".into())]
    {
        for (call, times, may_have_taken_effect) in
            [(change(), 1, true), (change().not_idempotent(), 1, true), (read(), 4, false)]
        {
            let server = Server::start(vec![act.clone()]).await;
            let error = fail(call, &server.url(), &ManualClock::new()).await;
            assert_eq!((error.kind(), error.delivery()), (Kind::Interrupted, Delivery::MaybeSent));
            assert_eq!((server.requests(), error.attempts()), (times, times as u32));
            assert_eq!(error.may_have_taken_effect(), may_have_taken_effect);
        }
    }
}

#[tokio::test]
async fn a_stalled_change_ends_at_its_deadline_and_may_have_been_sent() {
    let time = ManualClock::new();
    let expire = time.clone();
    let server = Server::start_with(vec![Act::Stall], move || expire.expire_limits()).await;
    let error = fail(change(), &server.url(), &time).await;
    assert_eq!((error.kind(), error.delivery()), (Kind::Timeout, Delivery::MaybeSent));
    assert_eq!((server.requests(), time.elapsed().as_secs()), (1, 60));
}

#[tokio::test]
async fn a_stalled_body_does_not_take_the_status_with_it() {
    for (status, call) in [(200, change()), (401, read())] {
        let time = ManualClock::new();
        let expire = time.clone();
        let head = format!("HTTP/1.1 {status} x\r\ncontent-length: 50\r\n\r\n{{");
        let expiring = move || expire.expire_limits();
        let server = Server::start_with(vec![Act::Begin(head)], expiring).await;
        let error = fail(call, &server.url(), &time).await;
        assert_eq!(
            (error.kind(), error.delivery(), error.status()),
            (Kind::Timeout, Delivery::Answered, Some(status))
        );
    }
}

#[tokio::test]
async fn a_stalled_read_leaves_time_for_another_attempt_within_the_deadline() {
    let time = ManualClock::new();
    let expire = time.clone();
    let server = Server::start_with(vec![Act::Stall], move || expire.expire_limits()).await;
    let error = fail(read(), &server.url(), &time).await;
    assert_eq!(error.kind(), Kind::Timeout);
    assert!(server.requests() >= 2 && time.elapsed().as_secs() <= 60, "{time:?}");
}

#[tokio::test]
async fn a_body_cut_behind_a_success_means_that_the_server_acted() {
    for head in ["content-length: 50\r\n", "transfer-encoding: chunked\r\n"] {
        let cut = Act::Answer(format!("HTTP/1.1 200 OK\r\n{head}\r\n5\r\n{{\"co"));
        let server = Server::start(vec![cut]).await;
        let error = fail(change(), &server.url(), &ManualClock::new()).await;
        assert_eq!((error.delivery(), error.status()), (Delivery::Answered, Some(200)));
        assert!(error.may_have_taken_effect() && server.requests() == 1);
    }
}

#[tokio::test]
async fn a_body_cut_without_a_length_is_whole_for_http_and_unreadable_for_json() {
    let server = Server::start(vec![Act::Answer("HTTP/1.1 200 OK\r\n\r\n{\"co".into())]).await;
    let time = ManualClock::new();
    let answer = http(&server.url(), &time).perform(change()).await.unwrap();
    let error = answer.json::<serde_json::Value>().unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (Kind::Unreadable, Delivery::Answered));
    assert!(error.may_have_taken_effect() && error.json_path().is_none());
}

#[tokio::test]
async fn changes_never_share_a_connection_and_reads_do() {
    let alive = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}";
    let server = Server::start(vec![Act::Answer(alive.into())]).await;
    let http = http(&server.url(), &ManualClock::new());
    for call in [read(), read(), change(), change()] {
        http.clone().perform(call).await.unwrap();
    }
    // Both reads over one, each change over its own.
    assert_eq!((server.requests(), server.connections()), (4, 3));
    // A server that closes after each answer must not make a following change fail either.
    let closing = Server::start(vec![Act::Answer(alive.replace("keep-alive", "close-soon"))]).await;
    let http = crate::server::http(&closing.url(), &ManualClock::new());
    for _ in 0..200 {
        http.clone().perform(change()).await.unwrap();
    }
    assert_eq!(closing.requests(), 200);
}

#[tokio::test]
async fn a_post_and_a_delete_without_a_body_say_so() {
    let server = Server::start(vec![answer("200 OK", "", "{}")]).await;
    let http = http(&server.url(), &ManualClock::new());
    for call in [change(), gpu_http::Call::delete("delete", "/x")] {
        http.clone().perform(call).await.unwrap();
    }
    for request in server.seen() {
        assert!(request.to_ascii_lowercase().contains("content-length: 0\r\n"), "{request}");
    }
}

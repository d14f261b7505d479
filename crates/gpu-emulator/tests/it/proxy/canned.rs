//! Canned answers: statuses, headers and bodies as they are, before or after the server acted.

use super::*;

#[tokio::test]
async fn every_status_comes_with_its_headers_and_body() {
    let html = "<html>busy</html>";
    for status in [408, 429, 500, 502, 503, 504, 200] {
        for retry_after in ["2", "Fri, 20 Sep 2024 05:43:24 GMT", "99999999999999999999", ""] {
            let rig =
                Rig::first(Fault::status(status).html(html).header("retry-after", retry_after))
                    .await;
            let answer = exchange(rig.proxy.address(), &rig.create("a")).await;
            assert_eq!((answer.status, answer.body.as_str()), (status, html));
            assert!(answer.head.contains("content-type: text/html"));
            assert!(answer.head.contains(&format!("retry-after: {}", retry_after.to_lowercase())));
        }
    }
}

#[tokio::test]
async fn half_json_no_body_and_redirects_go_out_as_they_are() {
    let json = |body: &str| (Fault::status(200).json(body), 200, body.to_owned(), "");
    let redirect = |status| {
        let fault = Fault::redirect(status, "http://127.0.0.1:9/x");
        (fault, status, String::new(), "\r\nlocation: http://127.0.0.1:9/x")
    };
    let table = [r#"{"code":0,"#, r#""ok""#, ""].map(json).into_iter();
    for (fault, status, body, header) in table.chain([301, 302, 303, 307, 308].map(redirect)) {
        let rig = Rig::first(fault).await;
        let answer = exchange(rig.proxy.address(), &rig.create("a")).await;
        assert_eq!((answer.status, answer.body), (status, body));
        assert!(answer.head.contains(header));
        assert_eq!(rig.created(), 0);
    }
}

#[tokio::test]
async fn the_server_acts_first_only_if_told_so() {
    for (fault, created) in [(Fault::status(503), 0), (Fault::status(503).after_processing(), 1)] {
        let rig = Rig::first(fault).await;
        assert_eq!(exchange(rig.proxy.address(), &rig.create("a")).await.status, 503);
        assert_eq!((rig.created(), rig.arrived()), (created, (created as u64, created as u64)));
        assert_eq!(rig.proxy.counts().answered, 0);
    }
}

#[tokio::test]
async fn the_connection_stays_open_unless_one_side_wants_its_end() {
    let rig = Rig::scripted(|proxy| {
        proxy.on(1, Fault::status(503)).on(2, Fault::status(503).header("Connection", "close"))
    })
    .await;
    let mut stream = rig.creating("a").await;
    one_answer(&mut stream).await;
    stream.write_all(&rig.create("a")).await.unwrap();
    let (answer, end) = until_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n") && end.is_ok());
    assert_eq!(rig.proxy.counts().connections, 1);
    rig.proxy.on_next(Fault::status(503)).unwrap();
    let mut last = rig.connect().await;
    let wants_the_end = Order::new("a").request(&rig.glows).bytes();
    last.write_all(&wants_the_end).await.unwrap();
    let (answer, _) = until_end(&mut last).await;
    assert!(answer.starts_with("HTTP/1.1 503 "));
}

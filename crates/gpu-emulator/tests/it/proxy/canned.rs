//! Canned answers: statuses, headers and bodies as they are, before or after the server acted.

use super::*;

#[tokio::test]
async fn status_headers_and_body_go_out_as_they_are() {
    let (html, elsewhere) = ("<html>busy</html>", "http://127.0.0.1:9/x");
    let busy = |status| Fault::status(status).html(html);
    let mut table = Vec::new();
    for status in [408, 429, 500, 502, 503, 504, 200] {
        table.push((busy(status), status, html, "content-type: text/html".to_owned()));
    }
    for value in ["2", "Fri, 20 Sep 2024 05:43:24 GMT", "99999999999999999999", ""] {
        let told = format!("retry-after: {}", value.to_lowercase());
        table.push((busy(429).header("retry-after", value), 429, html, told));
    }
    for body in [r#"{"code":0,"#, r#""ok""#, ""] {
        table.push((Fault::status(200).json(body), 200, body, "application/json".to_owned()));
    }
    for status in [301, 302, 303, 307, 308] {
        let told = format!("\r\nlocation: {elsewhere}");
        table.push((Fault::redirect(status, elsewhere), status, "", told));
    }
    for (fault, status, body, header) in table {
        let rig = Rig::first(fault).await;
        let answer = exchange(rig.proxy.address(), &rig.create("a")).await;
        assert_eq!((answer.status, answer.body.as_str()), (status, body));
        assert!(answer.head.contains(&header), "{}", answer.head);
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
        let busy = Fault::status(503);
        proxy.on(1, busy.clone()).on(2, busy.clone().header("Connection", "close")).on(3, busy)
    })
    .await;
    let mut stream = rig.creating("a").await;
    one_answer(&mut stream).await;
    stream.write_all(&rig.create("a")).await.unwrap();
    let (answer, end) = until_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n") && end.is_ok());
    assert_eq!(rig.proxy.counts().connections, 1);
    let mut last = rig.connect().await;
    let wants_the_end = Order::new("a").request(&rig.glows).bytes();
    last.write_all(&wants_the_end).await.unwrap();
    let (answer, _) = until_end(&mut last).await;
    assert!(answer.starts_with("HTTP/1.1 503 "));
}

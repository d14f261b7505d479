//! Bodies are bounded.

use gpu_http::{Delivery, Kind, ManualClock};

use crate::server::{Act, Server, answer, change, http, http_with, read, settings};

async fn limited(act: Act, call: gpu_http::Call) -> (gpu_http::Error, usize) {
    let server = Server::start(vec![act]).await;
    let http = http_with(&server.url(), settings(&ManualClock::new()).max_body(1000));
    (http.perform(call).await.unwrap_err(), server.requests())
}

#[tokio::test]
async fn an_announced_monster_is_not_read_at_all() {
    let act = Act::Answer("HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n{".into());
    let (error, requests) = limited(act, read()).await;
    assert_eq!((error.kind(), error.delivery(), requests), (Kind::TooLarge, Delivery::Answered, 1));
}

#[tokio::test]
async fn an_unannounced_monster_is_cut_at_the_limit() {
    let body = "x".repeat(200_000);
    for call in [read(), change()] {
        let act = Act::Answer(format!("HTTP/1.1 200 OK\r\n\r\n{body}"));
        let (error, requests) = limited(act, call).await;
        assert_eq!((error.kind(), requests), (Kind::TooLarge, 1));
    }
}

#[tokio::test]
async fn a_body_at_the_limit_is_read() {
    let body = format!("\"{}\"", "x".repeat(998));
    let server = Server::start(vec![answer("200 OK", "", &body)]).await;
    let http = http_with(&server.url(), settings(&ManualClock::new()).max_body(1000));
    let answer = http.perform(read()).await.unwrap();
    assert_eq!(answer.body().len(), 1000);
}

#[tokio::test]
async fn a_body_that_is_packed_unasked_is_named_as_that() {
    for (encoding, status, kind) in [
        ("gzip", "200 OK", Some(Kind::Unreadable)),
        ("br", "404 Not Found", Some(Kind::Status)),
        ("identity", "200 OK", None),
    ] {
        let head = format!("HTTP/1.1 {status}\r\ncontent-encoding: {encoding}\r\n");
        let act = Act::Answer(format!("{head}content-length: 2\r\n\r\n{{}}"));
        let server = Server::start(vec![act]).await;
        let result = http(&server.url(), &ManualClock::new()).perform(change()).await;
        assert_eq!(result.as_ref().err().map(|error| error.kind()), kind);
        if let Err(error) = result {
            let named = format!("Content-Encoding `{encoding}`, which nobody asked for");
            assert!(error.to_string().contains(&named), "{error}");
        }
    }
}

#[tokio::test]
async fn a_caller_names_the_codes_that_mean_no_machine_is_free() {
    for (code, expected) in [("409", true), ("114", false)] {
        let server = Server::start(vec![answer("409 Conflict", "", "")]).await;
        let settings = settings(&ManualClock::new()).capacity_codes([code]);
        let error = http_with(&server.url(), settings).perform(change()).await.unwrap_err();
        assert_eq!(error.is_no_capacity(), expected, "{code}");
    }
}

#[tokio::test]
async fn every_answer_of_every_attempt_is_shown_to_an_observer() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let acts = vec![
        answer("503 Service Unavailable", "", "later"),
        answer("200 OK", "x-trace: a\r\n", "{}"),
    ];
    let server = Server::start(acts).await;
    let kept = seen.clone();
    let watched = settings(&ManualClock::new()).on_answer(move |one| {
        assert!(!format!("{one:?}").contains("later"));
        let (status, body) = (one.status, String::from_utf8_lossy(one.body).into_owned());
        kept.lock().unwrap().push((status, one.headers.contains_key("x-trace"), body));
    });
    http_with(&server.url(), watched).perform(read()).await.unwrap();
    let expected = [(503, false, "later".to_owned()), (200, true, "{}".to_owned())];
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test]
async fn an_endless_answer_to_a_create_gives_up_the_id_that_it_begins_with() {
    let body = format!("{{\"id\":\"a\",\"x\":\"{}", "x".repeat(300_000));
    let server = Server::start(vec![Act::Answer(format!("HTTP/1.1 200 OK\r\n\r\n{body}"))]).await;
    let http = http_with(&server.url(), settings(&ManualClock::new()).max_body(200_000));
    let read = |answer: gpu_http::Answer| {
        answer.json::<serde_json::Value>().map_err(|error| answer.naming(error, &["id"]))
    };
    let error = http.ask(change().not_idempotent().into(), read).await.unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::TooLarge, Some("a")));
    assert!(error.may_have_taken_effect());
}

#[tokio::test]
async fn a_list_in_the_place_of_an_envelope_is_unreadable() {
    let server = Server::start(vec![answer("200 OK", "", " [0]")]).await;
    let answer = http(&server.url(), &ManualClock::new()).perform(read()).await.unwrap();
    assert_eq!(answer.json_object::<(u8,)>().unwrap_err().kind(), Kind::Unreadable);
}

/// The answer to a create that broke off, or stalled, behind what it names or behind its end.
#[tokio::test]
async fn what_came_of_a_body_that_broke_off_is_read_if_it_is_a_create_s() {
    let read = |answer: gpu_http::Answer| {
        let id = answer.json::<serde_json::Value>();
        id.map(|id| id["id"].to_string()).map_err(|error| answer.naming(error, &["id"]))
    };
    for (cut, id, found) in [
        ("content-length: 99\r\n\r\n{\"id\":\"a\"}", "\"a\"", true),
        ("transfer-encoding: chunked\r\n\r\na\r\n{\"id\":\"a\"}\r\n", "\"a\"", true),
        ("content-length: 99\r\n\r\n{\"id\":\"a\",\"x\":", "a", false),
        ("transfer-encoding: chunked\r\n\r\ne\r\n{\"id\":\"a\",\"x\":\r\n", "a", false),
    ] {
        let cut = format!("HTTP/1.1 200 OK\r\n{cut}");
        for (act, kind) in [
            (Act::Answer(cut.clone()), Kind::Interrupted),
            (Act::Begin(cut.clone()), Kind::Timeout),
        ] {
            for create in [true, false] {
                let time = ManualClock::new();
                let stalled = time.clone();
                let acts = vec![act.clone()];
                let server = Server::start_with(acts, move || stalled.expire_limits()).await;
                let call = if create { change().not_idempotent() } else { change() };
                let http = http(&server.url(), &time);
                match http.clone().ask(call.clone().into(), read).await {
                    Ok(read) => assert_eq!((create && found, read.as_str()), (true, id), "{cut}"),
                    Err(error) => {
                        assert!(!(create && found), "{cut}: {error}");
                        assert_eq!((error.kind(), error.status()), (kind, Some(200)), "{error}");
                        assert_eq!(error.id(), create.then_some(id), "{cut}: {error}");
                    }
                }
                let raw = http.perform(call).await;
                assert_eq!(raw.unwrap_err().kind(), kind, "what is raw is whole");
            }
        }
    }
}

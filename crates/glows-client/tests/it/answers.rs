//! What every endpoint makes of a refusal, an HTTP error and an answer that cannot be read.

use glows_client::{Client, Delivery, Error, ErrorCode, ImageId, Kind};
use gpu_http::BoxFuture;
use wiremock::ResponseTemplate;

use crate::support::{answering, create, fixture, id, key, ok, region, saying};

type Outcome = Result<(), Error>;

/// Every endpoint, with its name and whether it needs more than the envelope.
fn endpoints(client: &Client) -> Vec<(&'static str, bool, BoxFuture<'static, Outcome>)> {
    let image = ImageId::new("87p9kq26").unwrap();
    let client = client.clone();
    let create = create(&client, "order.1");
    let get = client.get_instance(id("boyqp4g8"));
    let release = client.release_instance(key("order.1"));
    let stats = client.instance_stats();
    let list = client.list_instances();
    let specs = client.list_specs(&image, &region("TW-03"), 0);
    let snapshot = client.take_snapshot(&id("boyqp4g8"), "name");
    let token = client.check_token();
    vec![
        ("create", true, Box::pin(async { create.await.map(drop) })),
        ("get", true, Box::pin(async { get.await.map(drop) })),
        ("release", false, Box::pin(async { release.await.map(drop) })),
        ("stats", true, Box::pin(async { stats.await.map(drop) })),
        ("list", true, Box::pin(async { list.await.map(drop) })),
        ("specs", false, Box::pin(async { specs.await.map(drop) })),
        ("snapshot", false, Box::pin(async { snapshot.await.map(drop) })),
        ("token", false, Box::pin(async { token.await })),
    ]
}

/// The error of every endpoint when every request is answered so.
async fn errors(answer: ResponseTemplate) -> Vec<(&'static str, Error)> {
    let (_server, client) = answering(answer).await;
    let mut errors = Vec::new();
    for (name, _, call) in endpoints(&client) {
        errors.push((name, call.await.expect_err(name)));
    }
    errors
}

#[tokio::test]
async fn a_rejected_token_is_told_as_such_by_every_endpoint() {
    for (name, error) in errors(ok(fixture!("error.response.rejected-token"))).await {
        assert_eq!(error.kind(), Kind::Vendor, "{name}");
        assert!(error.is_auth() && !error.may_have_taken_effect(), "{name}");
        assert!(error.to_string().contains("SDK token"), "{name}: {error}");
    }
}

#[tokio::test]
async fn a_refusal_is_a_refusal_whatever_stands_beside_its_code() {
    for (rest, message) in [
        (r#"20,"msg":"not found""#, Some("not found")),
        (r#""20","msg":"not found""#, Some("not found")),
        (r#"20,"instance":null,"stats":null,"instances":null"#, None),
        (r#"20,"msg":null,"instance":[],"stats":[],"instances":[]"#, None),
        (r#"20,"msg":{"a":1},"instance":"no","stats":"no","instances":"no""#, None),
        (r#"20,"msg":"not found","instance":{},"stats":{},"instances":{}"#, Some("not found")),
    ] {
        for (name, error) in errors(ok(&format!(r#"{{"code":{rest}}}"#))).await {
            // A code of unknown meaning says nothing of a create, and here no probe tells either.
            let is_open = name == "create";
            assert_eq!(error.kind() == Kind::Vendor, !is_open, "{name}: {error}");
            assert_eq!(error.kind() == Kind::MaybeCreated, is_open, "{name}");
            assert_eq!(ErrorCode::of(&error), Some(ErrorCode::from(20)), "{name}");
            assert_eq!(error.vendor_message(), message, "{name}");
            assert!(!error.is_not_found(), "{name}: the meaning of 20 is not published");
        }
    }
}

#[tokio::test]
async fn what_is_no_envelope_is_unreadable_and_never_a_success() {
    for nonsense in [
        "",
        "null",
        "[]",
        r#"[0,""]"#,
        "{}",
        r#""success""#,
        "<html>502 Bad Gateway</html>",
        r#"{"code":0,"msg":"","#,
        r#"{"msg":"","instance":{},"stats":{},"instances":[]}"#,
        r#"{"code":null,"msg":"","stats":{},"instances":[]}"#,
        r#"{"code":"OK","msg":"","stats":{},"instances":[]}"#,
        r#"{"code":{"value":0},"stats":{},"instances":[]}"#,
    ] {
        for (name, error) in errors(ok(nonsense)).await {
            // Looking for the machine met the same nonsense.
            let expected = if name == "create" { Kind::MaybeCreated } else { Kind::Unreadable };
            assert_eq!(error.kind(), expected, "{name} {nonsense}: {error}");
            assert_eq!(error.delivery(), Delivery::Answered, "{name}");
        }
    }
}

#[tokio::test]
async fn a_success_without_its_payload_is_unreadable_and_names_what_is_missing() {
    for (text, path) in [
        (r#"{"code":0,"msg":""}"#, None),
        (r#"{"code":0,"msg":"","instance":[],"stats":[],"instances":{}}"#, None),
        (r#"{"code":0,"msg":"","instance":7,"stats":"none","instances":"none"}"#, None),
        (r#"{"code":0,"msg":"","instance":{"status":"Running"}}"#, Some("instance")),
    ] {
        let (_server, client) = saying(text).await;
        for (name, has_payload, call) in endpoints(&client) {
            let outcome = call.await;
            if !has_payload {
                assert!(outcome.is_ok(), "{name} {text}");
                continue;
            }
            let error = outcome.expect_err(name);
            let expected = if name == "create" { Kind::MaybeCreated } else { Kind::Unreadable };
            assert_eq!(error.kind(), expected, "{name} {text}");
            let member = match name {
                "stats" => "stats",
                "list" => "instances",
                _ => "instance",
            };
            let wanted = path.filter(|_| member == "instance").unwrap_or(member);
            let found = error.json_path().unwrap();
            assert!(found.starts_with(wanted), "{name} {text}: {found}");
        }
    }
}

#[tokio::test]
async fn an_http_error_is_told_with_its_status_and_the_vendors_words_if_it_has_any() {
    let plain = ResponseTemplate::new(500).set_body_string("upstream gone");
    for (name, error) in errors(plain).await {
        assert_eq!((error.status(), error.code()), (Some(500), None), "{name}");
        assert_eq!(error.body(), Some("upstream gone"), "{name}");
    }
    let with_code =
        ResponseTemplate::new(400).set_body_string(r#"{"code":6,"msg":"param illegal"}"#);
    for (name, error) in errors(with_code).await {
        // A gateway may have sent a create twice, and tell what became of the second.
        let kind = if name == "create" { Kind::MaybeCreated } else { Kind::Status };
        assert_eq!(error.kind(), kind, "{name}");
        assert_eq!(ErrorCode::of(&error), Some(ErrorCode::from(6)), "{name}");
        assert_eq!(error.vendor_message(), Some("param illegal"), "{name}");
    }
    // A list is no envelope, its first member no code.
    for (name, error) in errors(ResponseTemplate::new(400).set_body_string(r#"[20,"no"]"#)).await {
        assert_eq!((error.code(), error.vendor_message()), (None, None), "{name}");
    }
    // A success code does not make a success of an HTTP error.
    let contradiction = ResponseTemplate::new(500).set_body_string(fixture!("release.response"));
    for (name, error) in errors(contradiction).await {
        assert_eq!((error.status(), error.code()), (Some(500), None), "{name}");
    }
}

#[tokio::test]
async fn the_documented_plain_text_rate_limit_is_recognised_and_hides_no_create() {
    let limited = ResponseTemplate::new(429)
        .insert_header("retry-after", "2")
        .set_body_string("Too Many Requests");
    for (name, error) in errors(limited).await {
        assert!(error.is_rate_limited(), "{name}");
        // The limiter may stand behind what has acted, and here nobody may look whether it has.
        let makes = ["create", "snapshot"].contains(&name);
        assert_eq!(error.may_have_taken_effect(), makes, "{name}");
        assert_eq!(error.kind() == Kind::MaybeCreated, name == "create", "{name}");
        assert_eq!(error.kind() == Kind::Status, name != "create", "{name}");
        // Nothing keeps a snapshot from being taken twice, and a create is not sent blindly.
        assert_eq!(error.attempts(), if makes { 1 } else { 4 }, "{name}");
    }
}

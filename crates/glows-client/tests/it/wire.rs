//! Every documented request, compared with what this crate would send.

use std::collections::BTreeMap;

use glows_client::{
    Category, Client, CreateInstance, Hardware, ImageId, Preview, PublicIpId, Source, Status,
};
use serde_json::{Value, json};

use crate::support::{fixture, id, json, key, region};

fn client() -> Client {
    Client::new("not-a-real-token").unwrap()
}

/// The parts of a preview that a documented request has, in its form.
fn parts(preview: &Preview) -> Value {
    let (origin, rest) = preview.url.split_at("https://a.glows.ai".len());
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let query: Vec<_> = pairs.map(|pair| pair.split_once('=').unwrap()).collect();
    let headers: BTreeMap<_, _> = preview.headers.iter().cloned().collect();
    json!({
        "method": preview.method,
        "origin": origin,
        "path": path,
        "query": query,
        "headers": headers,
        "body": preview.body.as_deref().map(json),
    })
}

/// The same parts of a documented request; the older editions' samples are bodies only.
fn documented(fixture: &str) -> Value {
    let fixture = json(fixture);
    let origin = fixture.get("origin").cloned();
    let token = ("authorization".to_owned(), "Bearer $GLOWS_SDK_TOKEN".to_owned());
    let mut headers = BTreeMap::from([token]);
    if fixture.get("body").is_some() {
        headers.insert("content-type".into(), "application/json".into());
    }
    if let Some(sent) = fixture.get("headers") {
        let names = sent.as_object().unwrap().keys().map(|name| name.to_lowercase());
        assert!(names.eq(headers.keys().cloned()), "{sent}");
    }
    json!({
        "method": fixture["method"],
        "origin": origin.unwrap_or_else(|| json!("https://a.glows.ai")),
        "path": fixture["path"],
        "query": fixture["query"],
        "headers": headers,
        "body": fixture.get("body").cloned().unwrap_or(Value::Null),
    })
}

#[test]
fn create_from_a_snapshot_on_a_cpu_is_the_documented_curl() {
    let preview = client()
        .create_instance(
            Source::snapshot("6ypgvgpw"),
            Hardware::cpu("Intel(R) Xeon(R) Platinum 8468"),
            Category::Container,
            region("TW-04"),
            key("cpu_test.009"),
        )
        .public_ip(PublicIpId::new("net-abcdefg").unwrap())
        .preview()
        .unwrap();
    assert_eq!(parts(&preview), documented(fixture!("create.request")));
    insta::assert_snapshot!(preview.as_curl());
}

/// The order of the documented sample, but for the entry command.
pub(crate) fn from_an_image_on_a_gpu(client: &Client) -> CreateInstance {
    crate::support::create(client, "order.123456")
        .remark("this is from sdk")
        .env("foo", "bar")
        .http_port(7890)
}

#[test]
fn create_from_an_image_on_a_gpu_is_the_documented_body() {
    let preview = from_an_image_on_a_gpu(&client()).cmd("string").preview().unwrap();
    let mut sent = parts(&preview);
    // The values of variables are not shown; what is sent is checked in `create_instance`.
    assert_eq!(sent["body"]["envs"], "$ENVS");
    sent["body"]["envs"] = json!("foo=bar");
    assert_eq!(sent, documented(fixture!("create.request.image-gpu")));
    assert_eq!(preview.variables(), ["GLOWS_SDK_TOKEN", "ENVS"]);
    insta::assert_snapshot!(preview.as_curl());
}

#[test]
fn calls_without_a_body_are_the_documented_curls() {
    let client = client();
    for (name, preview, fixture) in [
        ("get", client.get_instance(key("cpu_test.009")).preview(), fixture!("get.request")),
        (
            "release",
            client.release_instance(key("cpu_test.009")).preview(),
            fixture!("release.request"),
        ),
        ("stats", client.instance_stats().preview(), fixture!("stats.request")),
        (
            "list",
            client.list_instances().statuses([Status::Running]).preview(),
            fixture!("list.request"),
        ),
    ] {
        let preview = preview.unwrap();
        assert_eq!(parts(&preview), documented(fixture), "{name}");
        insta::assert_snapshot!(name, preview.as_curl());
    }
    let by_id = client.get_instance(id("ins-boyqp4g8")).preview().unwrap();
    assert_eq!(by_id.url, "https://a.glows.ai/sdk/v1/instance?request_id=ins-boyqp4g8");
}

#[test]
fn several_statuses_are_repeated_parameters() {
    let list = client()
        .list_instances()
        .page(3)
        .per_page(50)
        .ascending(true)
        .statuses([Status::Running, Status::from("Snap shotting")]);
    insta::assert_snapshot!(list.preview().unwrap().as_curl());
}

#[test]
fn specs_and_snapshots_are_sent_as_seen_in_use() {
    let specs = client().list_specs(&ImageId::new("img-87p9kq26").unwrap(), &region("TW-03"), 0);
    insta::assert_snapshot!("specs", specs.preview().unwrap().as_curl());
    let snapshot = client().take_snapshot(&id("ins-boyqp4g8"), "before the upgrade");
    insta::assert_snapshot!("snapshot", snapshot.preview().unwrap().as_curl());
}

#[test]
fn undocumented_extras_are_sent_along() {
    let create = crate::support::create(&client(), "k")
        .query_extra("trace", "1")
        .body_extra("priority", json!({"level": 3}));
    let preview = create.preview().unwrap();
    assert!(preview.url.ends_with("/sdk/v1/instance?trace=1"), "{}", preview.url);
    assert_eq!(json(&preview.body.unwrap())["priority"], json!({"level": 3}));
}

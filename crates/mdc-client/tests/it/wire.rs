//! What goes over the wire is what the documented samples send: all eight calls.

use std::time::Duration;

use gpu_emulator::Mdc;
use mdc_client::{BoxFuture, Client, Cluster, DisplayName, RegionId, SkuId, Volume};
use serde_json::{Map, Value, json};
use wiremock::{Request, ResponseTemplate};

use crate::stub::{Stub, TOKEN, USER, client, cluster_name, name, read, sample};

const IMAGE: &str = "images.neolink-ai.com/matrixdc/tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04";

/// The sample's request with the credentials that the client was given.
fn documented(sample: &str) -> Value {
    let mut request = read::<Value>(sample);
    request.as_object_mut().unwrap().remove("origin");
    // The header and the body's field are the same user id, by the page's table.
    request["headers"]["namespace"] = json!("xxx");
    request
}

/// A request as the samples are kept: what the transport adds by itself is left out.
fn sent(request: &Request) -> Value {
    let query: Vec<_> =
        request.url.query_pairs().map(|(name, value)| json!([name, value])).collect();
    let mut headers = Map::new();
    for (shown, name) in [
        ("namespace", "namespace"),
        ("Authorization", "authorization"),
        ("Content-Type", "content-type"),
    ] {
        if let Some(value) = request.headers.get(name) {
            headers.insert(shown.to_owned(), json!(value.to_str().unwrap()));
        }
    }
    let mut seen = json!({
        "method": request.method.as_str(),
        "path": request.url.path(),
        "query": query,
        "headers": headers,
    });
    if !request.body.is_empty() {
        seen["body"] = serde_json::from_slice(&request.body).unwrap();
    }
    seen
}

/// The one request of a call, which is answered like this, of a client that has the samples' credentials.
async fn only_request(answer: &str, call: Calling) -> Request {
    let stub = Stub::saying(answer).await;
    let client = client(&stub.server.uri(), "$token", "xxx");
    let cluster = client.cluster(cluster_name("host-cluster"));
    call(client, cluster).await.unwrap();
    let mut requests = stub.requests().await;
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

type Calling = fn(Client, Cluster) -> Sending;
type Sending = BoxFuture<'static, mdc_client::Result<()>>;

/// Sends a request whose answer is of no interest.
fn send<F, T>(request: F) -> Sending
where
    F: IntoFuture<Output = mdc_client::Result<T>, IntoFuture: Send + 'static>,
{
    let sending = request.into_future();
    Box::pin(async move { sending.await.map(drop) })
}

/// Of starting, the page's request line says `power_off`; its sample, which counts, says `power_on`.
#[tokio::test]
async fn all_eight_calls_send_what_is_documented_to_the_last_byte_of_the_body() {
    let calls: [(&str, Calling); 8] = [
        ("regions", |client, _| send(client.list_regions())),
        ("skus", |client, _| {
            send(client.list_skus(RegionId::new("14c5a9e3-0d09-4aa0-99d3-c096b80cceaa").unwrap()))
        }),
        ("list", |_, cluster| send(cluster.list_instances())),
        ("get", |_, cluster| send(cluster.get_instance(name("instance-4ca9xxxx")))),
        ("create", |_, cluster| {
            let display_name = DisplayName::new("test1").unwrap();
            let order = cluster.create_instance(SkuId::new("66").unwrap(), display_name, IMAGE);
            send(order.volume(Volume::new(50)))
        }),
        ("power_off", |_, cluster| {
            let off = cluster.power_off(name("instance-3ba5xxxx"));
            send(off.grace_period(Duration::from_secs(10)).snapshot("image1", "v1.1.0"))
        }),
        ("power_on", |_, cluster| send(cluster.power_on(name("instance-4ca9xxxx")))),
        ("delete", |_, cluster| send(cluster.delete_instance(name("instance-ccffxxxx")))),
    ];
    for (name, call) in calls {
        let answer = match name {
            "power_on" => "\"ok\"".to_owned(),
            _ => sample(&format!("{name}.response")),
        };
        let request = only_request(&answer, call).await;
        assert_eq!(sent(&request), documented(&format!("{name}.request")), "{name}");
        let is_bare_change = ["power_on", "delete"].contains(&name);
        let length = request.headers.get("content-length").map(|length| length.to_str().unwrap());
        assert_eq!(length == Some("0"), is_bare_change, "{name}");
        if name == "create" {
            // The order of the fields, too.
            let body = r#"{"Cost":{"CostType":"1","CouponID":"","DiskSKUID":"1","GPUSKUID":"66","CostTime":""},"VolumeMount":[{"PathInContainer":"/root/data","Size":50,"Type":"shared-filesystem"}],"namespace":"xxx","displayName":"test1","image":"IMAGE","Region":""}"#;
            assert_eq!(String::from_utf8(request.body).unwrap(), body.replace("IMAGE", IMAGE));
        }
    }
}

#[tokio::test]
async fn names_are_encoded_wherever_they_travel() {
    let odd = || name("a/b?c&d=e#f 北");
    let stub = Stub::saying("\"ok\"").await;
    let cluster = stub.client.cluster(cluster_name("x/../y"));
    let _ = cluster.power_on(odd()).await.unwrap();
    let _ = cluster.delete_instance(odd()).await.unwrap();
    let [on, delete] = &stub.requests().await[..] else { panic!("two requests") };
    let instances = "/mdc/api/v1/clusters/x%2F..%2Fy/instances";
    let encoded = "a%2Fb%3Fc%26d%3De%23f%20%E5%8C%97";
    assert_eq!(on.url.path(), format!("{instances}/{encoded}/power_on"));
    assert_eq!(delete.url.path(), instances);
    let pairs: Vec<_> = delete.url.query_pairs().into_owned().collect();
    assert_eq!(pairs, [("name".to_owned(), "a/b?c&d=e#f 北".to_owned())]);
}

/// Which of two names a service takes, and so which machine it deletes, is its secret.
#[test]
fn undocumented_extras_never_replace_what_is_typed() {
    let delete = || {
        let cluster = client("https://neolink-ai.com", TOKEN, USER).cluster(cluster_name("c"));
        cluster.delete_instance(name("instance-1"))
    };
    let url = delete().query_extra("force", "1").preview().unwrap().url;
    assert!(url.ends_with("/instances?name=instance-1&force=1"), "{url}");
    let other = delete().query_extra("name", "instance-2").preview().unwrap_err();
    assert_eq!(other.field(), Some("query_extra.name"));
}

/// The emulator is written from the same page by somebody else.
#[tokio::test]
async fn a_client_with_the_wrong_token_or_user_is_refused_by_the_emulator() {
    let mdc = Mdc::start().await.unwrap();
    for (token, user, refused) in [
        (mdc.token(), mdc.user_id(), false),
        ("other", mdc.user_id(), true),
        (mdc.token(), "other", true),
    ] {
        let regions = client(&mdc.base_url(), token, user).list_regions().await;
        assert_eq!(regions.is_err(), refused);
        assert!(regions.err().is_none_or(|error| error.is_auth()));
    }
}

#[tokio::test]
async fn the_agent_names_the_application_and_the_crate() {
    let stub = Stub::answering(ResponseTemplate::new(200).set_body_string("[]")).await;
    let credentials = mdc_client::Credentials::new("t", mdc_client::UserId::new("u").unwrap());
    let client = Client::builder(credentials, &stub.server.uri())
        .settings(mdc_client::Settings::new().no_proxy().user_agent("trainer/2"))
        .build()
        .unwrap();
    client.list_regions().await.unwrap();
    let agent = &stub.requests().await.remove(0).headers["user-agent"];
    assert_eq!(agent, concat!("trainer/2 mdc-client/", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_call_shows_itself_as_curl() {
    let client = client("https://neolink-ai.com/", TOKEN, USER);
    let cluster = client.cluster(cluster_name("host-cluster"));
    let one = || name("instance-4ca9xxxx");
    let region = RegionId::new("14c5a9e3-0d09-4aa0-99d3-c096b80cceaa").unwrap();
    let create = cluster
        .create_instance(SkuId::new("66").unwrap(), DisplayName::new("test1").unwrap(), "h/p/i:t")
        .volume(Volume::new(50));
    let off =
        cluster.power_off(one()).grace_period(Duration::from_secs(10)).snapshot("image1", "v1.1.0");
    let previews = [
        client.list_regions().preview(),
        client.list_skus(region).preview(),
        create.preview(),
        cluster.list_instances().preview(),
        cluster.get_instance(one()).preview(),
        off.preview(),
        cluster.power_on(one()).preview(),
        cluster.delete_instance(one()).preview(),
    ];
    let shown: Vec<_> = previews.into_iter().map(|preview| preview.unwrap().as_curl()).collect();
    let shown = shown.join("\n\n");
    assert!(!shown.contains(TOKEN) && !shown.contains(USER));
    insta::assert_snapshot!(shown);
}

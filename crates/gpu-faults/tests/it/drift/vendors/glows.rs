//! Glows.ai: five documented answers, each in the envelope `{code, msg, …}`.

use glows_client::{Client, ImageId, Instance, InstanceId, InstancePage, MetaKey, Region};
use gpu_json::Field;
use gpu_lease_support::orders;

use super::{
    Call, Vendor, bad, json, nothing_of, numbered, outcome, parsed, places, plain, settings,
};
use crate::drift::fixtures::{Fixture, named};
use crate::drift::json::Json;
use crate::drift::rules::{self, Rule, Rules, is_id};
use crate::drift::server::{Reply, Server};
use crate::drift::verdict::{Outcome, Verdict};

/// The instance that is asked for, and the key that is ordered.
const ASKED: &str = "boyqp4g8";
const KEY: &str = "order.123456";

/// Probes after a create find nothing.
const NOTHING: [&str; 2] = [
    r#"{"code":0,"msg":"","pagination":{"total":0,"numPages":0},"instances":[]}"#,
    r#"{"code":1,"msg":"no"}"#,
];

/// The envelope alone, around a payload.
const HEAD: Rules = &[("", Rule::Envelope), ("code", Rule::Field)];
/// The envelope of answers that say yes or give what nobody documents.
const ACCEPTED: Rules = &[("", Rule::Envelope), ("code", Rule::Field), ("msg", Rule::Field)];
/// Answers with one instance: create and get.
const ONE: Rules = &[
    ("instance", Rule::Object),
    ("instance.instanceID", Rule::Must(is_id)),
    ("instance.accesses", Rule::Items),
];
/// Answers with a page of instances.
const PAGE: Rules = &[
    ("pagination", Rule::Field),
    ("instances", Rule::ListOrNull),
    ("instances[].instanceID", Rule::Must(is_id)),
    ("instances[].accesses", Rule::Items),
];

pub(crate) struct Glows {
    server: Server,
    client: Client,
}

impl Vendor for Glows {
    const CALLS: &'static [(Call, &'static [&'static str])] = &[
        ("create_instance", &["create"]),
        ("get_instance", &["get", "error"]),
        ("list_instances", &["list"]),
        ("release_instance", &["release"]),
        ("instance_stats", &["stats"]),
        // No documented answer of its own: any success is one.
        ("check_token", &[]),
        // No documented answer: given as the JSON that came.
        ("list_specs", &[]),
        ("take_snapshot", &[]),
    ];

    const FOLDER: &'static str = "glows";

    async fn start() -> Self {
        let nothing = |line: &str| NOTHING[usize::from(!line.contains("/list"))];
        let server = Server::start(nothing).await;
        let client = Client::builder("canary-t0ken-of-the-test")
            .base_url(server.url())
            .settings(settings())
            .build()
            .unwrap();
        Self { server, client }
    }

    fn verdict(call: Call, answer: &Json) -> Verdict {
        let (rules, payload) = match call {
            "create_instance" | "get_instance" => (ONE, Some("instance")),
            "list_instances" => (PAGE, Some("instances")),
            "instance_stats" => (&[("stats", Rule::ObjectOrNull)][..], Some("stats")),
            "release_instance" | "check_token" => (&[][..], None),
            // Given as it came.
            _ => (&[("", Rule::Object)][..], None),
        };
        let head = if payload.is_some() { HEAD } else { ACCEPTED };
        let is_success = code(answer.get("code")).map(|code| code == 0);
        let verdict = rules::verdict(answer, head, rules, payload, is_success);
        let instance = answer.get("instance");
        let text = |name| match instance.and_then(|instance| instance.get(name)) {
            Some(Json::Text(text)) => Some(text.trim_start_matches("ins-")),
            _ => None,
        };
        let is_it = match call {
            "get_instance" => text("instanceID") == Some(ASKED),
            "create_instance" => {
                let key = instance.and_then(|instance| instance.get("metaKey"));
                let written = key.map(Json::written).unwrap_or_default();
                let key: Field<MetaKey> = serde_json::from_str(&written).unwrap_or_default();
                key.get().is_none_or(|key| key.as_str() == KEY)
            }
            _ => true,
        };
        verdict.about_what_was_asked(is_it)
    }

    fn kept(call: Call, answer: &Json) -> Option<Json> {
        match call {
            "create_instance" | "get_instance" => answer.get("instance").cloned(),
            "instance_stats" => {
                answer.get("stats").map(|stats| or_empty(stats, Json::Object(vec![])))
            }
            "list_instances" => Some(page(answer)),
            "release_instance" | "check_token" => None,
            _ => Some(answer.clone()),
        }
    }

    async fn ask(&self, call: Call, reply: Reply) -> Outcome {
        self.server.tell(reply);
        let id = InstanceId::new(ASKED).unwrap();
        let client = &self.client;
        match call {
            "create_instance" => one(orders::glows(client, "NVIDIA GeForce RTX 4090", KEY).await),
            "get_instance" => one(client.get_instance(id).await),
            "list_instances" => outcome(client.list_instances().await, |page| {
                let bad = bad_in_page(&page);
                parsed(&page, bad)
            }),
            "instance_stats" => plain(client.instance_stats().await),
            "release_instance" => nothing_of(client.release_instance(id).await),
            "check_token" => nothing_of(client.check_token().await),
            "list_specs" => {
                let region = Region::new("TW-03").unwrap();
                json(client.list_specs(&ImageId::new("img-1").unwrap(), &region, 0).await)
            }
            "take_snapshot" => json(client.take_snapshot(&id, "before").await),
            _ => panic!("{call}"),
        }
    }

    fn composed(documented: &[Fixture]) -> Vec<Fixture> {
        let instance = |name| named(documented, name).json.get("instance").unwrap().written();
        let page = format!(
            r#"{{"code":0,"msg":"","pagination":{{"total":2,"numPages":1}},"instances":[{},{}]}}"#,
            instance("get.response"),
            instance("create.response")
        );
        let page = Fixture::new("list.composed", Json::read(&page).unwrap());
        let refused = ["get.response", "list.response", "stats.response"];
        let refused = refused.map(|name| named(documented, name).refused(Json::number("4711")));
        [page].into_iter().chain(refused).collect()
    }
}

fn one(read: glows_client::Result<Instance>) -> Outcome {
    outcome(read, |instance| parsed(&instance, bad("instance.accesses", instance.accesses.get())))
}

fn bad_in_page(page: &InstancePage) -> Vec<String> {
    let (good, bad_items) = (page.instances.as_slice(), page.instances.bad());
    let mut places = places("instances", bad_items);
    for (index, instance) in numbered(good, bad_items) {
        let accesses = format!("instances[{index}].accesses");
        places.extend(bad(&accesses, instance.accesses.get()));
    }
    places
}

/// What a page keeps of its answer.
fn page(answer: &Json) -> Json {
    let mut members = Vec::new();
    for name in ["pagination", "instances"] {
        if let Some(value) = answer.get(name) {
            let empty = if name == "instances" { Json::List(vec![]) } else { Json::Null };
            members.push((name.to_owned(), or_empty(value, empty)));
        }
    }
    Json::Object(members)
}

fn or_empty(value: &Json, empty: Json) -> Json {
    if *value == Json::Null { empty } else { value.clone() }
}

/// A number, or a text of one: 0 is success.
fn code(value: Option<&Json>) -> Option<i64> {
    let text = value.map(Json::written).unwrap_or_default();
    let field: Field<i64> = serde_json::from_str(&text).unwrap_or_default();
    field.copied()
}

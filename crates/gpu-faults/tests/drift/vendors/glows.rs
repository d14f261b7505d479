//! Glows.ai: five documented answers, each in the envelope `{code, msg, …}`.

use std::fmt::Debug;

use glows_client::{
    Category, Client, Hardware, ImageId, Instance, InstanceId, InstancePage, MetaKey, Region,
    Source,
};
use gpu_http::{ManualClock, RetryPolicy};
use gpu_json::Field;

use super::{Vendor, bad, failed, numbered, parsed, places};
use crate::envelope::{self, Code};
use crate::fixtures::Fixture;
use crate::json::Json;
use crate::rules::{Rule, Rules, is_id};
use crate::server::{Reply, Server};
use crate::verdict::{Outcome, Parsed, Verdict};

/// The instance that is asked for, and the key that is ordered.
const ASKED: &str = "boyqp4g8";
const KEY: &str = "order.123456";

/// Probes after a create find nothing.
const NOTHING: [&str; 2] = [
    r#"{"code":0,"msg":"","pagination":{"total":0,"numPages":0},"instances":[]}"#,
    r#"{"code":1,"msg":"no"}"#,
];

/// Answers with one instance: create and get.
const ONE: Rules = &[
    ("", Rule::Envelope),
    ("code", Rule::Field),
    ("instance", Rule::Object),
    ("instance.instanceID", Rule::Must(is_id)),
    ("instance.accesses", Rule::Items),
];
/// Answers with a page of instances.
const PAGE: Rules = &[
    ("", Rule::Envelope),
    ("code", Rule::Field),
    ("pagination", Rule::Field),
    ("instances", Rule::ListOrNull),
    ("instances[].instanceID", Rule::Must(is_id)),
    ("instances[].accesses", Rule::Items),
];
/// Answers with counts.
const COUNTS: Rules = &[("", Rule::Envelope), ("code", Rule::Field), ("stats", Rule::ObjectOrNull)];
/// Answers that say yes, and nothing else that is looked at.
const ACCEPTED: Rules = &[("", Rule::Envelope), ("code", Rule::Field), ("msg", Rule::Field)];
/// Answers that nobody documents, given as they came.
const ANYTHING: Rules = &[("", Rule::Object)];
/// The envelope alone, around a payload.
const HEAD: Rules = &[("", Rule::Envelope), ("code", Rule::Field)];

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Call {
    Create,
    Get,
    List,
    Release,
    Stats,
    /// No documented answer of its own: any success is one.
    CheckToken,
    /// No documented answer: given as the JSON that came.
    Specs,
    /// As above.
    Snapshot,
}

pub(crate) struct Glows {
    server: Server,
    client: Client,
}

impl Vendor for Glows {
    type Call = Call;

    const CALLS: &'static [Call] = &[
        Call::Create,
        Call::Get,
        Call::List,
        Call::Release,
        Call::Stats,
        Call::CheckToken,
        Call::Specs,
        Call::Snapshot,
    ];

    const FOLDER: &'static str = "glows";

    fn request(call: Call) -> &'static str {
        match call {
            Call::Create => "create_instance",
            Call::Get => "get_instance",
            Call::List => "list_instances",
            Call::Release => "release_instance",
            Call::Stats => "instance_stats",
            Call::CheckToken => "check_token",
            Call::Specs => "list_specs",
            Call::Snapshot => "take_snapshot",
        }
    }

    async fn start() -> Self {
        let nothing = |line: &str| NOTHING[usize::from(!line.contains("/list"))];
        let server = Server::start(nothing).await;
        let client = Client::builder("canary-t0ken-of-the-test")
            .base_url(server.url())
            .settings(
                glows_client::Settings::new()
                    .no_proxy()
                    .retry(RetryPolicy::never())
                    .clock(ManualClock::new().clock()),
            )
            .build()
            .unwrap();
        Self { server, client }
    }

    fn call(fixture: &str) -> Call {
        match fixture.split('.').next() {
            Some("create") => Call::Create,
            Some("get" | "error") => Call::Get,
            Some("list") => Call::List,
            Some("release") => Call::Release,
            Some("stats") => Call::Stats,
            _ => panic!("{fixture}: which call reads this answer?"),
        }
    }

    fn verdict(call: Call, answer: &Json) -> Verdict {
        let (rules, payload) = match call {
            Call::Create | Call::Get => (ONE, Some("instance")),
            Call::List => (PAGE, Some("instances")),
            Call::Stats => (COUNTS, Some("stats")),
            Call::Release | Call::CheckToken => (ACCEPTED, None),
            Call::Specs | Call::Snapshot => (ANYTHING, None),
        };
        let head = if payload.is_some() { HEAD } else { ACCEPTED };
        let verdict = envelope::verdict(answer, head, rules, payload, code);
        let instance = answer.get("instance");
        let text = |name| match instance.and_then(|instance| instance.get(name)) {
            Some(Json::Text(text)) => Some(text.trim_start_matches("ins-")),
            _ => None,
        };
        let is_it = match call {
            Call::Get => text("instanceID") == Some(ASKED),
            Call::Create => {
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
            Call::Create | Call::Get => answer.get("instance").cloned(),
            Call::Stats => answer.get("stats").map(|stats| or_empty(stats, Json::Object(vec![]))),
            Call::List => Some(page(answer)),
            Call::Specs | Call::Snapshot => Some(answer.clone()),
            Call::Release | Call::CheckToken => None,
        }
    }

    async fn ask(&self, call: Call, reply: Reply) -> Outcome {
        self.server.tell(reply);
        let id = InstanceId::new(ASKED).unwrap();
        let client = &self.client;
        match call {
            Call::Create => one(create(client).await),
            Call::Get => one(client.get_instance(id).await),
            Call::List => match client.list_instances().await {
                Ok(page) => parsed(&page, bad_in_page(&page)),
                Err(error) => failed(&error),
            },
            Call::Stats => match client.instance_stats().await {
                Ok(stats) => parsed(&stats, Vec::new()),
                Err(error) => failed(&error),
            },
            Call::Release => nothing_of(client.release_instance(id).await),
            Call::CheckToken => nothing_of(client.check_token().await),
            Call::Specs => {
                let region = Region::new("TW-03").unwrap();
                json(client.list_specs(&ImageId::new("img-1").unwrap(), &region).await)
            }
            Call::Snapshot => json(client.take_snapshot(&id, "before").await),
        }
    }

    fn composed(documented: &[Fixture]) -> Vec<Fixture> {
        let instance = |name| {
            let answer = documented.iter().find(|answer| answer.name == name);
            answer.and_then(|answer| answer.json.get("instance")).unwrap().clone()
        };
        let instances = vec![instance("get.response"), instance("create.response")];
        let number = |digits: &str| Json::Number(digits.into());
        let counts = [("total", number("2")), ("numPages", number("1"))];
        let page = Json::object([
            ("code", number("0")),
            ("msg", Json::text("")),
            ("pagination", Json::object(counts)),
            ("instances", Json::List(instances)),
        ]);
        let mut composed = vec![Fixture::new("list.composed", page)];
        // Whatever stands beside it, a refusal is one.
        for name in ["get.response", "list.response", "stats.response"] {
            let answer = documented.iter().find(|answer| answer.name == name);
            composed.push(answer.unwrap().with_code("refused", number("4711")));
        }
        composed
    }
}

/// A success that keeps nothing of the answer.
fn nothing_of(read: glows_client::Result<impl Debug>) -> Outcome {
    match read {
        Ok(value) => Outcome::Parsed(Parsed {
            back: "null".into(),
            bad: Vec::new(),
            shown: format!("{value:?}"),
        }),
        Err(error) => failed(&error),
    }
}

/// JSON that nobody documents. It is the caller's to show or not.
fn json(read: glows_client::Result<glows_client::Json>) -> Outcome {
    match read {
        Ok(value) => Outcome::Parsed(Parsed {
            back: value.to_string(),
            bad: Vec::new(),
            shown: String::new(),
        }),
        Err(error) => failed(&error),
    }
}

async fn create(client: &Client) -> glows_client::Result<Instance> {
    let create = client.create_instance(
        Source::image("img-1"),
        Hardware::gpu("NVIDIA GeForce RTX 4090"),
        Category::Container,
        Region::new("TW-03").unwrap(),
        MetaKey::new("order.123456")?,
    );
    create.await
}

fn one(read: glows_client::Result<Instance>) -> Outcome {
    match read {
        Ok(instance) => parsed(&instance, bad("instance.accesses", instance.accesses.get())),
        Err(error) => failed(&error),
    }
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

/// A number that says so, or a text of one: 0 is success.
fn code(value: Option<&Json>) -> Code {
    let text = value.map(Json::written).unwrap_or_default();
    let field: Field<i64> = serde_json::from_str(&text).unwrap_or_default();
    match field.copied() {
        Some(0) => Code::Success,
        Some(_) => Code::Refusal,
        None => Code::None,
    }
}

//! AC OpenAPI: the documented answers, each in the envelope `{code, msg, data}`.

use ac_openapi_client::{
    Accelerator, Client, Credentials, ImageAccess, ImageType, Instance, InstanceId, InstanceName,
    Platform, ResourceSpec, Script, ScriptScope,
};
use gpu_json::Field;
use gpu_lease_support::orders::ac_container;

use super::{
    Call, Vendor, bad, json, numbered, outcome, parsed, parsed_part, places, plain, settings,
};
use crate::drift::fixtures::{Fixture, named};
use crate::drift::json::Json;
use crate::drift::rules::{Fault, Rule, Rules, is_id, is_name, is_text, verdict};
use crate::drift::server::{Reply, Server};
use crate::drift::verdict::{Outcome, Verdict};

const TOKEN: &str = "canary-t0ken-of-the-test";

/// The instance that is asked for.
const ASKED: &str = "4c1f43ddb030483e89b55413bee6c004";

pub(crate) struct Ac {
    server: Server,
    platform: Platform,
    client: Client,
}

impl Vendor for Ac {
    const CALLS: &'static [(Call, &'static [&'static str])] = &[
        ("get_center", &["center"]),
        ("create_instance", &["create"]),
        ("delete_instances", &["delete"]),
        ("get_instance", &["detail", "error"]),
        ("execute_script", &["execute_script"]),
        ("list_images", &["images"]),
        ("get_node_limits", &["node_limits"]),
        ("list_instances", &["list"]),
        ("validate_token", &["token_state"]),
        ("get_tokens", &["tokens"]),
        ("get_access_url", &["url"]),
        // No documented answer: given as the JSON that came.
        ("list_images_by_get", &[]),
        ("list_resource_groups", &[]),
        ("list_allowed_mount_dirs", &[]),
        // No documented answer: an object.
        ("get_user", &[]),
        // No documented answer; read like that of delete.
        ("restart_instance", &[]),
        ("update_resource_spec", &[]),
        ("stop_instances", &[]),
        // No documented answer: a text, or an object or a list of one object that has it.
        ("renew_token", &[]),
    ];

    const FOLDER: &'static str = "ac-openapi";

    async fn start() -> Self {
        // What a look after a create finds.
        let server = Server::start(|_| r#"{"code":"0","data":{"total":0,"data":[]}}"#).await;
        let platform = Platform::builder().tokens_url(server.url()).center_url(server.url());
        let platform = platform.settings(settings()).build().unwrap();
        let client = Client::builder(TOKEN, server.url()).settings(settings()).build().unwrap();
        Self { server, platform, client }
    }

    fn verdict(call: Call, answer: &Json) -> Verdict {
        let (rules, needs_data) = rules(call, answer);
        let payload = needs_data.then_some("data");
        let is_success = code(answer.get("code")).map(|code| code == "0");
        let verdict = verdict(answer, HEAD, rules, payload, is_success);
        match (call, verdict) {
            // A list of regions that can be read must be of one.
            ("get_center", Verdict::Parsed(bad)) => match answer.get("data") {
                Some(Json::List(regions)) if regions.len() != 1 => {
                    Verdict::Unreadable(Some(Fault::at("data")))
                }
                _ => Verdict::Parsed(bad),
            },
            ("get_instance", verdict) => {
                let id = answer.get("data").and_then(|data| data.get("id"));
                verdict.about_what_was_asked(id == Some(&Json::text(ASKED)))
            }
            (_, verdict) => verdict,
        }
    }

    fn kept(call: Call, answer: &Json) -> Option<Json> {
        let data = answer.get("data").unwrap_or(&Json::Null);
        let kept = match (call, data) {
            ("get_center", Json::List(regions)) => regions.first()?,
            ("list_instances", Json::Null) => &Json::List(Vec::new()),
            ("list_instances", Json::Object(_)) => &or_empty(data.get("data")?),
            ("list_images", Json::Object(_)) => return Some(with_list(data)),
            ("list_images", list) => &Json::object([("data", or_empty(list))]),
            ("renew_token", Json::Object(_)) => data.get("token")?,
            ("renew_token", Json::List(tokens)) => tokens.first()?.get("token")?,
            ("get_access_url", Json::Text(text)) if matches!(text.trim(), "" | "--") => &Json::Null,
            _ => data,
        };
        Some(kept.clone())
    }

    async fn ask(&self, call: Call, reply: Reply) -> Outcome {
        let list = list_place(&reply.body);
        self.server.tell(reply);
        let (client, platform) = (&self.client, &self.platform);
        let id = &InstanceId::new(ASKED).unwrap();
        let accepted = |read| {
            outcome(read, |it: ac_openapi_client::Accepted| parsed_part(&it, &it.data, Vec::new()))
        };
        match call {
            "get_center" => outcome(platform.get_center(TOKEN).await, |center| {
                let lists = [
                    ("data.ingressUrls", &center.ingress_urls),
                    ("data.hpcUrls", &center.hpc_urls),
                    ("data.efileUrls", &center.efile_urls),
                    ("data.eshellUrls", &center.eshell_urls),
                    ("data.aiUrls", &center.ai_urls),
                ];
                let places = lists.iter().flat_map(|(list, urls)| bad(list, urls.get()));
                parsed(&center, places.collect())
            }),
            "validate_token" => plain(platform.validate_token(TOKEN).await),
            "get_tokens" => {
                let keys = Credentials::new("user", "canary-access", "canary-secret").unwrap();
                outcome(platform.get_tokens(&keys).await, |tokens| {
                    parsed(&tokens, places("data", tokens.bad()))
                })
            }
            "create_instance" => {
                let name = InstanceName::new("Instances_2205113837").unwrap();
                outcome(client.create_instance(ac_container(name)).await, |created| {
                    parsed_part(&created, &created.id, Vec::new())
                })
            }
            "restart_instance" => accepted(client.restart_instance(id).await),
            "stop_instances" => accepted(client.stop_instances(id).await),
            "update_resource_spec" => {
                let spec = ResourceSpec { cpu_number: 4, gpu_number: 1, ram_mb: 4096 };
                accepted(client.update_resource_spec(id, spec).await)
            }
            "delete_instances" => accepted(client.delete_instances(id).await),
            "execute_script" => {
                let script = Script::new("echo hello", ScriptScope::All);
                accepted(client.execute_script(id, script).await)
            }
            "get_instance" => outcome(client.get_instance(id).await, |instance| {
                parsed(&instance, bad_in("data", &instance))
            }),
            "list_instances" => outcome(client.list_instances().await, |page| {
                let (good, bad_items) = (page.items.as_slice(), page.items.bad());
                let mut places = places(list, bad_items);
                for (index, instance) in numbered(good, bad_items) {
                    places.extend(bad_in(&format!("{list}[{index}]"), instance));
                }
                parsed_part(&page, &page.items, places)
            }),
            "list_images" => outcome(client.list_images(ImageAccess::Public).await, |page| {
                parsed(&page, bad(list, Some(&page.items)))
            }),
            "get_node_limits" => plain(client.get_node_limits(Accelerator::Gpu, "TeslaM40").await),
            "get_access_url" => plain(client.get_access_url(id).await),
            "list_images_by_get" => {
                json(client.list_images_by_get(Accelerator::Gpu, ImageType::Base).await)
            }
            "list_resource_groups" => json(client.list_resource_groups().await),
            "list_allowed_mount_dirs" => json(client.list_allowed_mount_dirs().await),
            "get_user" => plain(platform.get_user(TOKEN).await),
            "renew_token" => plain(platform.renew_token(TOKEN).await),
            _ => panic!("{call}"),
        }
    }

    fn composed(documented: &[Fixture]) -> Vec<Fixture> {
        let mut instance = named(documented, "detail.response").json.get("data").unwrap().clone();
        let filled = r#"[{"accessUrl":"http://h:1/x?token=fake-token-9","containerPort":"8080","protocolType":"HTTP"}]"#;
        if let Json::Object(members) = &mut instance {
            members.retain(|(name, _)| name != "containerPortInfoList");
            members.push(("containerPortInfoList".into(), Json::read(filled).unwrap()));
        }
        let instance = instance.written();
        let answer = |name, data| {
            let answer = format!(r#"{{"code":"0","msg":"success","data":{data}}}"#);
            Fixture::new(name, Json::read(&answer).unwrap())
        };
        let page = answer("list.composed", format!(r#"{{"total":1,"data":[{instance}]}}"#));
        let bare = answer("list.composed.bare", format!("[{instance}]"));
        let refused = ["detail.response", "tokens.response", "create.response", "delete.response"];
        let refused = refused.map(|name| named(documented, name).refused(Json::text("4711")));
        [page, bare].into_iter().chain(refused).collect()
    }
}

/// Go and Java write an empty list as `null`.
fn or_empty(list: &Json) -> Json {
    match list {
        Json::Null => Json::List(Vec::new()),
        list => list.clone(),
    }
}

/// A page with a list in the place of `null`.
fn with_list(page: &Json) -> Json {
    let Json::Object(members) = page else {
        return page.clone();
    };
    let member = |(name, value): &(String, Json)| match name.as_str() {
        "data" => (name.clone(), or_empty(value)),
        _ => (name.clone(), value.clone()),
    };
    Json::Object(members.iter().map(member).collect())
}

/// Where an answer has its list: the one of instances comes in two shapes.
fn list_place(body: &[u8]) -> &'static str {
    let answer = std::str::from_utf8(body).ok().and_then(Json::read);
    let data = answer.as_ref().and_then(|answer| answer.get("data"));
    if matches!(data, Some(Json::List(_))) { "data" } else { "data.data" }
}

/// A text that is not blank, or a whole number: `"0"` is success.
fn code(value: Option<&Json>) -> Option<&str> {
    match value {
        Some(Json::Text(text)) if !text.trim().is_empty() => Some(text),
        Some(Json::Number(digits)) if digits.parse::<i64>().is_ok() => Some(digits),
        _ => None,
    }
}

/// The places in an instance that could not be read.
fn bad_in(at: &str, instance: &Instance) -> Vec<String> {
    let mut places = bad(&format!("{at}.mountInfoList"), instance.mounts.get());
    places.extend(bad(&format!("{at}.containerPortInfoList"), instance.ports.get()));
    places
}

/// The envelope alone. Nothing in it is decoded before the code is judged.
const HEAD: Rules = &[
    ("", Rule::Envelope),
    ("code", Rule::Raw),
    ("msg", Rule::Raw),
    ("message", Rule::Raw),
    ("data", Rule::Raw),
];

const CENTER: Rules = &[
    ("data", Rule::Object),
    ("data.ingressUrls", Rule::Items),
    ("data.hpcUrls", Rule::Items),
    ("data.efileUrls", Rule::Items),
    ("data.eshellUrls", Rule::Items),
    ("data.aiUrls", Rule::Items),
];
/// One edition of the page calls the answer a list; it must be of one region then.
const CENTERS: Rules = &[
    ("data", Rule::Field),
    ("data[]", Rule::Object),
    ("data[].ingressUrls", Rule::Items),
    ("data[].hpcUrls", Rule::Items),
    ("data[].efileUrls", Rule::Items),
    ("data[].eshellUrls", Rule::Items),
    ("data[].aiUrls", Rule::Items),
];
const CREATED: Rules = &[("data", Rule::Must(is_id))];
const DETAIL: Rules = &[
    ("data", Rule::Object),
    ("data.id", Rule::Must(is_id)),
    ("data.mountInfoList", Rule::Items),
    ("data.containerPortInfoList", Rule::Items),
];
const IMAGES: Rules =
    &[("data", Rule::Object), ("data.data", Rule::List), ("data.data[].id", Rule::Must(is_name))];
/// The list without an object around it.
const BARE_IMAGES: Rules = &[("data", Rule::List), ("data[].id", Rule::Must(is_name))];
const LIMITS: Rules = &[("data", Rule::Object)];
const LIST: Rules = &[
    ("data", Rule::Object),
    ("data.data", Rule::List),
    ("data.data[].id", Rule::Must(is_id)),
    ("data.data[].mountInfoList", Rule::Items),
    ("data.data[].containerPortInfoList", Rule::Items),
];
/// The list without an object around it.
const BARE_LIST: Rules = &[
    ("data", Rule::List),
    ("data[].id", Rule::Must(is_id)),
    ("data[].mountInfoList", Rule::Items),
    ("data[].containerPortInfoList", Rule::Items),
];
/// A list that is `null`, alone or in an object.
const NO_LIST: Rules = &[("data", Rule::ListOrNull)];
const NO_LIST_INSIDE: Rules = &[("data", Rule::Object), ("data.data", Rule::ListOrNull)];
const STATE: Rules = &[("data", Rule::Must(is_text))];
const TOKENS: Rules = &[("data", Rule::List)];
const ANYTHING: Rules = &[];
const RENEWED: Rules = &[("data", Rule::Must(is_token))];
const URL: Rules = &[("data", Rule::Must(is_text_or_null))];

/// The rules for an answer to a call, and whether its `data` must be there.
fn rules(call: Call, answer: &Json) -> (Rules, bool) {
    let data = answer.get("data");
    let is_list = matches!(data, Some(Json::List(_)));
    match call {
        "list_instances" | "list_images" if data == Some(&Json::Null) => (NO_LIST, true),
        "list_instances" | "list_images" if data.is_some_and(is_nothing_listed) => {
            (NO_LIST_INSIDE, true)
        }
        "list_images" if is_list => (BARE_IMAGES, true),
        "get_center" if is_list => (CENTERS, true),
        "get_center" => (CENTER, true),
        "list_instances" if is_list => (BARE_LIST, true),
        "list_instances" => (LIST, true),
        "create_instance" => (CREATED, true),
        "get_instance" => (DETAIL, true),
        "list_images" => (IMAGES, true),
        "get_node_limits" | "get_user" => (LIMITS, true),
        "list_images_by_get" | "list_resource_groups" | "list_allowed_mount_dirs" => {
            (ANYTHING, true)
        }
        "renew_token" => (RENEWED, true),
        "validate_token" => (STATE, true),
        "get_tokens" => (TOKENS, true),
        "get_access_url" => (URL, false),
        _ => (ANYTHING, false),
    }
}

/// Whether an object has `null` for its list, and counts nothing.
fn is_nothing_listed(data: &Json) -> bool {
    let total = data.get("total").map(Json::written).unwrap_or_default();
    let total: Field<u64> = serde_json::from_str(&total).unwrap_or_default();
    let counts = total.unwrap_or(0) > 0 || total.unreadable().is_some();
    data.get("data") == Some(&Json::Null) && !counts
}

/// A token as a text, or in an object, or in the only object of a list.
fn is_token(value: &Json) -> bool {
    match value {
        Json::Object(_) => value.get("token").is_some_and(is_name),
        Json::List(tokens) => match tokens.as_slice() {
            [token] => matches!(token, Json::Object(_)) && is_token(token),
            _ => false,
        },
        value => is_name(value),
    }
}

fn is_text_or_null(value: &Json) -> bool {
    is_text(value) || *value == Json::Null
}

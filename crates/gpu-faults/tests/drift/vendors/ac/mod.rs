//! AC OpenAPI: the documented answers, each in the envelope `{code, msg, data}`.

mod reading;
mod rules;

use ac_openapi_client::{
    Accelerator, Client, Credentials, ImageAccess, ImageRef, ImageType, InstanceId, InstanceName,
    NewInstance, Platform, ResourceSpec, Script, ScriptScope, StartScript, TaskType, TimeoutLimit,
};
use gpu_http::{ManualClock, RetryPolicy};

use super::Vendor;
use crate::envelope::{self, Code};
use crate::fixtures::Fixture;
use crate::json::Json;
use crate::server::{Reply, Server};
use crate::verdict::{Outcome, Verdict};

const TOKEN: &str = "canary-t0ken-of-the-test";

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Call {
    Center,
    Create,
    Delete,
    Detail,
    Execute,
    Images,
    Limits,
    List,
    State,
    Tokens,
    Url,
    /// No documented answer: given as the JSON that came.
    ImagesByGet,
    /// As above.
    Groups,
    /// As above.
    Dirs,
    /// No documented answer: an object.
    User,
    /// No documented answer; read like that of delete.
    Restart,
    /// As above.
    Resize,
    /// As above.
    Stop,
    /// No documented answer: a text, or an object or a list of one object that has it.
    Renew,
}

/// The instance that is asked for.
const ASKED: &str = "4c1f43ddb030483e89b55413bee6c004";

pub(crate) struct Ac {
    server: Server,
    platform: Platform,
    client: Client,
}

impl Vendor for Ac {
    type Call = Call;

    const CALLS: &'static [Call] = &[
        Call::Center,
        Call::Create,
        Call::Delete,
        Call::Detail,
        Call::Execute,
        Call::Images,
        Call::Limits,
        Call::List,
        Call::State,
        Call::Tokens,
        Call::Url,
        Call::ImagesByGet,
        Call::Groups,
        Call::Dirs,
        Call::User,
        Call::Restart,
        Call::Resize,
        Call::Stop,
        Call::Renew,
    ];

    const FOLDER: &'static str = "ac-openapi";

    fn request(call: Call) -> &'static str {
        match call {
            Call::Center => "get_center",
            Call::Create => "create_instance",
            Call::Delete => "delete_instances",
            Call::Detail => "get_instance",
            Call::Execute => "execute_script",
            Call::Images => "list_images",
            Call::Limits => "get_node_limits",
            Call::List => "list_instances",
            Call::State => "validate_token",
            Call::Tokens => "get_tokens",
            Call::Url => "get_access_url",
            Call::ImagesByGet => "list_images_by_get",
            Call::Groups => "list_resource_groups",
            Call::Dirs => "list_allowed_mount_dirs",
            Call::User => "get_user",
            Call::Restart => "restart_instance",
            Call::Resize => "update_resource_spec",
            Call::Stop => "stop_instances",
            Call::Renew => "renew_token",
        }
    }

    async fn start() -> Self {
        // What a look after a create finds.
        let server = Server::start(|_| r#"{"code":"0","data":{"total":0,"data":[]}}"#).await;
        let clock = ManualClock::new().clock();
        let platform = Platform::builder()
            .tokens_url(server.url())
            .center_url(server.url())
            .settings(
                ac_openapi_client::Settings::new()
                    .no_proxy()
                    .retry(RetryPolicy::never())
                    .clock(clock.clone()),
            )
            .build()
            .unwrap();
        let client = Client::builder(TOKEN, server.url())
            .settings(
                ac_openapi_client::Settings::new()
                    .no_proxy()
                    .retry(RetryPolicy::never())
                    .clock(clock),
            )
            .build()
            .unwrap();
        Self { server, platform, client }
    }

    fn call(fixture: &str) -> Call {
        match fixture.split('.').next() {
            Some("center") => Call::Center,
            Some("create") => Call::Create,
            Some("delete") => Call::Delete,
            Some("detail" | "error") => Call::Detail,
            Some("execute_script") => Call::Execute,
            Some("images") => Call::Images,
            Some("node_limits") => Call::Limits,
            Some("list") => Call::List,
            Some("token_state") => Call::State,
            Some("tokens") => Call::Tokens,
            Some("url") => Call::Url,
            _ => panic!("{fixture}: which call reads this answer?"),
        }
    }

    fn verdict(call: Call, answer: &Json) -> Verdict {
        let (rules, needs_data) = rules::rules(call, answer);
        let payload = needs_data.then_some("data");
        let verdict = envelope::verdict(answer, rules::HEAD, rules, payload, code);
        match (call, verdict) {
            (Call::Center, Verdict::Parsed(bad)) => {
                rules::of_one_region(answer, rules).unwrap_or(Verdict::Parsed(bad))
            }
            (Call::Detail, verdict) => {
                let id = answer.get("data").and_then(|data| data.get("id"));
                verdict.about_what_was_asked(id == Some(&Json::text(ASKED)))
            }
            (_, verdict) => verdict,
        }
    }

    fn kept(call: Call, answer: &Json) -> Option<Json> {
        let data = answer.get("data").unwrap_or(&Json::Null);
        let kept = match (call, data) {
            (Call::Center, Json::List(regions)) => regions.first()?,
            (Call::List, Json::Null) => &Json::List(Vec::new()),
            (Call::List, Json::Object(_)) => &or_empty(data.get("data")?),
            (Call::Images, Json::Object(_)) => return Some(with_list(data)),
            (Call::Images, list) => &Json::object([("data", or_empty(list))]),
            (Call::Renew, Json::Object(_)) => data.get("token")?,
            (Call::Renew, Json::List(tokens)) => tokens.first()?.get("token")?,
            (Call::Url, Json::Text(text)) if matches!(text.trim(), "" | "--") => &Json::Null,
            _ => data,
        };
        Some(kept.clone())
    }

    async fn ask(&self, call: Call, reply: Reply) -> Outcome {
        let list = list_place(&reply.body);
        self.server.tell(reply);
        let (client, platform) = (&self.client, &self.platform);
        let id = &InstanceId::new(ASKED).unwrap();
        match call {
            Call::Center => reading::center(platform.get_center(TOKEN).await),
            Call::State => reading::plain(platform.validate_token(TOKEN).await),
            Call::Tokens => {
                let credentials = Credentials::new("user", "canary-access", "canary-secret");
                reading::tokens(platform.get_tokens(&credentials.unwrap()).await)
            }
            Call::Create => reading::created(client.create_instance(new_instance()).await),
            Call::Restart => reading::accepted(client.restart_instance(id).await),
            Call::Stop => reading::accepted(client.stop_instances(id).await),
            Call::Resize => {
                let spec = ResourceSpec { cpu_number: 4, gpu_number: 1, ram_mb: 4096 };
                reading::accepted(client.update_resource_spec(id, spec).await)
            }
            Call::Delete => reading::accepted(client.delete_instances(id).await),
            Call::Execute => {
                let script = Script::new("echo hello", ScriptScope::All);
                reading::accepted(client.execute_script(id, script).await)
            }
            Call::Detail => reading::detail(client.get_instance(id).await),
            Call::List => reading::list(client.list_instances().await, list),
            Call::Images => reading::images(client.list_images(ImageAccess::Public).await, list),
            Call::Limits => {
                let limits = client.get_node_limits(Accelerator::Gpu, "TeslaM40");
                reading::plain(limits.await)
            }
            Call::Url => reading::plain(client.get_access_url(id).await),
            Call::ImagesByGet => {
                let base = ImageType::Base;
                reading::json(client.list_images_by_get(Accelerator::Gpu, base).await)
            }
            Call::Groups => reading::json(client.list_resource_groups().await),
            Call::Dirs => reading::json(client.list_allowed_mount_dirs().await),
            Call::User => reading::plain(platform.get_user(TOKEN).await),
            Call::Renew => reading::plain(platform.renew_token(TOKEN).await),
        }
    }

    fn composed(documented: &[Fixture]) -> Vec<Fixture> {
        let detail = documented.iter().find(|answer| answer.name == "detail.response");
        let mut instance = detail.unwrap().json.get("data").unwrap().clone();
        let filled = r#"[{"accessUrl":"http://h:1/x?token=fake-token-9","containerPort":"8080","protocolType":"HTTP"}]"#;
        if let Json::Object(members) = &mut instance {
            members.retain(|(name, _)| name != "containerPortInfoList");
            members.push(("containerPortInfoList".into(), Json::read(filled).unwrap()));
        }
        let page = Json::object([
            ("total", Json::Number("1".into())),
            ("data", Json::List(vec![instance.clone()])),
        ]);
        let answer = |name: &str, data| {
            let answer =
                [("code", Json::text("0")), ("msg", Json::text("success")), ("data", data)];
            Fixture::new(name, Json::object(answer))
        };
        let bare = answer("list.composed.bare", Json::List(vec![instance]));
        let mut composed = vec![answer("list.composed", page), bare];
        // Whatever stands beside it, a refusal is one.
        for name in ["detail.response", "tokens.response", "create.response", "delete.response"] {
            let answer = documented.iter().find(|answer| answer.name == name);
            composed.push(answer.unwrap().with_code("refused", Json::text("4711")));
        }
        composed
    }
}

/// Where an answer has its list: the one of instances comes in two shapes.
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

fn list_place(body: &[u8]) -> &'static str {
    let answer = std::str::from_utf8(body).ok().and_then(Json::read);
    let data = answer.as_ref().and_then(|answer| answer.get("data"));
    if matches!(data, Some(Json::List(_))) { "data" } else { "data.data" }
}

fn new_instance() -> NewInstance {
    NewInstance {
        name: InstanceName::new("Instances_2205113837").unwrap(),
        image: ImageRef::new("10.0.35.26:5000/a:b", "a:b"),
        task_type: TaskType::Ssh,
        accelerator: Accelerator::Gpu,
        gpu_number: 1,
        cpu_number: 3,
        ram_mb: 15_360,
        resource_group: "TeslaM40".into(),
        task_number: 1,
        timeout_limit: TimeoutLimit::Unlimited,
        start_script: StartScript::None,
    }
}

/// A text that is not blank, or a whole number: `"0"` is success.
fn code(value: Option<&Json>) -> Code {
    match value {
        Some(Json::Text(text)) if text == "0" => Code::Success,
        Some(Json::Text(text)) if !text.trim().is_empty() => Code::Refusal,
        Some(Json::Number(digits)) if digits == "0" => Code::Success,
        Some(Json::Number(digits)) if digits.parse::<i64>().is_ok() => Code::Refusal,
        _ => Code::None,
    }
}

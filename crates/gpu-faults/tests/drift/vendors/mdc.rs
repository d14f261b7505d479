//! MatrixDC: eight documented answers, bare, without an envelope.

use gpu_common::Text;
use gpu_http::{ManualClock, RetryPolicy};
use gpu_json::Field;
use mdc_client::{
    Client, Cluster, Credentials, DisplayName, Instance, InstanceList, InstanceName, RegionId,
    SkuId, UserId, Volume,
};

use super::{Vendor, bad, failed, numbered, parsed, places};
use crate::json::{Json, Path};
use crate::rules::{Fault, Reading, Rule, Rules, is_id};
use crate::server::{Reply, Server};
use crate::verdict::{Outcome, Parsed, Verdict};

/// The instance of the documented answer to get.
const ASKED: &str = "instance-4ca9xxxx";

const INSTANCE: Rules = &[
    ("", Rule::Object),
    ("name", Rule::Must(is_id)),
    ("annotations", Rule::Field),
    ("servers", Rule::Field),
    ("volumeMounts", Rule::Items),
    ("Pods", Rule::Items),
    ("Pods[].Containers", Rule::Items),
];
/// As above, and the one that was asked for.
const ASKED_INSTANCE: Rules = &[
    ("", Rule::Object),
    ("name", Rule::Must(is_asked)),
    ("annotations", Rule::Field),
    ("servers", Rule::Field),
    ("volumeMounts", Rule::Items),
    ("Pods", Rule::Items),
    ("Pods[].Containers", Rule::Items),
];
const LIST: Rules = &[
    ("", Rule::Object),
    ("nodes", Rule::ListOrNull),
    ("nodes[].name", Rule::Must(is_id)),
    ("nodes[].annotations", Rule::Field),
    ("nodes[].servers", Rule::Field),
    ("nodes[].volumeMounts", Rule::Items),
    ("nodes[].Pods", Rule::Items),
    ("nodes[].Pods[].Containers", Rule::Items),
];
const REGIONS: Rules =
    &[("", Rule::ListOrNull), ("[].id", Rule::Must(is_id)), ("[].clusterName", Rule::Must(is_id))];
const SKUS: Rules = &[("", Rule::ListOrNull), ("[].skusID", Rule::Must(is_id))];

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Call {
    Create,
    Get,
    List,
    Delete,
    PowerOff,
    /// No documented answer; read like that of power off.
    PowerOn,
    Regions,
    Skus,
}

pub(crate) struct Mdc {
    server: Server,
    client: Client,
    cluster: Cluster,
}

impl Vendor for Mdc {
    type Call = Call;

    const CALLS: &'static [Call] = &[
        Call::Create,
        Call::Get,
        Call::List,
        Call::Delete,
        Call::PowerOff,
        Call::PowerOn,
        Call::Regions,
        Call::Skus,
    ];

    const FOLDER: &'static str = "mdc";

    fn request(call: Call) -> &'static str {
        match call {
            Call::Create => "create_instance",
            Call::Get => "get_instance",
            Call::List => "list_instances",
            Call::Delete => "delete_instance",
            Call::PowerOff => "power_off",
            Call::PowerOn => "power_on",
            Call::Regions => "list_regions",
            Call::Skus => "list_skus",
        }
    }

    async fn start() -> Self {
        // What a look after a create finds.
        let server = Server::start(|_| r#"{"hasNextPage":false,"nodes":[],"totalCount":0}"#).await;
        let user = UserId::new("canary-user-of-the-test").unwrap();
        let credentials = Credentials::new("canary-t0ken-of-the-test", user);
        let client = Client::builder(credentials, &server.url())
            .settings(
                mdc_client::Settings::new()
                    .no_proxy()
                    .retry(RetryPolicy::never())
                    .clock(ManualClock::new().clock()),
            )
            .build()
            .unwrap();
        let cluster = client.cluster(mdc_client::ClusterName::new("host-cluster").unwrap());
        Self { server, client, cluster }
    }

    fn call(fixture: &str) -> Call {
        match fixture.split('.').next() {
            Some("create") => Call::Create,
            Some("get") => Call::Get,
            Some("list") => Call::List,
            Some("delete") => Call::Delete,
            Some("power_off") => Call::PowerOff,
            Some("regions") => Call::Regions,
            Some("skus") => Call::Skus,
            _ => panic!("{fixture}: which call reads this answer?"),
        }
    }

    fn verdict(call: Call, answer: &Json) -> Verdict {
        let rules = match call {
            Call::Create => INSTANCE,
            Call::Get => ASKED_INSTANCE,
            Call::List => LIST,
            Call::Regions => REGIONS,
            Call::Skus => SKUS,
            Call::Delete | Call::PowerOff | Call::PowerOn => {
                return if *answer == Json::text("ok") {
                    Verdict::Parsed(Vec::new())
                } else {
                    Verdict::Unreadable(None)
                };
            }
        };
        let doubt = match call {
            Call::Create if !is_what_was_asked_for(answer) => Some("displayName"),
            Call::List if !is_believed(answer) => Some("nodes"),
            _ => None,
        };
        match (Reading::of(answer, rules), doubt) {
            (Ok(_), Some(name)) => {
                Verdict::Unreadable(Some(Fault { path: Path::root().name(name), inside: false }))
            }
            (reading, _) => Verdict::from_reading(reading),
        }
    }

    fn kept(call: Call, answer: &Json) -> Option<Json> {
        let says_ok = matches!(call, Call::Delete | Call::PowerOff | Call::PowerOn);
        match (call, answer) {
            // Go writes an empty list as `null`.
            (Call::Regions | Call::Skus, Json::Null) => Some(Json::List(Vec::new())),
            _ => (!says_ok).then(|| answer.clone()),
        }
    }

    async fn ask(&self, call: Call, reply: Reply) -> Outcome {
        self.server.tell(reply);
        let name = InstanceName::new(ASKED).unwrap();
        match call {
            Call::Create => one(create(&self.cluster).await),
            Call::Get => one(self.cluster.get_instance(name).await),
            Call::Delete => accepted(self.cluster.delete_instance(name).await),
            Call::PowerOff => accepted(self.cluster.power_off(name).await),
            Call::PowerOn => accepted(self.cluster.power_on(name).await),
            Call::List => match self.cluster.list_instances().await {
                Ok(list) => parsed(&list, bad_in_list(&list)),
                Err(error) => failed(&error),
            },
            Call::Regions => match self.client.list_regions().await {
                Ok(regions) => parsed(&regions, bad("", Some(&regions))),
                Err(error) => failed(&error),
            },
            Call::Skus => {
                let region = RegionId::new("14c5a9e3").unwrap();
                match self.client.list_skus(region).await {
                    Ok(skus) => parsed(&skus, bad("", Some(&skus))),
                    Err(error) => failed(&error),
                }
            }
        }
    }
}

async fn create(cluster: &Cluster) -> mdc_client::Result<Instance> {
    let name = DisplayName::new("test1")?;
    let create = cluster.create_instance(SkuId::new("66")?, name, "images.neolink-ai.com/a:b");
    create.volume(Volume::new(50)).await
}

fn one(read: mdc_client::Result<Instance>) -> Outcome {
    match read {
        Ok(instance) => parsed(&instance, bad_in("", &instance)),
        Err(error) => failed(&error),
    }
}

fn accepted(answer: mdc_client::Result<mdc_client::Accepted>) -> Outcome {
    match answer {
        Ok(accepted) => Outcome::Parsed(Parsed {
            back: "null".into(),
            bad: Vec::new(),
            shown: format!("{accepted:?}"),
        }),
        Err(error) => failed(&error),
    }
}

/// The places in an instance that could not be read. `lead` is `nodes[3].` or nothing.
fn bad_in(lead: &str, instance: &Instance) -> Vec<String> {
    let mut places = bad(&format!("{lead}volumeMounts"), instance.volume_mounts.get());
    places.extend(bad(&format!("{lead}Pods"), instance.pods.get()));
    let Some(pods) = instance.pods.get() else {
        return places;
    };
    for (index, pod) in numbered(pods.as_slice(), pods.bad()) {
        let containers = format!("{lead}Pods[{index}].Containers");
        places.extend(bad(&containers, pod.containers.get()));
    }
    places
}

fn bad_in_list(list: &InstanceList) -> Vec<String> {
    let mut bad = places("nodes", list.bad());
    for (index, instance) in numbered(list.instances(), list.bad()) {
        bad.extend(bad_in(&format!("nodes[{index}]."), instance));
    }
    bad
}

/// An error's body may have a `name`, too: what was created has the display name that was asked
/// for, or none and a uid.
fn is_what_was_asked_for(answer: &Json) -> bool {
    let written = answer.get("displayName").map(Json::written);
    let shown: Field<Text> = serde_json::from_str(&written.unwrap_or_default()).unwrap_or_default();
    let uid = answer.get("uid");
    let has_uid = uid.is_some_and(|uid| is_id(uid) || matches!(uid, Json::Number(_)));
    shown.as_str().map_or(has_uid, |shown| shown == "test1")
}

/// An empty list needs a witness: a count or a word about further pages. One that is `null` needs
/// the count to be nought.
fn is_believed(answer: &Json) -> bool {
    let written = |name| answer.get(name).map(Json::written).unwrap_or_default();
    let total: Field<u64> = serde_json::from_str(&written("totalCount")).unwrap_or_default();
    let more: Field<bool> = serde_json::from_str(&written("hasNextPage")).unwrap_or_default();
    match answer.get("nodes") {
        Some(Json::List(nodes)) => !nodes.is_empty() || total.is_set() || more.is_set(),
        _ => total.copied() == Some(0),
    }
}

fn is_asked(value: &Json) -> bool {
    *value == Json::text(ASKED)
}

//! MatrixDC: eight documented answers, bare, without an envelope.

use gpu_common::Text;
use gpu_json::Field;
use mdc_client::{
    Client, Cluster, Credentials, DisplayName, Instance, InstanceList, InstanceName, RegionId,
    UserId,
};

use super::{Call, Vendor, bad, nothing_of, numbered, outcome, parsed, places, settings};
use crate::drift::json::Json;
use crate::drift::rules::{self, Fault, Rule, Rules, is_id};
use crate::drift::server::{Reply, Server};
use crate::drift::verdict::{Outcome, Verdict};
use crate::matrix::mdc::order;

/// The instance of the documented answer to get.
const ASKED: &str = "instance-4ca9xxxx";

/// An instance whose name is this.
const fn instance(name: fn(&Json) -> bool) -> [(&'static str, Rule); 7] {
    [
        ("", Rule::Object),
        ("name", Rule::Must(name)),
        ("annotations", Rule::Field),
        ("servers", Rule::Field),
        ("volumeMounts", Rule::Items),
        ("Pods", Rule::Items),
        ("Pods[].Containers", Rule::Items),
    ]
}

const INSTANCE: Rules = &instance(is_id);
/// The one that was asked for.
const ASKED_INSTANCE: Rules = &instance(is_asked);
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

pub(crate) struct Mdc {
    server: Server,
    client: Client,
    cluster: Cluster,
}

impl Vendor for Mdc {
    const CALLS: &'static [(Call, &'static [&'static str])] = &[
        ("create_instance", &["create"]),
        ("get_instance", &["get"]),
        ("list_instances", &["list"]),
        ("delete_instance", &["delete"]),
        ("power_off", &["power_off"]),
        // No documented answer; read like that of power off.
        ("power_on", &[]),
        ("list_regions", &["regions"]),
        ("list_skus", &["skus"]),
    ];

    const FOLDER: &'static str = "mdc";

    async fn start() -> Self {
        // What a look after a create finds.
        let server = Server::start(|_| r#"{"hasNextPage":false,"nodes":[],"totalCount":0}"#).await;
        let user = UserId::new("canary-user-of-the-test").unwrap();
        let credentials = Credentials::new("canary-t0ken-of-the-test", user);
        let client = Client::builder(credentials, &server.url()).settings(settings());
        let client = client.build().unwrap();
        let cluster = client.cluster(mdc_client::ClusterName::new("host-cluster").unwrap());
        Self { server, client, cluster }
    }

    fn verdict(call: Call, answer: &Json) -> Verdict {
        let rules = match call {
            "create_instance" => INSTANCE,
            "get_instance" => ASKED_INSTANCE,
            "list_instances" => LIST,
            "list_regions" => REGIONS,
            "list_skus" => SKUS,
            _ if *answer == Json::text("ok") => return Verdict::Parsed(Vec::new()),
            _ => return Verdict::Unreadable(None),
        };
        let doubt = match call {
            "create_instance" if !is_what_was_asked_for(answer) => Some("displayName"),
            "list_instances" if !is_believed(answer) => Some("nodes"),
            _ => None,
        };
        match (rules::read(answer, &[rules]), doubt) {
            (Ok(_), Some(name)) => Verdict::Unreadable(Some(Fault::at(name))),
            (reading, _) => Verdict::from_reading(reading),
        }
    }

    fn kept(call: Call, answer: &Json) -> Option<Json> {
        match (call, answer) {
            // Go writes an empty list as `null`.
            ("list_regions" | "list_skus", Json::Null) => Some(Json::List(Vec::new())),
            ("delete_instance" | "power_off" | "power_on", _) => None,
            _ => Some(answer.clone()),
        }
    }

    async fn ask(&self, call: Call, reply: Reply) -> Outcome {
        self.server.tell(reply);
        let name = InstanceName::new(ASKED).unwrap();
        match call {
            "create_instance" => {
                one(order(&self.cluster, DisplayName::new("test1").unwrap()).await)
            }
            "get_instance" => one(self.cluster.get_instance(name).await),
            "delete_instance" => nothing_of(self.cluster.delete_instance(name).await),
            "power_off" => nothing_of(self.cluster.power_off(name).await),
            "power_on" => nothing_of(self.cluster.power_on(name).await),
            "list_instances" => outcome(self.cluster.list_instances().await, |list| {
                parsed(&list, bad_in_list(&list))
            }),
            "list_regions" => outcome(self.client.list_regions().await, |regions| {
                parsed(&regions, bad("", Some(&regions)))
            }),
            "list_skus" => {
                let region = RegionId::new("14c5a9e3").unwrap();
                outcome(self.client.list_skus(region).await, |skus| {
                    parsed(&skus, bad("", Some(&skus)))
                })
            }
            _ => panic!("{call}"),
        }
    }
}

fn one(read: mdc_client::Result<Instance>) -> Outcome {
    outcome(read, |instance| parsed(&instance, bad_in("", &instance)))
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

//! What can be called, so that the tests leave nothing out: the client crates' public APIs say it.

use std::collections::BTreeSet;
use std::path::Path;

/// What can be awaited and comes from `gpu-http`.
const SHARED: [&str; 5] = ["Confirming", "ItemStream", "Request", "Waiting", "WaitingAll"];

/// Types whose methods are called by their bare names. The methods of all others are called by the
/// type's name, a dot and theirs: `list_instances.stream`.
const CLIENTS: [&str; 3] = ["Client", "Cluster", "Platform"];

/// What every request has, and every builder of one.
const OF_REQUESTS: [&str; 2] = ["send", "send_raw"];

/// The public methods of a client crate that give back something to await, or are to be awaited.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    /// All of them.
    pub(crate) all: BTreeSet<String>,
    /// Those that are one request.
    pub(crate) requests: BTreeSet<String>,
    /// The builders of requests, by their types' names.
    pub(crate) builders: BTreeSet<String>,
}

impl Calls {
    /// The calls of a client crate of this workspace, by the crate's name, as the reviewed snapshot of its
    /// API has them (`cargo xtask api --accept`).
    pub(crate) fn of(krate: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/api");
        Self::in_api(&std::fs::read_to_string(folder.join(format!("{krate}.txt"))).unwrap())
    }

    fn in_api(api: &str) -> Self {
        let mut calls = Self::default();
        let awaited = api.lines().filter_map(|line| line.split_once("::IntoFuture for "));
        calls.builders.extend(awaited.map(|(_, builder)| last(builder).to_owned()));
        let mut of_trait = false;
        for line in api.lines() {
            if line.starts_with("impl") {
                of_trait = line.contains(" for ");
            } else if !of_trait {
                calls.add(line);
            }
        }
        calls
    }

    /// Adds what a line declares, if it is a call.
    fn add(&mut self, line: &str) {
        let is_async = line.starts_with("pub async fn ");
        let Some((_, signature)) = line.split_once("fn ").filter(|_| line.starts_with("pub "))
        else {
            return;
        };
        let (head, result) = signature.rsplit_once("-> ").unwrap_or((signature, ""));
        let path = head.split(['(', '<']).next().unwrap_or_default();
        let Some((owner, name)) = path.rsplit_once("::") else { return };
        let (owner, result) = (last(owner), last(result.split('<').next().unwrap_or_default()));
        if OF_REQUESTS.contains(&name) {
            return;
        }
        let name = match CLIENTS.contains(&owner) {
            true => name.to_owned(),
            false => format!("{}.{name}", snake_case(owner)),
        };
        // What a builder gives back of itself is an option of it.
        let is_request = result == "Request" || self.builders.contains(result);
        if is_request {
            self.requests.insert(name.clone());
        }
        if is_async || is_request || SHARED.contains(&result) {
            self.all.insert(name);
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or_default()
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[test]
fn every_way_to_call_is_found() {
    let api = "\
impl a_client::Client
pub fn a_client::Client::builder(impl Into<Secret>) -> a_client::ClientBuilder
pub fn a_client::Client::get_thing(&self) -> gpu_http::request::Request<a_client::Thing>
pub fn a_client::Client::make_thing(&self, impl TryInto<Name>) -> a_client::MakeThing
pub fn a_client::Client::wait_until(&self) -> gpu_http::waiting::Waiting<a_client::Thing>
impl gpu_lease::vendor::Vendor for a_client::Client
pub async fn a_client::Client::terms(&self) -> gpu_http::Result<Terms>
impl a_client::MakeThing
pub async fn a_client::MakeThing::find_or_make(self) -> gpu_http::Result<a_client::Thing>
pub fn a_client::MakeThing::stream(self) -> gpu_http::item_stream::ItemStream<a_client::Thing>
pub fn a_client::MakeThing::loud(self) -> Self
pub async fn a_client::MakeThing::send(self) -> gpu_http::Result<a_client::Thing>
impl core::future::into_future::IntoFuture for a_client::MakeThing
";
    let calls = Calls::in_api(api);
    let names = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(" ");
    let all = "get_thing make_thing make_thing.find_or_make make_thing.stream wait_until";
    assert_eq!(names(&calls.all), all);
    assert_eq!(names(&calls.requests), "get_thing make_thing");
    assert_eq!(names(&calls.builders), "MakeThing");
}

//! `GET …/resources`, `…/resource-group` and `…/allowed-mount-dir`: what can be asked for.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::catalogue::{GROUPS, Group};
use super::code::Code;
use super::envelope::Refusal;
use super::order::ACCELERATORS;
use super::service::AcOpenApiService;

/// The limits of one node. What an unknown group is told is a guess.
pub(super) async fn resources(
    service: State<Arc<AcOpenApiService>>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let behaviour = &service.state().behaviour;
    let parameter = |name: &str| {
        let mut given = parameters.iter();
        let found = given.find(|(given, value)| given == name && !value.is_empty());
        found
            .map(|(_, value)| value)
            .ok_or_else(|| behaviour.refuse_because(Code::Missing, name))
    };
    let (accelerator, name) = (parameter("acceleratorType")?, parameter("resourceGroup")?);
    let group = Group::find(name, accelerator)
        .ok_or_else(|| behaviour.refuse_because(Code::Invalid, "no such resourceGroup"))?;
    let [mlu, dcu, nv] = group.limits;
    Ok(behaviour.success(json!({
        "id": null,
        "cpuNumber": group.cpus,
        "mluLimits": mlu,
        "dcuLimits": dcu,
        "nvLimits": nv,
        "gpuNumber": group.accelerators,
        "memorySize": group.ram_mb,
        "resourceGroup": group.name,
        "userName": null,
        "nodeNumber": group.nodes,
        "maxTime": "unlimited"
    })))
}

/// Invented: public clients only say that the groups come by accelerator type.
pub(super) async fn groups(service: State<Arc<AcOpenApiService>>) -> Response {
    let of = |accelerator: &str| {
        let groups = GROUPS.iter().filter(|one| one.accelerator == accelerator);
        let names = groups.map(|one| json!({"resourceGroup": one.name}));
        names.collect::<Value>()
    };
    let groups = ACCELERATORS.map(|one| (one.to_owned(), of(one)));
    let groups = Map::from_iter(groups);
    service.state().behaviour.success(groups)
}

/// Invented: no answer has been published.
pub(super) async fn mount_dirs(service: State<Arc<AcOpenApiService>>) -> Response {
    let home = service.account().home();
    service.state().behaviour.success([home])
}

//! Answers: an instance, what accepts and what refuses.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::behaviour::{Behaviour, Edition, ErrorForm, ZERO};
use super::catalogue::SYSTEM_DISK_GB;
use super::identity::Identity;
use super::instance::{Instance, Phase};
use super::state::Call;
use crate::shared::{HTML, Held, Refusal, Response, TEXT, china, empty, json, response};

impl Behaviour {
    /// The answer to power calls and delete: accepted, nothing more.
    pub(super) fn ok(&self) -> Response {
        match self.accepts_in_plain_text {
            false => json(StatusCode::OK, &"ok"),
            true => response(StatusCode::OK, TEXT, "ok"),
        }
    }

    pub(super) fn invalid(&self, message: impl Into<String>) -> Refusal {
        self.refuse(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn not_found(&self, message: &str) -> Refusal {
        self.refuse(StatusCode::NOT_FOUND, message)
    }

    /// The state of the machine or the stock does not allow it.
    pub(super) fn conflict(&self, message: &str) -> Refusal {
        self.refuse(StatusCode::CONFLICT, message)
    }

    /// Refuses with this status, unless the switch says otherwise.
    pub(super) fn refuse(&self, fitting: StatusCode, message: impl Into<String>) -> Refusal {
        let any =
            |number| StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let status = self.error_status.map_or(fitting, any);
        let message = message.into();
        match self.error_form {
            ErrorForm::CodeAndMessage => {
                json(status, &json!({"code": status.as_u16(), "message": message}))
            }
            ErrorForm::ErrorMember => json(status, &json!({"error": message})),
            ErrorForm::JsonString => json(status, &message),
            ErrorForm::PlainText => response(status, TEXT, message),
            ErrorForm::Html => response(
                status,
                HTML,
                // As gateways write them.
                format!(
                    "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n\
                     <center><h1>{status}</h1></center>\r\n</body>\r\n</html>\r\n"
                ),
            ),
            ErrorForm::Empty => empty(status),
        }
        .into()
    }

    pub(super) fn check_content_type(&self, call: &Call<'_>) -> Result<(), Refusal> {
        if self.needs_content_type && !call.says_json() {
            return Err(self.invalid("content-type is not application/json"));
        }
        Ok(())
    }
}

/// Which answer shows the instance; the samples differ in more than its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// No `servers`, no `Pods`, and the data disk's size is 0.
    Created,
    Listed,
    /// Without the annotation `saveDataEnabled`.
    Got,
}

pub(super) fn instance(
    held: &Held<Instance>,
    view: View,
    now: Duration,
    user_id: &str,
    behaviour: &Behaviour,
) -> Value {
    let one = &held.machine;
    let (order, cost, sku) = (&one.order, &one.order.cost, one.order.sku);
    let mut wire = json!({
        "name": held.id,
        "namespace": user_id,
        "Region": sku.cluster,
        "displayName": order.display_name,
        "description": "",
        "annotations": annotations(held, view, behaviour.edition),
        "uid": one.identity.uid,
        "image": order.image,
        "replicas": 1,
        // All texts.
        "resources": {
            "cpu": sku.cores.to_string(),
            "memory": format!("{}Gi", sku.ram_gib),
            "GPUNum": sku.cards.to_string(),
            "GPUType": sku.gpu,
        },
        "volumeMounts": volume_mounts(one, view),
        "creationTimestamp": seconds(held.created),
        "updateTimestamp": ZERO,
        "ScheduleStopTimestamp": ZERO,
        "status": held.status(now, behaviour),
        "cost": {
            "CostType": cost.mode,
            "CostTime": cost.term,
            "DiscountID": one.discount_id,
            "GPUSKUID": sku.id,
            "DiskSKUID": cost.disk_sku,
            "CouponID": cost.coupon,
        },
    });
    let running = || [servers(&one.identity, behaviour), pods(one)];
    let ways_in = match (view, held.life.phase(now)) {
        (View::Created, _) => None,
        (_, Phase::Running) => Some(running()),
        _ => behaviour.blank.clone(),
    };
    if let (Some([servers, pods]), Some(members)) = (ways_in, wire.as_object_mut()) {
        members.extend([("servers".into(), servers), ("Pods".into(), pods)]);
    }
    wire
}

fn volume_mounts(instance: &Instance, view: View) -> Value {
    let system = json!({
        "PathInContainer": "/",
        "Type": "local-filesystem",
        "Size": SYSTEM_DISK_GB,
        "PVCName": "",
        "displayName": "系统盘",
        "filesystemType": "system",
    });
    let disks = instance.order.volumes.iter();
    let data = disks.zip(&instance.identity.volumes).map(|(disk, name)| {
        json!({
            "PathInContainer": disk.path,
            "Type": "shared-filesystem",
            "Size": if view == View::Created { 0 } else { disk.size_gb },
            "PVCName": name,
            "displayName": format!("磁盘-{name}"),
            "filesystemType": "data",
        })
    });
    std::iter::once(system).chain(data).collect()
}

/// The ways into a running instance, with a password in clear text. The tools stay on the same
/// domain in both editions, SSH does not.
fn servers(identity: &Identity, behaviour: &Behaviour) -> Value {
    let uid = &identity.uid;
    let tools = behaviour.host(&format!("{uid}.gw.neolink-ai.com"));
    let token = &identity.jupyter_token;
    json!({
        "Jupyterlab": format!("http://{tools}/jupyter?token={token}"),
        "Tensorboard": format!("http://{tools}/monitor"),
        "SSH": {
            "sshAddr": ssh_addr(identity, behaviour),
            "sshPassword": identity.ssh_password,
        },
    })
}

/// A command line.
fn ssh_addr(identity: &Identity, behaviour: &Behaviour) -> String {
    if let Some(address) = behaviour.ssh_at {
        return format!("ssh -p{} root@{}", address.port(), address.ip());
    }
    let host = format!("{}.{}", identity.uid, behaviour.edition.ssh_domain());
    format!("ssh -p{} root@{}", identity.ssh_port, behaviour.host(&host))
}

fn pods(instance: &Instance) -> Value {
    let (identity, gpu) = (&instance.identity, instance.order.sku.gpu.to_lowercase());
    json!([{
        "Name": identity.pod,
        "Containers": [{"Name": "worker"}],
        "nodeScheduled": format!("gpu-{gpu}-{:02}", identity.node),
        "ip": identity.ip,
    }])
}

/// What was ordered, again, under prefixed keys: 14 of them, 13 where one instance is asked for, as in the samples.
fn annotations(held: &Held<Instance>, view: View, edition: Edition) -> Map<String, Value> {
    let instance = &held.machine;
    let (order, cost, sku) = (&instance.order, &instance.order.cost, instance.order.sku);
    let unit_price = held.shown_price.unwrap_or(instance.price_fen.into());
    let unit_price = unit_price.to_string();
    let pairs = [
        ("cost-coupon-id", cost.coupon.as_str()),
        ("cost-discount-id", instance.discount_id),
        ("cost-disk-sku-id", &cost.disk_sku),
        ("cost-gpu-sku-id", &sku.id),
        ("cost-order-id", &instance.identity.order_id),
        ("cost-time", &cost.term),
        ("cost-type", &cost.mode),
        ("description", ""),
        ("display-name", &order.display_name),
        ("gpu.machine", &sku.gpu),
        ("gpu.resource.key", &sku.resource_key),
        ("region", &sku.cluster),
        ("saveDataEnabled", "false"),
        ("unit-price", &unit_price),
    ];
    let prefix = edition.annotation_prefix();
    pairs
        .into_iter()
        .filter(|(key, _)| *key != "saveDataEnabled" || view != View::Got)
        .map(|(key, value)| (format!("{prefix}/{key}"), value.into()))
        .collect()
}

/// A time in whole seconds: RFC 3339 at +08:00.
pub(super) fn seconds(since_epoch: Duration) -> String {
    china(since_epoch, "%Y-%m-%dT%H:%M:%S%:z")
}

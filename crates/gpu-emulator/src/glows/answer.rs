//! Answers: an instance, and the envelope around everything (`code` and `msg`, with HTTP status 200
//! even for refusals).

use std::fmt::Display;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::instance::Instance;
use super::order::Order;
use super::state::State;
use crate::shared::{Held, Refusal, Response, json};

/// A success: the payload members beside the envelope's.
pub(super) fn success(payload: Value) -> Response {
    let mut answer = json!({"code": 0, "msg": ""});
    if let (Value::Object(answer), Value::Object(payload)) = (&mut answer, payload) {
        answer.extend(payload);
    }
    json(StatusCode::OK, &answer)
}

impl Behaviour {
    /// A refusal: code and message, no payload member.
    pub(super) fn refuse(&self, code: i32, msg: impl Into<String>) -> Refusal {
        let status = StatusCode::from_u16(self.refusal_status).unwrap_or_default();
        json(status, &json!({"code": code, "msg": msg.into()})).into()
    }

    /// A parameter is wrong. The wording is that of a related platform, with the reason added.
    pub(super) fn invalid(&self, reason: impl Display) -> Refusal {
        self.refuse(self.code_invalid, format!("param illegal: {reason}"))
    }

    pub(super) fn not_found(&self) -> Refusal {
        self.refuse(self.code_not_found, "instance not found")
    }
}

pub(super) fn instance(held: &Held<Instance>, now: Duration, state: &State) -> Value {
    let behaviour = &state.behaviour;
    let one = &held.machine;
    let order = &one.order;
    let placed = held.is_placed(now);
    let (base_image, base_snap) = base(order, state);
    let accesses = one.accesses.iter().map(|(port, url)| {
        json!({
            "protocol": port.protocol,
            "listenPort": port.port,
            // Empty until the instance is placed.
            "url": if placed { url.as_str() } else { "" },
        })
    });
    json!({
        "instanceID": behaviour.spell("ins-", &held.id),
        "category": order.category(),
        "status": held.status(now, behaviour),
        "priceCent": if placed { held.price_cent(behaviour) } else { 0 },
        "hardware": hardware(order, placed),
        "baseImage": base_image,
        "baseSnap": base_snap,
        "sshCred": {
            // To a virtual machine as public scripts log in.
            "user": if order.is_vm() { "glows" } else { "root" },
            "password": one.password,
        },
        "accesses": accesses.collect::<Value>(),
        // 2 in most samples, its meaning is not published.
        "domain": 2,
        "createTime": {"seconds": held.created.as_secs()},
        "cmd": order.cmd,
        "envs": order.envs,
        "remark": order.remark,
        "metaKey": order.custom_meta_key,
        "sourceType": "SourceSDK",
        "regionName": order.region_name,
    })
}

/// Numbers are 0 until the instance is placed. Those of one unit are those of the documented
/// samples; a CPU machine has none there, so its are made up.
fn hardware(order: &Order, placed: bool) -> Value {
    let units = if placed { order.units() } else { 0 };
    let has_gpu = !order.gpu_name.is_empty();
    let cpu_name = match has_gpu {
        true if placed => "Intel(R) Xeon(R) Platinum 8352V CPU @ 2.10GHz",
        _ => &order.cpu_name,
    };
    let gpus = if has_gpu { units } else { 0 };
    json!({
        "gpuName": order.gpu_name,
        "cpuName": cpu_name,
        "gpuNum": gpus,
        "gpuRamMB": gpus.saturating_mul(24_564),
        "cpuCoresNum": units.saturating_mul(10),
        "ramMB": units.saturating_mul(43_008),
        "diskGB": units.saturating_mul(100),
    })
}

/// Image and snapshot. That the image of a snapshot machine is `null`, and that its snapshot has the
/// form of an image, is inferred: every published sample has an image.
fn base(order: &Order, state: &State) -> (Value, Value) {
    let (image, snapshot) = (&order.from_image_id, &order.from_snap_id);
    if image.is_empty() {
        let taken = state.own.iter().find(|one| one.id == *snapshot);
        let name = taken.map_or("", |one| &one.name);
        return (Value::Null, json!({"snapID": snapshot, "snapName": name}));
    }
    let name = match image.as_str() {
        "87p9kq26" => "Ubuntu20.04 CUDA12.2 Python3.9".into(),
        other => format!("Image {other}"),
    };
    let id = state.behaviour.spell("img-", image);
    (json!({"imageID": id, "imageName": name}), Value::Null)
}

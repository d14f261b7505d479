//! `POST` and `DELETE /instance`, `POST /snapshot`: what makes, ends and copies an instance.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::answer::{instance, success};
use super::instance::Instance;
use super::order::Order;
use super::state::{Call, Snapshot, State};
use crate::shared::{Answer, Refusal};

/// Hardware that the documents name.
pub(super) const HARDWARE: [&str; 3] =
    ["NVIDIA GeForce RTX 4090", "NVIDIA L40S PCIe", "Intel(R) Xeon(R) Platinum 8468"];

/// The key stays free when the create is refused.
pub(super) fn create(call: &Call<'_>, state: &mut State) -> Answer {
    let now = call.now;
    check_content_type(call, state)?;
    let order = call.object().and_then(Order::checked);
    let order = order.map_err(|reason| state.behaviour.invalid(reason))?;
    check_names(&order, state)?;
    let behaviour = &state.behaviour;
    let key = &order.custom_meta_key;
    if state.key_is_taken(key, now) {
        return Err(behaviour.refuse(behaviour.code_key_taken, "custom_meta_key already exists"));
    }
    if !state.has_room(&order, now) {
        return Err(behaviour.refuse(behaviour.code_no_capacity, "no capacity"));
    }
    if behaviour.key_is_enforced {
        // One that is still on its way with this key will be refused when it comes.
        state.machines.change_to_come(key, now, |one| one.created = Duration::MAX);
    }
    let created = now.saturating_add(behaviour.lapses.late_creates);
    let password = call.service.account.ssh_password.as_deref();
    let held = Instance::held(order, password, created, &state.behaviour, &mut state.ids);
    let answer = json!({"instance": instance(&held, now, state)});
    state.machines.add(held);
    Ok(success(answer))
}

fn check_content_type(call: &Call<'_>, state: &State) -> Result<(), Refusal> {
    if state.behaviour.needs_content_type && !call.says_json() {
        return Err(state.behaviour.invalid("content-type is not application/json"));
    }
    Ok(())
}

/// Refuses names that nobody has heard of, with the switch.
fn check_names(order: &Order, state: &State) -> Result<(), Refusal> {
    let behaviour = &state.behaviour;
    let (hardware, snapshot) = (order.hardware(), &order.from_snap_id);
    let taken = || state.own.iter().any(|one: &Snapshot| one.id == *snapshot);
    let known = [
        ("hardware", HARDWARE.contains(&hardware) || behaviour.prices.contains_key(hardware)),
        ("image", ["", "87p9kq26", "6np5yvq2"].contains(&order.from_image_id.as_str())),
        ("snapshot", ["", "6ypgvgpw"].contains(&snapshot.as_str()) || taken()),
        ("region", ["TW-03", "TW-04"].contains(&order.region_name.as_str())),
    ];
    match known.into_iter().find(|(_, known)| !known) {
        Some((what, _)) if behaviour.strict_names => {
            Err(behaviour.invalid(format!("unknown {what}")))
        }
        _ => Ok(()),
    }
}

/// Accepts the release of one instance. A second release of the same instance is accepted as well,
/// as long as it can be seen (inferred).
pub(super) fn release(call: &Call<'_>, state: &mut State) -> Answer {
    let found = state.find(call, call.now)?;
    if state.behaviour.refuses_repeats && found.is_being_released(call.now) {
        return Err(state.behaviour.not_found());
    }
    let (id, takes) = (found.id.clone(), state.behaviour.releasing_for);
    state.release([id.as_str()], |one| one.release(call.now, takes));
    Ok(success(json!({})))
}

/// Takes a snapshot. The call is seen in use; the answer is made up. The pause of the machine that
/// the user guide describes is not emulated.
pub(super) fn snapshot(call: &Call<'_>, state: &mut State) -> Answer {
    #[derive(Deserialize)]
    struct Body {
        instance_id: String,
        name: String,
    }
    check_content_type(call, state)?;
    let body = call.object().map_err(|reason| state.behaviour.invalid(reason))?;
    let Body { instance_id, name } = body;
    if state.by_id(&instance_id, call.now).is_none() {
        return Err(state.behaviour.not_found());
    }
    let id = state.ids.id(8);
    let answer = json!({"snapshot": {"snapID": id, "snapName": name}});
    state.own.push(Snapshot { id, name });
    Ok(success(answer))
}

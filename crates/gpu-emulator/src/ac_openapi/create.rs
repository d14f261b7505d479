//! `POST …/instance-service/task` and `POST …/resource-spec/actions/update`: what an instance has.

use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::response::Response;

use super::behaviour::Behaviour;
use super::catalogue::{Group, IMAGES};
use super::code::Code;
use super::envelope::Refusal;
use super::fields::{Fields, Wrong};
use super::instance::Instance;
use super::life::Phase;
use super::order::{Order, Spec};
use super::regions::CurrentRegion;
use super::service::{Service, State};
use crate::shared::says_json;

/// A second create with the same name is a second instance: nothing says otherwise.
pub(super) async fn create(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let state = &mut *state;
    let behaviour = &state.behaviour;
    let order = json(&headers, &body, behaviour).and_then(|fields| Order::read(&fields));
    let order = order.map_err(|wrong| behaviour.wrong(&wrong))?;
    if behaviour.strict_names && !IMAGES.iter().any(|one| one.path == order.image_path) {
        return Err(behaviour.refuse_because(Code::Invalid, "no such image"));
    }
    check(&order.resource_group, &order.accelerator, order.spec, behaviour)?;
    state.check_room(&order, now)?;
    let number = state.machines.len() + 1;
    let created = now.saturating_add(state.behaviour.lapses.late_creates);
    let held = Instance::held(order, region, number, created, &state.behaviour, &mut state.ids);
    let answer = state.behaviour.success(&held.id);
    state.machines.add(held);
    Ok(answer)
}

/// Reads a body that says that it is JSON, as all samples do (that it must is inferred).
pub(super) fn json(
    headers: &HeaderMap,
    body: &Bytes,
    behaviour: &Behaviour,
) -> Result<Fields, Wrong> {
    if body.is_empty() || says_json(headers) || !behaviour.needs_content_type {
        Fields::read(body)
    } else {
        Err(Wrong::Invalid("the body is not application/json".into()))
    }
}

/// Refuses an unknown group and, with the switch, more than one of its nodes has. Which codes these
/// have is inferred.
fn check(group: &str, accelerator: &str, spec: Spec, behaviour: &Behaviour) -> Result<(), Refusal> {
    let group = Group::find(group, accelerator)
        .ok_or_else(|| behaviour.refuse_because(Code::Invalid, "no such resourceGroup"))?;
    let fits = spec.cpus <= group.cpus
        && spec.accelerators <= group.accelerators
        && spec.ram_mb <= group.ram_mb;
    if behaviour.limits_are_enforced && !fits {
        return Err(behaviour.refuse_because(Code::Create, "no node has as much"));
    }
    Ok(())
}

impl State {
    /// Refuses what the group has no accelerators left for, with the switch.
    pub(super) fn check_room(&self, order: &Order, now: Duration) -> Result<(), Refusal> {
        if self.behaviour.no_capacity {
            return Err(self.behaviour.refuse(Code::Create));
        }
        let Some(&most) = self.behaviour.accelerators.get(&order.resource_group) else {
            return Ok(());
        };
        let wanted = |order: &Order| order.spec.accelerators.saturating_mul(order.tasks);
        let instances = self.machines.at(now).map(|one| &one.machine);
        let holding = instances.filter(|one| {
            let is_over = matches!(one.life.phase(now), Phase::Ended(_));
            one.order.resource_group == order.resource_group
                && !is_over
                && !one.life.is_deleted(now)
        });
        let used: u64 = holding.map(|one| wanted(&one.order)).sum();
        if used.saturating_add(wanted(order)) > most {
            return Err(self.behaviour.refuse_because(Code::Create, "no accelerator is free"));
        }
        Ok(())
    }
}

/// Gives an instance that does not run other resources. That it must not run is a public client's
/// word; the codes and the `null` are inferred.
pub(super) async fn update(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let behaviour = &state.behaviour;
    let fields = json(&headers, &body, behaviour);
    let asked = fields.and_then(|fields| Ok((fields.text("id")?, Spec::read(&fields)?)));
    let (id, spec) = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let instance = &state.find(region, &id, now)?.machine;
    if !matches!(instance.life.phase(now), Phase::Ended(_)) {
        return Err(behaviour.refuse_because(Code::Invalid, "it has not ended"));
    }
    let order = &instance.order;
    check(&order.resource_group, &order.accelerator, spec, behaviour)?;
    let answer = behaviour.success(());
    state.machines.change(&id, |one| one.machine.order.spec = spec);
    Ok(answer)
}

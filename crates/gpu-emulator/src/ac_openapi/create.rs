//! `POST …/instance-service/task` and `POST …/resource-spec/actions/update`: what an instance has.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::catalogue::{Group, images};
use super::envelope::Code;
use super::instance::Instance;
use super::order::{Order, Spec};
use super::state::{Call, State};
use crate::shared::{Answer, Refusal};

/// A second create with the same name is a second instance: nothing says otherwise.
pub(super) fn create(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let order = behaviour.fields(call).and_then(|fields| Order::read(&fields));
    let order = order.map_err(|wrong| behaviour.wrong(&wrong))?;
    if behaviour.strict_names && !images().iter().any(|one| one.path == order.image_path) {
        return Err(behaviour.refuse_because(Code::Invalid, "no such image"));
    }
    check(&order, order.spec, behaviour)?;
    state.check_room(&order, call.now)?;
    let number = state.machines.len() + 1;
    let created = call.now.saturating_add(behaviour.lapses.late_creates);
    let held = Instance::held(order, call.place, number, created, behaviour, &mut state.ids);
    let answer = behaviour.success(&held.id);
    state.machines.add(held);
    Ok(answer)
}

/// Refuses an unknown group and, with the switch, more than one of its nodes has. Which codes these
/// have is inferred.
fn check(order: &Order, spec: Spec, behaviour: &Behaviour) -> Result<(), Refusal> {
    let group = Group::find(&order.resource_group, &order.accelerator)
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
        let instances = self.machines.at(now).filter(|one| !one.has_ended(now));
        let orders = instances.map(|one| &one.machine.order);
        let here = orders.filter(|one| one.resource_group == order.resource_group);
        let used: u64 = here.map(wanted).sum();
        if used.saturating_add(wanted(order)) > most {
            return Err(self.behaviour.refuse_because(Code::Create, "no accelerator is free"));
        }
        Ok(())
    }
}

/// Gives an instance that does not run other resources. That it must not run is a public client's
/// word; the codes and the `null` are inferred.
pub(super) fn update(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let fields = behaviour.fields(call);
    let asked = fields.and_then(|fields| Ok((fields.text("id")?, Spec::read(&fields)?)));
    let (id, spec) = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let instance = state.find(call, &id, call.now)?;
    if !instance.has_ended(call.now) {
        return Err(behaviour.refuse_because(Code::Invalid, "it has not ended"));
    }
    check(&instance.machine.order, spec, behaviour)?;
    let answer = behaviour.success(());
    state.machines.change(&id, |one| one.machine.order.spec = spec);
    Ok(answer)
}

//! Create, and what is done to instances after it: other resources, stop, delete, restart and
//! execute-script.

use std::time::Duration;

use super::behaviour::{Batch, Behaviour};
use super::catalogue::{CATALOGUE, Group};
use super::envelope::Code;
use super::fields::Fields;
use super::instance::{End, Instance, Phase};
use super::order::{Order, Spec, scope};
use super::state::{Call, State};
use crate::shared::{Answer, Held, Refusal};

/// `POST …/instance-service/task`. A second create with the same name is a second instance: nothing
/// says otherwise.
pub(super) fn create(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let order = Order::read(&Fields::of(call, behaviour)?)?;
    let is_known = || CATALOGUE.images.iter().any(|one| one.path == order.image_path);
    if behaviour.strict_names && !is_known() {
        return Err(behaviour.refuse_because(Code::INVALID, "no such image"));
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
        .ok_or_else(|| behaviour.refuse_because(Code::INVALID, "no such resourceGroup"))?;
    let fits = spec.cpus <= group.cpu_number
        && spec.accelerators <= group.gpu_number
        && spec.ram_mb <= group.memory_size;
    if behaviour.limits_are_enforced && !fits {
        return Err(behaviour.refuse_because(Code::CREATE, "no node has as much"));
    }
    Ok(())
}

impl State {
    /// Refuses what the group has no accelerators left for, with the switch.
    fn check_room(&self, order: &Order, now: Duration) -> Result<(), Refusal> {
        if self.behaviour.no_capacity {
            return Err(self.behaviour.refuse(Code::CREATE));
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
            return Err(self.behaviour.refuse_because(Code::CREATE, "no accelerator is free"));
        }
        Ok(())
    }
}

/// `POST …/resource-spec/actions/update`: gives an instance that does not run other resources. That
/// it must not run is a public client's word; the codes and the `null` are inferred.
pub(super) fn update(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let fields = Fields::of(call, behaviour)?;
    let (id, spec) = (fields.required_text("id")?, Spec::read(&fields)?);
    let instance = state.find(call, &id, call.now)?;
    if !instance.has_ended(call.now) {
        return Err(behaviour.refuse_because(Code::INVALID, "it has not ended"));
    }
    check(&instance.machine.order, spec, behaviour)?;
    let answer = behaviour.success(());
    state.machines.change(&id, |one| one.machine.order.spec = spec);
    Ok(answer)
}

/// `POST …/task/actions/stop?ids=&ids=`. That `data` is `null` is inferred: no answer has been
/// published.
pub(super) fn stop(call: &Call<'_>, state: &mut State) -> Answer {
    let done = call.now.saturating_add(state.behaviour.stopping_for);
    let refuses = state.behaviour.refuses_repeated_stops;
    let refused = |one: &Held<Instance>| refuses && one.has_ended(call.now);
    change_each(call, state, (refused, Code::STOP), |one| one.end_by(done, End::Terminated))
}

/// `DELETE …/task?ids=&ids=`.
pub(super) fn delete(call: &Call<'_>, state: &mut State) -> Answer {
    let done = call.now.saturating_add(state.behaviour.deleting_for);
    let refuses = state.behaviour.delete_needs_end;
    let refused = |one: &Held<Instance>| refuses && !one.has_ended(call.now);
    change_each(call, state, (refused, Code::DELETE), |one| one.delete(done))
}

/// Checks every id, then changes all instances or those that are not refused with the code.
///
/// # Errors
/// No id is given, or some cannot be served and the behaviour does not hide it.
fn change_each(
    call: &Call<'_>,
    state: &mut State,
    (refused, code): (impl Fn(&Held<Instance>) -> bool, Code),
    change: impl Fn(&mut Held<Instance>),
) -> Answer {
    let (mut good, mut bad) = (Vec::new(), None);
    for id in call.all("ids") {
        match state.find(call, id, call.now) {
            Ok(one) if !refused(one) => good.push(id),
            Ok(_) => bad = bad.or_else(|| Some(state.behaviour.refuse(code))),
            Err(refusal) => bad = bad.or(Some(refusal)),
        }
    }
    if good.is_empty() && bad.is_none() {
        return Err(state.behaviour.refuse_because(Code::MISSING, "ids"));
    }
    let batch = state.behaviour.batch;
    if bad.is_none() || batch != Batch::RefusesAll {
        state.release(good, change);
    }
    match bad {
        Some(refusal) if batch != Batch::DoesTheGood => Err(refusal),
        _ => Ok(state.behaviour.success(())),
    }
}

/// `POST …/task/actions/restart?instanceServiceId=`. What has not ended is refused; that the code is
/// 716868 is inferred, the document shows none.
pub(super) fn restart(call: &Call<'_>, state: &mut State) -> Answer {
    let now = call.now;
    let behaviour = &state.behaviour;
    let mut ids = call.all("instanceServiceId");
    let (Some(id), None) = (ids.next(), ids.next()) else {
        return Err(behaviour.refuse_because(Code::MISSING, "one instanceServiceId"));
    };
    let instance = state.find(call, id, now)?;
    if !instance.has_ended(now) || instance.is_being_deleted() {
        return Err(behaviour.refuse(Code::START));
    }
    state.check_room(&instance.machine.order, now)?;
    let answer = behaviour.success(id);
    state.machines.change(id, |one| one.restart(now, behaviour));
    Ok(answer)
}

/// `POST …/task/actions/execute-script`. What does not run is refused with 716864 (inferred).
pub(super) fn execute_script(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let fields = Fields::of(call, behaviour)?;
    let id = fields.required_text("id")?;
    scope(&fields)?;
    let script = fields.required_text("startScriptContent")?;
    let instance = state.find(call, &id, call.now)?;
    if instance.life.phase(call.now) != Phase::Running {
        return Err(behaviour.refuse_because(Code::SCRIPT, "it is not running"));
    }
    let answer = behaviour.success(());
    state.machines.change(&id, |one| one.machine.scripts.push(script));
    Ok(answer)
}

//! Stop, delete, restart and execute-script: what is done to instances.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::choices::Batch;
use super::envelope::Code;
use super::instance::{End, Instance, Phase};
use super::order::Script;
use super::state::{Call, State};
use crate::shared::{Answer, Held, Refusal};

/// `POST …/task/actions/stop?ids=&ids=`. That `data` is `null` is inferred: no answer has been
/// published.
pub(super) fn stop(call: &Call<'_>, state: &mut State) -> Answer {
    let done = call.now.saturating_add(state.behaviour.stopping_for);
    let objection: Objection = |instance, now, behaviour| {
        (instance.has_ended(now) && behaviour.refuses_repeated_stops).then_some(Code::Stop)
    };
    change_each(call, state, objection, |one| one.end_by(done, End::Terminated))
}

/// `DELETE …/task?ids=&ids=`.
pub(super) fn delete(call: &Call<'_>, state: &mut State) -> Answer {
    let done = call.now.saturating_add(state.behaviour.deleting_for);
    let objection: Objection = |instance, now, behaviour| {
        (!instance.has_ended(now) && behaviour.delete_needs_end).then_some(Code::Delete)
    };
    change_each(call, state, objection, |one| one.delete(done))
}

/// Why an instance cannot be served, if it cannot.
type Objection = fn(&Held<Instance>, Duration, &Behaviour) -> Option<Code>;

/// Checks every id, then changes all instances or those that can be served.
///
/// # Errors
/// No id is given, or some cannot be served and the behaviour does not hide it.
fn change_each(
    call: &Call<'_>,
    state: &mut State,
    objection: Objection,
    change: impl Fn(&mut Held<Instance>),
) -> Answer {
    let (mut good, mut bad) = (Vec::new(), None);
    for id in call.all("ids") {
        match check(call, state, id, objection) {
            Ok(()) => good.push(id),
            Err(refusal) => bad = bad.or(Some(refusal)),
        }
    }
    if good.is_empty() && bad.is_none() {
        return Err(state.behaviour.refuse_because(Code::Missing, "ids"));
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

fn check(call: &Call<'_>, state: &State, id: &str, objection: Objection) -> Result<(), Refusal> {
    let instance = state.find(call, id, call.now)?;
    let code = objection(instance, call.now, &state.behaviour);
    code.map_or(Ok(()), |code| Err(state.behaviour.refuse(code)))
}

/// `POST …/task/actions/restart?instanceServiceId=`. What has not ended is refused; that the code is
/// 716868 is inferred, the document shows none.
pub(super) fn restart(call: &Call<'_>, state: &mut State) -> Answer {
    let now = call.now;
    let behaviour = &state.behaviour;
    let mut ids = call.all("instanceServiceId");
    let (Some(id), None) = (ids.next(), ids.next()) else {
        return Err(behaviour.refuse_because(Code::Missing, "one instanceServiceId"));
    };
    let instance = state.find(call, id, now)?;
    if !instance.has_ended(now) || instance.is_being_deleted() {
        return Err(behaviour.refuse(Code::Start));
    }
    state.check_room(&instance.machine.order, now)?;
    let answer = behaviour.success(id);
    state.machines.change(id, |one| one.restart(now, behaviour));
    Ok(answer)
}

/// `POST …/task/actions/execute-script`. What does not run is refused with 716864 (inferred).
pub(super) fn execute_script(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let fields = behaviour.fields(call);
    let asked = fields.and_then(|fields| Ok((fields.text("id")?, Script::read(&fields)?)));
    let (id, script) = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let instance = state.find(call, &id, call.now)?;
    if instance.life.phase(call.now) != Phase::Running {
        return Err(behaviour.refuse_because(Code::Script, "it is not running"));
    }
    let answer = behaviour.success(());
    state.machines.change(&id, |one| one.machine.scripts.push(script.content));
    Ok(answer)
}

//! Stop, delete, restart and execute-script: what is done to instances.

use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::Response;

use super::behaviour::Behaviour;
use super::choices::Batch;
use super::code::Code;
use super::create::json;
use super::envelope::Refusal;
use super::instance::Instance;
use super::life::{End, Phase};
use super::order::Script;
use super::regions::CurrentRegion;
use super::service::{Service, State};
use crate::shared::{Held, Parameters, all};

/// `POST …/task/actions/stop?ids=&ids=`. That `data` is `null` is inferred: no answer has been
/// published.
pub(super) async fn stop(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let done = now.saturating_add(state.behaviour.stopping_for);
    let objection: Objection = |instance, now, behaviour| {
        let has_ended = matches!(instance.life.phase(now), Phase::Ended(_));
        (has_ended && behaviour.refuses_repeated_stops).then_some(Code::Stop)
    };
    let stop = |one: &mut Held<Instance>| one.end_by(done, End::Terminated);
    change_each(&mut state, (region, now), &parameters, objection, stop)?;
    Ok(state.behaviour.success(()))
}

/// `DELETE …/task?ids=&ids=`.
pub(super) async fn delete(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let done = now.saturating_add(state.behaviour.deleting_for);
    let objection: Objection = |instance, now, behaviour| {
        let has_ended = matches!(instance.life.phase(now), Phase::Ended(_));
        (!has_ended && behaviour.delete_needs_end).then_some(Code::Delete)
    };
    let delete = |one: &mut Held<Instance>| one.delete(done);
    change_each(&mut state, (region, now), &parameters, objection, delete)?;
    Ok(state.behaviour.success(()))
}

/// Why an instance cannot be served, if it cannot.
type Objection = fn(&Instance, Duration, &Behaviour) -> Option<Code>;

/// Checks every id, then changes all instances or those that can be served.
///
/// # Errors
/// No id is given, or some cannot be served and the behaviour does not hide it.
fn change_each(
    state: &mut State,
    (region, now): (CurrentRegion, Duration),
    parameters: &Parameters,
    objection: Objection,
    change: impl Fn(&mut Held<Instance>),
) -> Result<(), Refusal> {
    let ids: Vec<_> = all(parameters, "ids").collect();
    if ids.is_empty() {
        return Err(state.behaviour.refuse_because(Code::Missing, "ids"));
    }
    let (good, bad) = sort(state, (region, now), &ids, objection);
    let batch = state.behaviour.batch;
    match bad {
        Some(refusal) if batch == Batch::RefusesAll => return Err(refusal),
        _ => (),
    }
    let forgets = !good.is_empty() && state.lapses().forgets();
    for id in good {
        state.machines.change(id, |one| {
            if !forgets {
                change(one);
            }
        });
    }
    match bad {
        Some(refusal) if batch == Batch::DoesTheGoodAndRefuses => Err(refusal),
        _ => Ok(()),
    }
}

/// The ids that can be served, and the first refusal of the others.
fn sort<'a>(
    state: &State,
    (region, now): (CurrentRegion, Duration),
    ids: &[&'a str],
    objection: Objection,
) -> (Vec<&'a str>, Option<Refusal>) {
    let mut good = Vec::new();
    let mut bad = None;
    for &id in ids {
        let objection = state.find(region, id, now).and_then(|instance| {
            let code = objection(&instance.machine, now, &state.behaviour);
            code.map_or(Ok(()), |code| Err(state.behaviour.refuse(code)))
        });
        match objection {
            Ok(()) => good.push(id),
            Err(refusal) => bad = bad.or(Some(refusal)),
        }
    }
    (good, bad)
}

/// `POST …/task/actions/restart?instanceServiceId=`. What has not ended is refused; that the code is
/// 716868 is inferred, the document shows none.
pub(super) async fn restart(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let state = &mut *state;
    let behaviour = &state.behaviour;
    let mut ids = all(&parameters, "instanceServiceId");
    let (Some(id), None) = (ids.next(), ids.next()) else {
        return Err(behaviour.refuse_because(Code::Missing, "one instanceServiceId"));
    };
    let instance = &state.find(region, id, now)?.machine;
    let has_ended = matches!(instance.life.phase(now), Phase::Ended(_));
    if !has_ended || instance.life.is_being_deleted() {
        return Err(behaviour.refuse(Code::Start));
    }
    state.check_room(&instance.order, now)?;
    let answer = behaviour.success(id);
    state.machines.change(id, |one| one.restart(now, behaviour));
    Ok(answer)
}

/// `POST …/task/actions/execute-script`. What does not run is refused with 716864 (inferred).
pub(super) async fn execute_script(
    service: Service,
    Extension(region): Extension<CurrentRegion>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let (now, mut state) = service.open();
    let behaviour = &state.behaviour;
    let fields = json(&headers, &body, behaviour);
    let asked = fields.and_then(|fields| Ok((fields.text("id")?, Script::read(&fields)?)));
    let (id, script) = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let instance = &state.find(region, &id, now)?.machine;
    if instance.life.phase(now) != Phase::Running {
        return Err(behaviour.refuse_because(Code::Script, "it is not running"));
    }
    let answer = behaviour.success(());
    state.machines.change(&id, |one| one.machine.scripts.push(script.content));
    Ok(answer)
}

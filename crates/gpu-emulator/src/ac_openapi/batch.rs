//! Calls for several instances at once: the key `ids` is repeated, one id each.

use std::time::Duration;

use super::auth::Here;
use super::behaviour::Behaviour;
use super::choices::Batch;
use super::code::Code;
use super::envelope::Refusal;
use super::instance::Instance;
use super::service::State;

/// Query parameters as they came, in order.
pub(super) type Parameters = Vec<(String, String)>;

/// Why an instance cannot be served, if it cannot.
pub(super) type Objection = fn(&Instance, Duration, &Behaviour) -> Option<Code>;

/// Checks every id, then changes all instances or those that can be served.
///
/// # Errors
/// No id is given, or some cannot be served and the behaviour does not hide it.
pub(super) fn change_each(
    state: &mut State,
    (region, now): (Here, Duration),
    parameters: &Parameters,
    objection: Objection,
    change: impl Fn(&mut Instance),
) -> Result<(), Refusal> {
    let ids = parameters.iter().filter(|(name, _)| name == "ids");
    let ids: Vec<_> = ids
        .map(|(_, id)| id.as_str())
        .filter(|id| !id.is_empty())
        .collect();
    if ids.is_empty() {
        return Err(state.behaviour.refuse_because(Code::Missing, "ids"));
    }
    let (good, bad) = sort(state, (region, now), &ids, objection);
    let batch = state.behaviour.batch;
    match bad {
        Some(refusal) if batch == Batch::RefusesAll => return Err(refusal),
        _ => (),
    }
    for id in good {
        state.change(id, &change);
    }
    match bad {
        Some(refusal) if batch == Batch::DoesTheGoodAndRefuses => Err(refusal),
        _ => Ok(()),
    }
}

/// The ids that can be served, and the first refusal of the others.
fn sort<'a>(
    state: &State,
    (region, now): (Here, Duration),
    ids: &[&'a str],
    objection: Objection,
) -> (Vec<&'a str>, Option<Refusal>) {
    let mut good = Vec::new();
    let mut bad = None;
    for &id in ids {
        let objection = state.find(region, id, now).and_then(|instance| {
            let code = objection(instance, now, &state.behaviour);
            code.map_or(Ok(()), |code| Err(state.behaviour.refuse(code)))
        });
        match objection {
            Ok(()) => good.push(id),
            Err(refusal) => bad = bad.or(Some(refusal)),
        }
    }
    (good, bad)
}

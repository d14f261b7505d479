//! `POST …/instances/{name}/power_off` and `…/power_on`.

use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::behaviour::Behaviour;
use super::catalogue::REGISTRY;
use super::instance::Phase;
use super::refusal::Reason;
use super::state::{Call, State};
use crate::shared::{Answer, Refusal, object};

/// `…/power_off`. What is being created or started can be powered off, what is being deleted cannot
/// (inferred).
pub(super) fn off(call: &Call<'_>, state: &mut State) -> Answer {
    let (now, name) = (call.now, call.path("name"));
    let behaviour = &state.behaviour;
    let phase = state.find(call, name, now)?.life.phase(now);
    if !call.body.is_empty() {
        behaviour.check_content_type(call)?;
    }
    let order = PowerOff::read(call.body);
    let order = order.map_err(|wrong| behaviour.refuse(Reason::Invalid, wrong))?;
    match phase {
        Phase::Creating(_) | Phase::Starting(_) | Phase::Running => (),
        Phase::ShuttingDown | Phase::Off | Phase::Failed => return repeated(behaviour),
        Phase::Deleting(_) | Phase::Gone => return Err(deleted(behaviour)),
    }
    let user_id = &call.service.account.user_id;
    let saved = order.image.map(|image| format!("{REGISTRY}/{user_id}/{image}"));
    if saved.is_some() && phase != Phase::Running {
        return Err(behaviour.refuse(Reason::Conflict, "only a running instance can be saved"));
    }
    let saving = saved.as_ref().map_or(Duration::ZERO, |_| behaviour.saving_for);
    let stopping = behaviour.stopping_for.min(order.grace);
    let done = now.saturating_add(stopping).saturating_add(saving);
    let ok = behaviour.ok();
    if state.release([name], |one| one.power_off(now, done)) {
        state.own.saved_images.extend(saved);
    }
    Ok(ok)
}

/// `…/power_on`. The answer is inferred from the one to power-off, and so is that what is shutting
/// down, being deleted or past its term cannot be powered on.
pub(super) fn on(call: &Call<'_>, state: &mut State) -> Answer {
    let (now, name) = (call.now, call.path("name"));
    let behaviour = &state.behaviour;
    let held = state.find(call, name, now)?;
    let conflict = |why| Err(behaviour.refuse(Reason::Conflict, why));
    match held.life.phase(now) {
        Phase::Off if held.machine.is_over(now) => return conflict("its term is over"),
        Phase::Off | Phase::Failed => (),
        Phase::Creating(_) | Phase::Starting(_) | Phase::Running => return repeated(behaviour),
        Phase::Deleting(_) | Phase::Gone => return Err(deleted(behaviour)),
        Phase::ShuttingDown => return conflict("it is shutting down"),
    }
    let (takes, otherwise) = (behaviour.starting_for, behaviour.power_on_without_gpu);
    let start = state.start(held.machine.sku(), now, takes, otherwise)?;
    let ok = behaviour.ok();
    state.power_on(name, now, start);
    Ok(ok)
}

fn repeated(behaviour: &Behaviour) -> Answer {
    if behaviour.refuses_repeats {
        Err(behaviour.refuse(Reason::Conflict, "it is so already"))
    } else {
        Ok(behaviour.ok())
    }
}

fn deleted(behaviour: &Behaviour) -> Refusal {
    behaviour.refuse(Reason::Conflict, "it is being deleted")
}

#[derive(Debug, PartialEq, Eq)]
struct PowerOff {
    /// Between the stop signal and the kill.
    grace: Duration,
    /// `<name>:<tag>` of the image to save, `None` to save none.
    image: Option<String>,
}

/// The body as it arrives. The page's table calls all four strings and its template has four empty
/// ones, its sample has an integer and a boolean: both are taken. Unknown members are ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default = "ten", deserialize_with = "number")]
    grace_period_seconds: u64,
    #[serde(default, deserialize_with = "boolean")]
    need_snapshot: bool,
    #[serde(default)]
    image_name: String,
    #[serde(default)]
    tag: String,
}

/// Documented.
fn ten() -> u64 {
    10
}

/// An integer, digits, or an empty text for the default.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = match &value {
        Value::String(text) if text.is_empty() => Some(ten()),
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    };
    number.ok_or_else(|| D::Error::custom(format!("{value} is no number of seconds")))
}

/// A boolean, the word for it in any case, or an empty text for `false`.
fn boolean<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let boolean = match &value {
        Value::String(text) if text.is_empty() => Some(false),
        Value::String(text) => text.to_ascii_lowercase().parse().ok(),
        other => other.as_bool(),
    };
    boolean.ok_or_else(|| D::Error::custom(format!("{value} is no boolean")))
}

impl PowerOff {
    /// Reads and checks a body. None at all is accepted (inferred: all members are optional). That an
    /// image needs name and tag, of at most 128 characters each, is what the console asks for.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    fn read(body: &[u8]) -> Result<Self, String> {
        let body: &[u8] = if body.is_empty() { b"{}" } else { body };
        let body: Body = object(body)?;
        let image = if body.need_snapshot {
            let name = part("imageName", &body.image_name)?;
            let tag = part("tag", &body.tag)?;
            Some(format!("{name}:{tag}"))
        } else {
            None
        };
        Ok(Self { grace: Duration::from_secs(body.grace_period_seconds), image })
    }
}

fn part<'a>(name: &str, text: &'a str) -> Result<&'a str, String> {
    match text.chars().count() {
        0 => Err(format!("{name} is required to save an image")),
        1..=128 => Ok(text),
        _ => Err(format!("{name} is longer than 128 characters")),
    }
}

//! `POST …/instances/{name}/power_off` and `…/power_on`.

use std::str::FromStr;
use std::time::Duration;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::behaviour::Behaviour;
use super::catalogue::REGISTRY;
use super::instance::Phase;
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
    let body = if call.body.is_empty() { b"{}".as_slice() } else { call.body };
    let body: Body = object(body).map_err(|wrong| behaviour.invalid(wrong))?;
    let image = body.image().map_err(|wrong| behaviour.invalid(wrong))?;
    match phase {
        Phase::Creating(_) | Phase::Starting(_) | Phase::Running => (),
        Phase::ShuttingDown | Phase::Off | Phase::Failed => return repeated(behaviour),
        Phase::Deleting(_) | Phase::Gone => return Err(deleted(behaviour)),
    }
    let user_id = &call.service.account.user_id;
    let saved = image.map(|image| format!("{REGISTRY}/{user_id}/{image}"));
    if saved.is_some() && phase != Phase::Running {
        return Err(behaviour.conflict("only a running instance can be saved"));
    }
    let saving = saved.as_ref().map_or(Duration::ZERO, |_| behaviour.saving_for);
    // Documented.
    let grace = Duration::from_secs(body.grace_period_seconds.unwrap_or(10));
    let done = now.saturating_add(behaviour.stopping_for.min(grace)).saturating_add(saving);
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
    match held.life.phase(now) {
        Phase::Off if held.machine.is_over(now) => {
            return Err(behaviour.conflict("its term is over"));
        }
        Phase::Off | Phase::Failed => (),
        Phase::Creating(_) | Phase::Starting(_) | Phase::Running => return repeated(behaviour),
        Phase::Deleting(_) | Phase::Gone => return Err(deleted(behaviour)),
        Phase::ShuttingDown => return Err(behaviour.conflict("it is shutting down")),
    }
    let (takes, otherwise) = (behaviour.starting_for, behaviour.power_on_without_gpu);
    let start = state.start(held.machine.order.sku, now, takes, otherwise)?;
    let ok = behaviour.ok();
    state.power_on(name, now, start);
    Ok(ok)
}

fn repeated(behaviour: &Behaviour) -> Answer {
    if behaviour.refuses_repeats {
        Err(behaviour.conflict("it is so already"))
    } else {
        Ok(behaviour.ok())
    }
}

fn deleted(behaviour: &Behaviour) -> Refusal {
    behaviour.conflict("it is being deleted")
}

/// A power-off. The page's table calls all four members strings and its template has four empty
/// ones, its sample has an integer and a boolean: both are taken. Unknown members are ignored, and no
/// body at all is accepted (inferred: all members are optional).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    /// Between the stop signal and the kill.
    #[serde(default, deserialize_with = "or_text")]
    grace_period_seconds: Option<u64>,
    #[serde(default, deserialize_with = "or_text")]
    need_snapshot: Option<bool>,
    #[serde(default)]
    image_name: String,
    #[serde(default)]
    tag: String,
}

/// A value, or its text in any case; `None` for an empty text.
fn or_text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + FromStr,
{
    match Value::deserialize(deserializer)? {
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(text) => match text.to_ascii_lowercase().parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(D::Error::custom(format!("{text:?} is neither value nor its text"))),
        },
        value => T::deserialize(value).map(Some).map_err(D::Error::custom),
    }
}

impl Body {
    /// `<name>:<tag>` of the image to save, `None` to save none. That it needs both, of at most 128
    /// characters each, is what the console asks for.
    fn image(&self) -> Result<Option<String>, String> {
        if self.need_snapshot != Some(true) {
            return Ok(None);
        }
        for (name, text) in [("imageName", &self.image_name), ("tag", &self.tag)] {
            match text.chars().count() {
                0 => return Err(format!("{name} is required to save an image")),
                1..=128 => (),
                _ => return Err(format!("{name} is longer than 128 characters")),
            }
        }
        Ok(Some(format!("{}:{}", self.image_name, self.tag)))
    }
}

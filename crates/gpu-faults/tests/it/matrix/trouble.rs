//! What strikes a call: a fault of the wire, or a service that errs in what it does or says.

use std::sync::atomic::{AtomicU64, Ordering};

use gpu_emulator::proxy::{NamedFault, WireFault, catalogue};
use gpu_emulator::{Edit, Lapses, Vendor};
use serde_json::{Value, json};

use super::call::{Effect, KEY, OLD};
use super::cell::Strikes;
use super::world::World;

/// One row of the matrix.
pub(super) struct Trouble {
    /// No other is called so.
    pub(super) name: String,
    what: What,
}

enum What {
    Wire(WireFault),
    /// Changes the answer.
    Answer(fn(&mut Value, &[String])),
    /// Answers with an error that repeats what was sent, in this escape.
    Echo(fn(&str) -> String),
    /// A lapse that passes soon, or one that lasts.
    Lapse(fn(&mut Lapses, Strikes)),
}

impl Trouble {
    /// Every fault of the wire, then every lapse of a service.
    pub(super) fn all(elsewhere: &str) -> Vec<Self> {
        let wire = catalogue(elsewhere).into_iter();
        let wire = wire.map(|NamedFault { name, fault, .. }| (name, What::Wire(fault)));
        let lapses: [(&str, What); 8] = [
            ("rows come twice", What::Answer(twice)),
            ("answers about another machine", What::Answer(about_another)),
            ("500 that echoes, plain", What::Echo(|text| json!(text).to_string())),
            ("500 that echoes, \\u escapes", What::Echo(unicode)),
            ("500 that echoes, percent escapes", What::Echo(percent)),
            (
                "looks lag",
                What::Lapse(|lapses, strikes| {
                    (lapses.get_lags, lapses.list_lags) = (strikes.lasts(), strikes.lasts());
                }),
            ),
            (
                "create acts late",
                What::Lapse(|lapses, strikes| {
                    lapses.late_creates = strikes.lasts();
                }),
            ),
            (
                "release forgotten",
                What::Lapse(|lapses, strikes| {
                    lapses.forgotten_releases =
                        usize::try_from(strikes.times()).unwrap_or(usize::MAX);
                }),
            ),
        ];
        let lapses = lapses.into_iter().map(|(name, what)| (name.to_owned(), what));
        wire.chain(lapses).map(|(name, what)| Self { name, what }).collect()
    }

    /// Begins after so many more requests.
    pub(super) async fn strike<V: Vendor>(&self, world: &World<V>, strikes: Strikes, passes: u64) {
        let struck = passes..passes.saturating_add(strikes.times());
        let (emulator, count) = (&world.emulator, AtomicU64::new(0));
        let strikes_now = {
            let struck = struck.clone();
            move || struck.contains(&count.fetch_add(1, Ordering::Relaxed))
        };
        let edit = match &self.what {
            What::Wire(fault) => {
                let (fault, first) = (fault.clone(), world.proxy.counts().requests + 1);
                let plan = move |number| struck.contains(&(number - first)).then(|| fault.clone());
                world.proxy.plan(plan).expect("its own port");
                if matches!(self.what, What::Wire(WireFault::Refuse)) {
                    // The client hears that its idle connection was reset.
                    world.calm().await;
                }
                return;
            }
            &What::Lapse(lapse) => {
                return emulator.change(|behaviour| lapse(behaviour.as_mut(), strikes));
            }
            &What::Answer(change) => {
                let ids: Vec<_> = emulator.machines().into_iter().map(|one| one.id).collect();
                Edit::json(move |json| {
                    if strikes_now() {
                        change(json, &ids);
                    }
                })
            }
            &What::Echo(write) => Edit::answer(move |request, answer| {
                if !strikes_now() {
                    return;
                }
                let headers = request.headers().values();
                let headers = headers.map(|value| String::from_utf8_lossy(value.as_bytes()));
                let mut told = headers.collect::<Vec<_>>().join(" ");
                told += &String::from_utf8_lossy(request.body());
                let told = write(&told);
                *answer.status_mut() = 500.try_into().expect("a status");
                let body =
                    format!(r#"{{"code":"500","msg":{told},"message":{told},"error":{told}}}"#);
                *answer.body_mut() = body.into_bytes();
            }),
        };
        emulator.edit_next(usize::MAX, edit);
    }

    /// Whether it is an answer that plainly refuses.
    pub(super) fn refuses(&self) -> bool {
        self.name.starts_with("429")
    }

    /// Whether the service says what is not so, in a way that no such call can see.
    pub(super) fn deceives(&self, effect: Effect) -> bool {
        let lapses = matches!(self.what, What::Lapse(_));
        lapses && (effect != Effect::Watches || self.name == "looks lag")
    }
}

/// Each list that has a machine has its first item once more.
fn twice(json: &mut Value, ids: &[String]) {
    match json {
        Value::Array(items) if items.iter().any(|item| item.is_object() && names(item, ids)) => {
            items.extend(items.first().cloned());
        }
        Value::Array(items) => items.iter_mut().for_each(|item| twice(item, ids)),
        Value::Object(members) => members.values_mut().for_each(|member| twice(member, ids)),
        _ => {}
    }
}

/// A record of one machine is that of another. A list stays as it is.
fn about_another(json: &mut Value, ids: &[String]) {
    match json {
        Value::Array(items) if items.iter().any(|item| item.is_object() && names(item, ids)) => {}
        Value::Array(items) => items.iter_mut().for_each(|item| about_another(item, ids)),
        Value::Object(members) => {
            members.values_mut().for_each(|member| about_another(member, ids));
        }
        Value::String(text) if is_name(text, ids) => *text = "somebody-elses".to_owned(),
        _ => {}
    }
}

fn names(json: &Value, ids: &[String]) -> bool {
    match json {
        Value::Array(items) => items.iter().any(|item| names(item, ids)),
        Value::Object(members) => members.values().any(|member| names(member, ids)),
        Value::String(text) => is_name(text, ids),
        _ => false,
    }
}

fn is_name(text: &str, ids: &[String]) -> bool {
    text == KEY || text == OLD || ids.iter().any(|id| id == text)
}

fn unicode(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
    format!("\"{}\"", units.collect::<String>())
}

fn percent(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02x}"),
    });
    format!("\"{}\"", bytes.collect::<String>())
}

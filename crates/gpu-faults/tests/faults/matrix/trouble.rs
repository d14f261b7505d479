//! What strikes a call: a fault of the wire, or a service that errs in what it does or says.

use gpu_emulator::proxy::{NamedFault, WireFault, catalogue};
use gpu_emulator::{Edit, Emulator, Lapses, Vendor};
use serde_json::{Value, json};

use super::cell::Strikes;
use crate::world::Plan;

/// One row of the matrix.
pub(super) struct Trouble {
    /// No other is called so.
    pub(super) name: String,
    what: What,
}

enum What {
    Wire(WireFault),
    /// Another answer in place of the service's, to as many requests as are struck.
    Answer(Edit),
    /// A lapse that passes soon, and one that lasts.
    Lapse(fn(&mut Lapses, Strikes)),
}

/// The machine that answers are about whatever was asked for. Somebody else's.
const OTHER: &str = "of-somebody-else";

impl Trouble {
    /// Every fault of the wire, then every lapse.
    pub(super) fn all(elsewhere: &str) -> Vec<Self> {
        let wire = catalogue(elsewhere).into_iter();
        let wire = wire.map(|NamedFault { name, fault, .. }| (name, What::Wire(fault)));
        let named = |(name, what): (&str, What)| (name.to_owned(), what);
        let lapses = [
            ("rows come twice", What::Answer(Edit::json(twice))),
            ("500 that echoes, plain", What::Answer(echo(|text| json!(text).to_string()))),
            ("500 that echoes, \\u escapes", What::Answer(echo(unicode))),
            ("500 that echoes, percent escapes", What::Answer(echo(percent))),
            (
                "answers about another machine",
                What::Lapse(|lapses, _| {
                    lapses.answers_about = Some(OTHER.to_owned());
                }),
            ),
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
                    lapses.forgotten_releases = strikes.times();
                }),
            ),
        ];
        let all = wire.chain(lapses.into_iter().map(named));
        all.map(|(name, what)| Self { name, what }).collect()
    }

    /// What the proxy does, from this request on.
    pub(super) fn plan(&self, strikes: Strikes, first: u64) -> Plan {
        match &self.what {
            What::Wire(fault) => strikes.plan(first, fault),
            _ => Box::new(|_| None),
        }
    }

    /// What the service does, after so many requests.
    pub(super) fn strike<V: Vendor>(&self, emulator: &Emulator<V>, strikes: Strikes, passes: u64) {
        if strikes == Strikes::Never {
            return;
        }
        match &self.what {
            What::Wire(_) => {}
            What::Answer(edit) => {
                let passes = usize::try_from(passes).expect("a few");
                emulator.edit_next(passes, Edit::request(|_| {}));
                emulator.edit_next(strikes.times(), edit.clone());
            }
            What::Lapse(lapse) => {
                emulator.add_foreign(OTHER);
                emulator.change(|behaviour| lapse(behaviour.as_mut(), strikes));
            }
        }
    }

    /// Whether it is an answer that plainly refuses.
    pub(super) fn refuses(&self) -> bool {
        self.name.starts_with("429")
    }

    /// Whether the service itself says what is not so, in a way that no client can see.
    pub(super) fn deceives(&self) -> bool {
        matches!(self.what, What::Lapse(_))
    }
}

/// Each list has its first item once more.
fn twice(json: &mut Value) {
    match json {
        Value::Array(items) => {
            items.iter_mut().for_each(twice);
            if let Some(first) = items.first().filter(|first| first.is_object()).cloned() {
                items.push(first);
            }
        }
        Value::Object(members) => members.values_mut().for_each(twice),
        _ => {}
    }
}

/// An error that repeats headers and body of the request.
fn echo(write: fn(&str) -> String) -> Edit {
    Edit::answer(move |request, answer| {
        let headers =
            request.headers().values().map(|value| String::from_utf8_lossy(value.as_bytes()));
        let mut told = headers.collect::<Vec<_>>().join(" ");
        told += &String::from_utf8_lossy(request.body());
        let told = write(&told);
        *answer.status_mut() = 500.try_into().expect("a status");
        let body = format!(r#"{{"code":"500","msg":{told},"message":{told},"error":{told}}}"#);
        *answer.body_mut() = body.into_bytes();
    })
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

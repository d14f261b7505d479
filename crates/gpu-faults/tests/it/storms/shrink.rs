//! From a storm in which a promise was broken to what matters of it.

use std::fmt::Write as _;

use gpu_emulator::proxy::WireFault as F;

use super::schedule::{Event, Schedule};
use super::storm::Outcome;
use crate::secrecy::Traces;

/// Plays a storm.
pub(super) type Play = fn(&Schedule, &Traces) -> Outcome;

/// The storm reduced, in words.
pub(super) fn reduced(name: &str, play: Play, schedule: Schedule, outcome: Outcome) -> String {
    let traces = Traces::default();
    let (schedule, outcome) = traces.listen(|| shrunk(play, schedule, outcome, &traces));
    in_full(name, &schedule, &outcome)
}

/// A storm and what came of it, in words.
pub(super) fn in_full(name: &str, schedule: &Schedule, outcome: &Outcome) -> String {
    let mut text = format!(
        "{name}: {schedule}\nGPU_STORM_SEED={} replays the whole of it\n\nwhat goes wrong:\n",
        schedule.seed
    );
    for event in &outcome.events {
        writeln!(text, "  {}", in_words(schedule, *event)).expect("a text");
    }
    text += "\nwhat happens:\n";
    for line in &outcome.story {
        writeln!(text, "  {line}").expect("a text");
    }
    let count = outcome.broken.len();
    writeln!(text, "\n{count} promises were broken:").expect("a text");
    for promise in &outcome.broken {
        writeln!(text, "  {promise}").expect("a text");
    }
    text
}

/// Takes one thing after another away, as long as a promise is still broken.
fn shrunk(
    play: Play,
    mut schedule: Schedule,
    mut outcome: Outcome,
    traces: &Traces,
) -> (Schedule, Outcome) {
    let mut kept = 0;
    while let Some(event) = outcome.events.get(kept).copied() {
        let less = schedule.without(event);
        let without = play(&less, traces);
        if without.broken.is_empty() {
            kept += 1;
        } else {
            (schedule, outcome) = (less, without);
        }
    }
    (schedule, outcome)
}

fn in_words(schedule: &Schedule, event: Event) -> String {
    match event {
        Event::Fault(request) => {
            let named = schedule.fault(request).expect("a fault");
            let holds = matches!(
                named.fault,
                F::StallUnprocessed | F::ForwardLate | F::StallBeforeAnswer | F::StallInBody
            );
            let held = match schedule.hold(request) {
                _ if !holds => String::new(),
                Some(held) => format!(", for {held:?}"),
                None => ", for ever".to_owned(),
            };
            format!("request {request}: {}{held}", named.name)
        }
        Event::Cut(rental, step) => {
            let cut = schedule.cut(rental, step);
            format!("rental {rental}, step {step}: dropped ({cut:?})")
        }
        Event::Death(process) => {
            let polls = schedule.death(process).unwrap_or_default();
            format!("program {process} dies after {polls} polls")
        }
    }
}

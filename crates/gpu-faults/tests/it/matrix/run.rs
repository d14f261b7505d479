//! Plays the cells, or a part of them.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing_subscriber::filter::LevelFilter;

use crate::calls::Calls;

use super::call::{Call, Stage};
use super::cell::{Strikes, play};
use super::judge::{Verdict, judge};
use super::stored::Stored;
use super::table::Table;
use super::trouble::Trouble;
use crate::report::{number, show};
use crate::trap::Trap;
use crate::workers::{block_on, each};

/// Of so many faults a call is played through one, unless `GPU_MATRIX_PART` says otherwise. It is the
/// next one for the next call, and no kind of fault repeats in steps of eleven: every call meets faults of
/// all kinds, and every fault meets calls of every vendor.
const PART: u64 = 11;

/// Plays every call through every fault, or a part of them, once and for ever; prints the table, compares
/// it with the snapshot of this name, and fails with the list of broken promises. What is not played is
/// as in the snapshot.
pub(super) fn assert_matrix<S: Stage>(vendor: &str, snapshot: &str, calls: &[Call<S>]) {
    let trap = Trap::set();
    let faults = Trouble::all(trap.url());
    let names: Vec<_> = calls.iter().map(|call| call.name).collect();
    let (part, stored) =
        (number("GPU_MATRIX_PART").unwrap_or(PART), Stored::read(snapshot, &names));
    let undisturbed = each(calls.len(), LevelFilter::TRACE, |index, traces| {
        let facts = block_on(play(&calls[index], &faults[0], Strikes::Never, traces));
        let verdict = judge(&calls[index], &facts, Strikes::Never, u64::MAX, (false, false));
        assert_eq!(verdict.broken, Vec::<String>::new(), "{}, undisturbed", calls[index].name);
        facts.requests
    });
    let played = AtomicUsize::new(0);
    let cells = each(faults.len() * calls.len(), LevelFilter::TRACE, |index, traces| {
        let (fault, call) = (index / calls.len(), index % calls.len());
        let (trouble, known) = (&faults[fault], stored.marks(&faults[fault].name, call));
        if let Some(marks) = known.filter(|_| !((fault + call) as u64).is_multiple_of(part)) {
            return marks.map(|mark| Verdict { mark, broken: Vec::new() });
        }
        played.fetch_add(2, Ordering::Relaxed);
        [Strikes::Once, Strikes::Always].map(|strikes| {
            let facts = block_on(play(&calls[call], trouble, strikes, traces));
            let says = (trouble.refuses(), trouble.deceives(calls[call].effect));
            judge(&calls[call], &facts, strikes, undisturbed[call], says)
        })
    });
    let table = Table { vendor, calls: names, faults, cells: cells.concat() };
    let (played, all) = (played.into_inner(), table.cells.len());
    let told = match played == all {
        true => format!("all {all} cells were played"),
        false => format!(
            "{played} of {all} cells were played, the others are as in the snapshot: each call meets one \
             fault in {part}, and the next call others. GPU_MATRIX_PART=1 plays all"
        ),
    };
    show(&format!("{table}\n{told}"));
    let broken = table.broken();
    assert!(broken.is_empty(), "{} promises were broken:\n{}", broken.len(), broken.join("\n"));
    assert!(!trap.was_visited(), "a redirect was followed");
    insta::assert_snapshot!(snapshot, table.to_string());
}

/// The names of all rows.
pub(super) fn troubles() -> Vec<String> {
    Trouble::all("http://127.0.0.1:9/").into_iter().map(|trouble| trouble.name).collect()
}

/// Fails unless every call of the crate is in `calls`, or one of the `through` leads to it.
pub(super) fn assert_complete<S>(krate: &str, calls: &[Call<S>], through: &[(&str, &str)]) {
    let names = calls.iter().map(|call| bare(call.name).to_owned());
    let mut called: BTreeSet<String> = names.collect();
    for (door, call) in through {
        assert!(called.contains(*call), "{krate}: {door} leads to {call}");
        called.insert((*door).to_owned());
    }
    let all = Calls::of(krate).all;
    assert_eq!(all, called, "{krate}: what can be called, and what the matrix calls");
}

/// A column's name without what is special about it.
fn bare(name: &str) -> &str {
    let end = name.find([',', '(']).unwrap_or(name.len());
    name[..end].trim_end()
}

#[test]
fn a_column_is_a_call_with_something_special_about_it() {
    assert_eq!(bare("get_thing.stream, second page"), "get_thing.stream");
    assert_eq!(bare("wait_until(running)"), "wait_until");
}

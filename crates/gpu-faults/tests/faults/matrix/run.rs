//! Plays all cells, as many at a time as there are processors.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::call::{Call, Stage};
use super::cell::{Strikes, play};
use super::complete::all_are_called;
use super::judge::{Verdict, judge};
use super::table::Table;
use super::trouble::Trouble;
use crate::report::show;
use crate::secrecy::Traces;
use crate::trap::Trap;

/// Plays every call through every fault, once and for ever; prints the table, compares it with the
/// snapshot of this name, and fails with the list of broken promises.
pub(crate) fn assert_matrix<S: Stage>(vendor: &str, snapshot: &str, calls: &[Call<S>]) {
    let trap = Trap::set();
    let faults = Trouble::all(trap.url());
    let undisturbed = each(calls.len(), |index, traces| {
        let facts = block_on(play(&calls[index], &faults[0], Strikes::Never, traces));
        let verdict = judge(&calls[index], &facts, Strikes::Never, u64::MAX, &faults[0]);
        assert_eq!(verdict.broken, Vec::<String>::new(), "{}, undisturbed", calls[index].name);
        facts.requests
    });
    let cells = each(faults.len() * calls.len() * 2, |index, traces| {
        let (fault, call, strikes) = coordinates(index, calls.len());
        cell(&calls[call], &faults[fault], strikes, undisturbed[call], traces)
    });
    let names = calls.iter().map(|call| call.name);
    let table = Table::new(vendor, names.collect(), faults, cells);
    show(&table.to_string());
    let broken = table.broken();
    assert!(broken.is_empty(), "{} promises were broken:\n{}", broken.len(), broken.join("\n"));
    assert!(!trap.was_visited(), "a redirect was followed");
    insta::assert_snapshot!(snapshot, table.to_string());
}

/// The names of all rows.
pub(crate) fn troubles() -> Vec<String> {
    Trouble::all("http://127.0.0.1:9/").into_iter().map(|trouble| trouble.name).collect()
}

/// Fails unless every call of the crate is in `calls`, or one of the `through` leads to it.
pub(crate) fn assert_complete<S>(krate: &str, calls: &[Call<S>], through: &[(&str, &str)]) {
    all_are_called(krate, calls.iter().map(|call| call.name), through);
}

/// Fault, call and kind of strike of a cell: two cells for each call, a row of calls for each fault.
fn coordinates(index: usize, calls: usize) -> (usize, usize, Strikes) {
    let strikes = if index.is_multiple_of(2) { Strikes::Once } else { Strikes::Always };
    (index / 2 / calls, index / 2 % calls, strikes)
}

fn cell<S: Stage>(
    call: &Call<S>,
    trouble: &Trouble,
    strikes: Strikes,
    undisturbed: u64,
    traces: &Traces,
) -> Verdict {
    let facts = block_on(play(call, trouble, strikes, traces));
    judge(call, &facts, strikes, undisturbed, trouble)
}

/// Runs one cell to its end and everything that it has started with it.
pub(crate) fn block_on<T>(cell: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().expect("a runtime");
    runtime.block_on(cell)
}

/// The results of `work` for 0 up to `count`, in order, each thread with its own traces.
fn each<T: Send>(count: usize, work: impl Fn(usize, &Traces) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(count));
    let worker = || {
        let traces = Traces::default();
        traces.listen(|| {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= count {
                    break;
                }
                let result = work(index, &traces);
                done.lock().expect("no worker panicked").push((index, result));
            }
        });
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(worker);
        }
    });
    let mut done = done.into_inner().expect("no worker panicked");
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

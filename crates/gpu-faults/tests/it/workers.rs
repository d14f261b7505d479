//! Work in a runtime of its own, as much at a time as there are processors.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tracing_subscriber::filter::LevelFilter;

use crate::secrecy::Traces;

/// Runs work to its end and everything that it has started with it.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().expect("a runtime");
    runtime.block_on(work)
}

/// The results of `work` for 0 up to `count`, in order, each thread with its own traces.
pub(crate) fn each<T: Send>(
    count: usize,
    level: LevelFilter,
    work: impl Fn(usize, &Traces) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(count));
    let worker = || {
        let traces = Traces::default();
        traces.listen_to(level, || {
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

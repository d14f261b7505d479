//! Many calls at once, by the clock: some ways in turns, for ratios within one run only.

use std::time::{Duration, Instant};

use crate::call::{Caller, Failure};

/// The calls of a turn. Short, so that what else the machine does meets all ways alike.
const TURN: usize = 640;

/// Lets `tasks` tasks that share a client make calls one way, then the next, in turns, and gives
/// back the median of what a turn of each way took.
///
/// # Errors
/// When a call fails.
pub async fn in_turns(
    ways: &[&str],
    port: u16,
    tasks: usize,
    turns: usize,
) -> Result<Vec<Duration>, Failure> {
    let mut callers = Vec::with_capacity(ways.len());
    for way in ways {
        let caller = Caller::new(way, port).await?;
        // So that there are connections.
        at_once(&caller, tasks, tasks).await?;
        callers.push((caller, Vec::with_capacity(turns)));
    }
    for _ in 0..turns {
        for (caller, took) in &mut callers {
            let started = Instant::now();
            at_once(caller, tasks, TURN).await?;
            took.push(started.elapsed());
        }
        // None is always the one behind another.
        callers.rotate_left(1);
    }
    callers.rotate_right(turns % ways.len().max(1));
    Ok(callers.into_iter().map(|(_, took)| median(took)).collect())
}

async fn at_once(caller: &Caller, tasks: usize, calls: usize) -> Result<(), Failure> {
    let mut running = Vec::with_capacity(tasks);
    for _ in 0..tasks {
        let mut caller = caller.share()?;
        running.push(tokio::spawn(async move {
            for _ in 0..calls / tasks {
                caller.call().await?;
            }
            Ok::<(), Failure>(())
        }));
    }
    for task in running {
        task.await??;
    }
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

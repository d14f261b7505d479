//! Many calls at once, by the clock: two ways in turn, for ratios within one run only.

use std::time::{Duration, Instant};

use crate::call::{Caller, Failure};

/// The calls of a turn. Short, so that what else the machine does meets both ways alike.
const TURN: usize = 640;

/// What the calls of each way took.
pub struct Took {
    /// The median of a turn of the first way.
    pub first: Duration,
    /// The median of a turn of the other.
    pub second: Duration,
}

/// Lets `tasks` tasks that share a client make calls one way, then the other, in turns.
///
/// # Errors
/// When a call fails.
pub async fn in_turns(
    ways: (&str, &str),
    port: u16,
    tasks: usize,
    turns: usize,
) -> Result<Took, Failure> {
    let first = Caller::new(ways.0, port).await?;
    let second = Caller::new(ways.1, port).await?;
    // So that there are connections.
    at_once(&first, tasks, tasks).await?;
    at_once(&second, tasks, tasks).await?;
    let (mut took_first, mut took_second) = (Vec::new(), Vec::new());
    for turn in 0..turns {
        // Neither is always the one behind.
        if turn % 2 == 0 {
            took_first.push(timed(&first, tasks).await?);
            took_second.push(timed(&second, tasks).await?);
        } else {
            took_second.push(timed(&second, tasks).await?);
            took_first.push(timed(&first, tasks).await?);
        }
    }
    Ok(Took {
        first: median(took_first),
        second: median(took_second),
    })
}

/// One way alone, for counting its instructions.
///
/// # Errors
/// When a call fails.
pub async fn alone(way: &str, port: u16, tasks: usize, calls: usize) -> Result<(), Failure> {
    at_once(&Caller::new(way, port).await?, tasks, calls).await
}

async fn timed(caller: &Caller, tasks: usize) -> Result<Duration, Failure> {
    let started = Instant::now();
    at_once(caller, tasks, TURN).await?;
    Ok(started.elapsed())
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

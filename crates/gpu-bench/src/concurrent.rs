//! Many calls at once, by the clock: for ratios within one run only.

use std::time::{Duration, Instant};

use crate::call::{Caller, Failure};

/// Makes `calls` calls from `tasks` tasks and gives back the time it took.
///
/// # Errors
/// When a call fails.
pub async fn run(way: &str, port: u16, tasks: usize, calls: usize) -> Result<Duration, Failure> {
    let mut callers = Vec::with_capacity(tasks);
    for _ in 0..tasks {
        let mut caller = Caller::new(way, port).await?;
        caller.call().await?;
        callers.push(caller);
    }
    let started = Instant::now();
    let running: Vec<_> = callers
        .into_iter()
        .map(|mut caller| {
            tokio::spawn(async move {
                for _ in 0..calls / tasks {
                    caller.call().await?;
                }
                Ok::<(), Failure>(())
            })
        })
        .collect();
    for task in running {
        task.await??;
    }
    Ok(started.elapsed())
}

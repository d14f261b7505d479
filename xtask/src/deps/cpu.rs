//! What a cargo command costs.

use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::Error;
use crate::workspace::cargo_text;

/// The CPU seconds of a cargo command, or where the system does not tell, those of the clock.
pub(super) fn seconds_of(args: &[&str], folder: &Path) -> Result<f64, Error> {
    let before = children_seconds();
    let started = Instant::now();
    cargo_text(args, folder)?;
    Ok(match (before, children_seconds()) {
        (Some(before), Some(after)) => after - before,
        _ => started.elapsed().as_secs_f64(),
    })
}

/// What [`seconds_of`] counts here.
pub(super) fn unit() -> &'static str {
    if children_seconds().is_some() {
        "CPU seconds"
    } else {
        "seconds by the clock"
    }
}

/// CPU seconds of all finished children so far; `None` where the system does not say so this way.
fn children_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the program's name in parentheses: cutime and cstime are the 14th and 15th word.
    let words: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| words.get(index)?.parse::<f64>().ok();
    Some((ticks(13)? + ticks(14)?) / 100.0)
}

//! What takes time and makes no call: building a client, cloning it.

use std::time::Instant;

use crate::call::Failure;

/// CPU seconds of this process so far, where the system says so.
#[must_use]
pub fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the program's name in parentheses: utime and stime are the 12th and 13th word.
    let words: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| words.get(index)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// Builds clients as one does for the vendor's own address, TLS included.
///
/// # Errors
/// When one cannot be built.
pub fn built(way: &str, times: usize) -> Result<String, Failure> {
    for _ in 0..times {
        match way {
            "hand" => drop(std::hint::black_box(crate::by_hand::far_client())),
            _ => drop(std::hint::black_box(glows_client::Client::new("token")?)),
        }
    }
    Ok(format!("{times} clients"))
}

/// Clones and request builders, by the clock: microseconds for all of them.
///
/// # Errors
/// When no client can be built.
pub fn cloned(times: usize) -> Result<String, Failure> {
    let client = glows_client::Client::builder("token").base_url("http://127.0.0.1:9").build()?;
    let id = glows_client::InstanceId::new("ins-boyqp4g8")?;
    let started = Instant::now();
    for _ in 0..times {
        drop(std::hint::black_box(client.clone().get_instance(&id)));
    }
    Ok(started.elapsed().as_micros().to_string())
}

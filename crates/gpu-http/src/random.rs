//! The source of jitter and of unique names, injectable so that tests are deterministic.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

/// A source of random numbers: for jitter, and for names that must not meet. Not for secrets.
#[derive(Clone, Default)]
pub struct Random(Option<Arc<dyn Fn() -> u64 + Send + Sync>>);

impl Random {
    /// A source that calls `next` for each number, for tests.
    pub fn from_fn(next: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(next)))
    }

    /// The next number, uniform over all of `u64`.
    pub fn next(&self) -> u64 {
        self.0.as_ref().map_or_else(system, |next| next())
    }

    /// A number of 128 bits to make a name unique with; `None` if the system has none to give. It is
    /// asked for each anew: what a process keeps is repeated by its forks and by the copies of a virtual
    /// machine.
    pub fn fresh(&self) -> Option<u128> {
        match &self.0 {
            Some(next) => Some(u128::from(next()) << 64 | u128::from(next())),
            None => {
                let mut bytes = [0; 16];
                getrandom::getrandom(&mut bytes).ok()?;
                Some(u128::from_ne_bytes(bytes))
            }
        }
    }

    /// A number from 0 to `max`, both included.
    pub fn up_to(&self, max: u64) -> u64 {
        // Multiply-shift instead of modulo: uniform enough for jitter and monotonic in the source.
        let span = u128::from(max).saturating_add(1);
        u64::try_from((u128::from(self.next()) * span) >> 64).unwrap_or(max)
    }
}

/// SipHash of nothing under the standard library's own random key. Saves every user a crate.
fn system() -> u64 {
    RandomState::new().build_hasher().finish()
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Random(injected)" } else { "Random(system)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_does_not_repeat_itself() {
        let numbers: std::collections::HashSet<u64> =
            (0..1000).map(|_| Random::default().next()).collect();
        assert_eq!(numbers.len(), 1000);
    }

    #[test]
    fn a_fresh_number_has_all_of_its_bits() {
        let numbers: Vec<u128> = (0..200).filter_map(|_| Random::default().fresh()).collect();
        assert_eq!(numbers.len(), 200);
        assert_eq!(numbers.iter().fold(0, |bits, number| bits | number), u128::MAX);
        assert_eq!(numbers.iter().fold(u128::MAX, |bits, number| bits & number), 0);
        let injected = Random::from_fn(|| 7).fresh();
        assert_eq!(injected, Some(7 << 64 | 7));
    }

    #[test]
    fn both_ends_are_reached_and_never_passed() {
        assert_eq!(Random::from_fn(|| 0).up_to(10), 0);
        assert_eq!(Random::from_fn(|| u64::MAX).up_to(10), 10);
        assert_eq!(Random::from_fn(|| u64::MAX).up_to(0), 0);
        assert_eq!(Random::from_fn(|| u64::MAX).up_to(u64::MAX), u64::MAX);
    }
}

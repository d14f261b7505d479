//! Chance from a seed: the same in every run, and no throw depends on how many were made before.

/// One die among very many. Each is thrown once; [`Dice::of`] gives another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// The die for this purpose with this number.
    pub(super) fn of(self, purpose: &str, number: u64) -> Self {
        let named = purpose.bytes().fold(self.0, |die, byte| mix(die ^ u64::from(byte)));
        Self(mix(named ^ number))
    }

    /// Any number.
    pub(super) fn number(self) -> u64 {
        mix(self.0)
    }

    /// A number below `sides`.
    pub(super) fn below(self, sides: u64) -> u64 {
        self.number() % sides
    }

    /// Whether something happens that happens in so many of a hundred cases.
    pub(super) fn happens(self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several. What comes more often stands there more often.
    pub(super) fn pick<T>(self, choices: &[T]) -> &T {
        let index = usize::try_from(self.below(choices.len() as u64)).expect("a small number");
        &choices[index]
    }
}

/// One step of splitmix64.
fn mix(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_storm_and_each_purpose_a_die_of_its_own() {
        let throw = |seed: u64, purpose: &str, number| Dice::new(seed).of(purpose, number).number();
        assert_eq!(throw(7, "cut", 1), throw(7, "cut", 1));
        let others = [throw(8, "cut", 1), throw(7, "cuts", 1), throw(7, "cut", 2)];
        assert!(!others.contains(&throw(7, "cut", 1)));
    }

    #[test]
    fn what_stands_there_more_often_comes_more_often() {
        let throws = (0..1000).map(|number| *Dice::new(number).pick(&[10, 10, 10, 20]));
        let heavy = throws.filter(|number| *number == 10).count();
        assert!((700..800).contains(&heavy), "{heavy}");
        let happened = (0..1000).filter(|number| Dice::new(*number).happens(30));
        assert!((250..350).contains(&happened.count()));
    }
}

//! Ids, ports and fake passwords: the same ones for the same seed.

const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// A source of text that looks random, never repeats an id, and is the same for the same seed.
#[derive(Debug, Clone)]
pub struct Ids {
    seed: u64,
    drawn: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    /// A text of `length` lower-case letters and digits, at most 12. No two of the same length
    /// are equal before all of them have been drawn.
    pub(crate) fn id(&mut self, length: u32) -> String {
        // Multiplying by a number that shares no factor with 36 walks through all texts once.
        const STEP: u128 = 11_400_714_819_323_198_549;
        let count = 36_u128.pow(length.min(12));
        let place = (u128::from(self.seed) + u128::from(self.draw()) * STEP) % count;
        let place = u64::try_from(place).unwrap_or_default();
        (0..length.min(12)).map(|digit| letter(place / 36_u64.pow(digit))).collect()
    }

    /// A text of letters and digits for fake passwords and tokens. Not secret at all.
    pub(crate) fn fake_secret(&mut self, length: usize) -> String {
        (0..length).map(|_| letter(self.number())).collect()
    }

    /// Fills in what was not given.
    pub(crate) fn make_up(&mut self, text: &mut String, made_up: impl FnOnce(&mut Self) -> String) {
        if text.is_empty() {
            *text = made_up(self);
        }
    }

    pub(crate) fn number(&mut self) -> u64 {
        // The mixing function of SplitMix64.
        let mut z = self.seed.wrapping_add(self.draw().wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below 2^32 that looks random. No two are equal before all of them have been drawn.
    pub(crate) fn unique_number(&mut self) -> u64 {
        let mixed = self.seed.wrapping_add(self.draw()).wrapping_mul(0x9e37_79b1);
        mixed & 0xffff_ffff
    }

    fn draw(&mut self) -> u64 {
        self.drawn += 1;
        self.drawn
    }
}

fn letter(of: u64) -> char {
    let at = usize::try_from(of % 36).unwrap_or_default();
    ALPHABET.get(at).map_or('a', |&byte| char::from(byte))
}

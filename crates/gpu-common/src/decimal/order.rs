//! Comparing decimals by the number they are, not by how it is written.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::{Decimal, MAX_DIGITS, power_of_ten};

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        // Whole part, then fraction brought to 38 digits: neither can overflow, unlike a common scale.
        let parts = |number: &Self| {
            let one = power_of_ten(number.scale);
            let fraction = number.mantissa.rem_euclid(one);
            (
                number.mantissa.div_euclid(one),
                fraction * power_of_ten(MAX_DIGITS - number.scale),
            )
        };
        parts(self).cmp(&parts(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { mantissa, scale } = self.trimmed();
        (mantissa, scale).hash(state);
    }
}

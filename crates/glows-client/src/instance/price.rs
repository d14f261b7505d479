//! A reading of `priceCent`, named as the inference it is.

use gpu_common::{Currency, Money, Period, Rate};

use crate::Instance;

impl Instance {
    /// What the price probably means: hundredths of a Glows Credit per hour for the whole machine.
    /// **Inferred**: unit and currency are not published. The sample's 65 for one RTX 4090 fits
    /// the console's prices, which are Credits per hour (about one US dollar each at list price).
    ///
    /// `None` if no price was sent, and for 0, which is what a queued machine shows.
    #[must_use]
    pub fn inferred_rate(&self) -> Option<Rate> {
        let cent = self.price_cent.copied().filter(|&cent| cent != 0)?;
        Some(Rate::new(Money::from_hundredths(cent, Currency::CREDIT), Period::Hour))
    }
}

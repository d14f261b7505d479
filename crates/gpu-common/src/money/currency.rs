//! What money is counted in.

use crate::open_enum;

open_enum! {
    /// What an amount is counted in: an ISO 4217 code, or a service's own unit. Open.
    pub enum Currency {
        /// Chinese yuan.
        Cny = "CNY",
        /// United States dollar.
        Usd = "USD",
        /// A credit of Glows.ai; about one US dollar at list price (inferred).
        Credit = "Credit",
    }
}

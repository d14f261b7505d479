//! How a machine is sold.

gpu_json::open_enum! {
    /// How a machine is sold: `sellingType` of a specification, `CostType` of an instance.
    /// (Documented; always a string of one digit.) `Display` shows words, `as_str` the digit.
    pub enum SellingMode {
        /// Pay as you go. Compute is charged from power-on to power-off (vendor's guide, 2024).
        PayAsYouGo = "1" as "pay as you go",
        /// By the month, paid at creation (payment: vendor's guide, 2024).
        Monthly = "2" as "monthly",
        /// By the week, paid at creation (payment: vendor's guide, 2024).
        Weekly = "3" as "weekly",
        /// By the day, paid at creation (payment: vendor's guide, 2024).
        Daily = "4" as "daily",
    }
}

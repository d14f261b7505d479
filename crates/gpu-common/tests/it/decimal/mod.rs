//! Decimals are exact, stable and never wrap.

mod arithmetic;
mod json;
mod laws;
mod text;

use gpu_common::Decimal;

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn shown(number: Option<Decimal>) -> Option<String> {
    number.map(|number| number.to_string())
}

/// 38 nines, the largest number there is.
fn largest() -> Decimal {
    decimal(&"9".repeat(38))
}

//! What holds for all decimals.

use gpu_common::Decimal;
use proptest::prelude::*;

use crate::decimal::decimal;

prop_compose! {
    fn any_decimal()(digits in 0_u32..=38, seed in any::<i128>(), scale in 0_u32..=38) -> Decimal {
        Decimal::new(seed % 10_i128.pow(digits), scale).unwrap()
    }
}

prop_compose! {
    /// Small enough for any three to be added and multiplied.
    fn small_decimal()(mantissa in -1_000_000_i128..=1_000_000, scale in 0_u32..=6) -> Decimal {
        Decimal::new(mantissa, scale).unwrap()
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        let _ = text.parse::<Decimal>();
    }

    #[test]
    fn no_number_like_text_makes_the_parser_panic(text in "[-+]?[0-9]{0,45}[.]?[0-9]{0,45}([eE][-+]?[0-9]{0,25})?") {
        if let Ok(number) = text.parse::<Decimal>() {
            prop_assert_eq!(number.to_string().parse::<Decimal>(), Ok(number));
        }
    }

    #[test]
    fn what_is_printed_reads_back_digit_by_digit(number in any_decimal()) {
        let back = decimal(&number.to_string());
        prop_assert_eq!((back.mantissa(), back.scale()), (number.mantissa(), number.scale()));
    }

    #[test]
    fn a_json_number_of_15_digits_is_read_exactly(mantissa in 0_i64..1_000_000_000_000_000, scale in 0_u32..=22) {
        let number = Decimal::new(mantissa.into(), scale).unwrap();
        let read: Decimal = serde_json::from_str(&number.to_string()).unwrap();
        prop_assert_eq!(read, number);
    }

    #[test]
    fn arithmetic_never_panics(left in any_decimal(), right in any_decimal()) {
        let _ = (left.checked_add(right), left.checked_sub(right), left.checked_mul(right));
    }

    #[test]
    fn order_agrees_with_subtraction(left in any_decimal(), right in any_decimal()) {
        prop_assert_eq!(left.cmp(&right), right.cmp(&left).reverse());
        if let Some(difference) = left.checked_sub(right) {
            prop_assert_eq!(left.cmp(&right), difference.cmp(&Decimal::ZERO));
        }
    }

    #[test]
    fn equal_numbers_have_equal_hashes(number in any_decimal()) {
        use std::hash::{BuildHasher, RandomState};
        let hasher = RandomState::new();
        prop_assert_eq!(number, number.trimmed());
        prop_assert_eq!(hasher.hash_one(number), hasher.hash_one(number.trimmed()));
    }

    #[test]
    fn addition_is_undone_by_subtraction(left in any_decimal(), right in any_decimal()) {
        if let Some(sum) = left.checked_add(right) {
            prop_assert_eq!(sum.checked_sub(right), Some(left));
            prop_assert_eq!(right.checked_add(left), Some(sum));
        }
    }

    #[test]
    fn the_laws_of_arithmetic_hold(a in small_decimal(), b in small_decimal(), c in small_decimal()) {
        let add = |x: Decimal, y: Decimal| x.checked_add(y).unwrap();
        let mul = |x: Decimal, y: Decimal| x.checked_mul(y).unwrap();
        prop_assert_eq!(add(add(a, b), c), add(a, add(b, c)));
        prop_assert_eq!(mul(a, b), mul(b, a));
        prop_assert_eq!(mul(mul(a, b), c), mul(a, mul(b, c)));
        prop_assert_eq!(mul(a, add(b, c)), add(mul(a, b), mul(a, c)));
    }
}

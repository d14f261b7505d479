//! Readers of short texts: numbers, times, terms, words.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use ac_openapi_client::TimeoutLimit;
use gpu_common::{CivilDateTime, Decimal, OneLine, Port, Region, Secret, Timestamp, WithSecrets};
use gpu_http::parse_retry_after;
use gpu_json::{Field, FieldValue};
use mdc_client::{CostTime, Quantity};
use proptest::prelude::*;
use serde::Serialize;

use super::fuzz;

/// Texts near to those that a reader takes, and any others.
fn near(forms: &'static [&'static str]) -> impl Strategy<Value = String> {
    let forms: Vec<_> = forms.iter().map(|form| (4, form.boxed())).collect();
    prop_oneof![
        4 => prop::strategy::Union::new_weighted(forms),
        1 => ".{0,40}",
        1 => "[0-9+:.eE \\-]{0,60}",
    ]
}

/// Whether a text is shown as it is: open enums show others escaped and cut.
fn is_shown_as_it_is(text: &str) -> bool {
    OneLine::short(text).to_string() == text
}

/// What a text is read as is written as a text that is read as the same.
fn is_stable<T>(text: &str, longest: usize) -> Result<(), TestCaseError>
where
    T: FromStr + Display + PartialEq + Debug,
    T::Err: Display,
{
    match text.parse::<T>() {
        Ok(value) => {
            let written = value.to_string();
            prop_assert!(written.len() <= longest, "{}", written);
            prop_assert_eq!(written.parse::<T>().ok(), Some(value), "{}", written);
        }
        Err(error) => prop_assert!(error.to_string().len() <= 200),
    }
    Ok(())
}

/// A field of any type takes any text and gives it back letter for letter.
fn is_kept<T>(text: &str) -> Result<(), TestCaseError>
where
    T: FieldValue + Serialize + Debug + PartialEq,
{
    let json = serde_json::to_string(text).unwrap();
    let field: Field<T> = serde_json::from_str(&json).unwrap();
    prop_assert_eq!(serde_json::to_string(&WithSecrets(&field)).unwrap(), json.as_str());
    let again: Field<T> = serde_json::from_str(&json).unwrap();
    prop_assert_eq!(again, field);
    Ok(())
}

#[test]
fn decimals() {
    let forms = &[r"[+-]?[0-9]{0,45}(\.[0-9]{0,45})?([eE][+-]?[0-9]{1,25})?"];
    fuzz("decimals", near(forms), |text| {
        is_stable::<Decimal>(&text, 80)?;
        is_kept::<Decimal>(&text)?;
        if let Ok(number) = serde_json::from_str::<serde_json::Number>(&text) {
            let read = number.to_string().parse::<Decimal>();
            let read = read.map(|decimal| decimal.to_string().len());
            prop_assert!(read.unwrap_or(0) <= 80);
        }
        Ok(())
    });
}

#[test]
fn times() {
    let forms = &[
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,12})?(Z|[+-][0-9]{2}:[0-9]{2})?",
        r"20[0-9]{2}-0[1-9]-[12][0-9][T ][01][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]0[0-9]:00)?",
        r"-?[0-9]{1,20}",
    ];
    fuzz("times", near(forms), |text| {
        is_stable::<Timestamp>(&text, 40)?;
        is_stable::<CivilDateTime>(&text, 40)?;
        is_kept::<Timestamp>(&text)?;
        is_kept::<CivilDateTime>(&text)?;
        if let Ok(time) = text.parse::<CivilDateTime>() {
            for offset in [i32::MIN, -86_400, 0, 28_800, i32::MAX] {
                let _ = time.at_offset(offset);
            }
        }
        Ok(())
    });
}

#[test]
fn terms_quantities_and_ports() {
    let forms = &[
        r"[+]?[0-9]{1,6}[DWM]",
        r"[0-9]{1,30}(\.[0-9]{0,10})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi|x)?",
        r"[0-9]{1,6}/(ssh|http|https|tcp|udp|[a-z]{0,6})",
    ];
    fuzz("terms, quantities, ports", near(forms), |text| {
        is_stable::<CostTime>(&text, 10)?;
        is_stable::<Quantity>(&text, text.len())?;
        is_stable::<Port>(&text, text.len())?;
        is_kept::<CostTime>(&text)?;
        is_kept::<Quantity>(&text)?;
        Ok(())
    });
}

#[test]
fn timeout_limits() {
    let forms = &["unlimited", r"[0-9]{1,22}:[0-9]{1,3}:[0-9]{1,3}"];
    fuzz("timeout limits", near(forms), |text| {
        is_kept::<TimeoutLimit>(&text)?;
        let read = |text: &str| {
            let field: Field<TimeoutLimit> = serde_json::from_value(text.into()).unwrap();
            field.copied()
        };
        if let Some(limit) = read(&text) {
            prop_assert_eq!(read(&limit.to_string()), Some(limit));
            prop_assert!(limit.to_string().len() <= 30);
        }
        Ok(())
    });
}

#[test]
fn words_and_numbers_of_fields() {
    let forms = &["true|True|FALSE|0|1", "-?[0-9]{1,25}", "[A-Za-z]{1,12}", "--| |"];
    fuzz("fields", near(forms), |text| {
        is_kept::<String>(&text)?;
        is_kept::<Secret>(&text)?;
        is_kept::<bool>(&text)?;
        is_kept::<u16>(&text)?;
        is_kept::<i64>(&text)?;
        is_kept::<Region>(&text)?;
        is_kept::<glows_client::Status>(&text)?;
        is_kept::<mdc_client::SellingMode>(&text)?;
        is_kept::<ac_openapi_client::Status>(&text)?;
        if is_shown_as_it_is(&text) {
            is_stable::<glows_client::Status>(&text, text.len())?;
        }
        is_stable::<Region>(&text, text.len())
    });
}

#[test]
fn retry_after() {
    let forms = &[
        r" {0,2}[0-9]{1,25} {0,2}",
        r"(Mon|Sun|Foo), [0-9]{2} (Jan|Nov|Foo) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT",
        r"(Monday|Sunday), [0-9]{2}-(Jan|Nov)-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT",
        r"(Mon|Sun) (Jan|Nov) [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}",
    ];
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    fuzz("Retry-After", near(forms), |value| {
        let wait = parse_retry_after(&value, now);
        let digits = value.trim();
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let seconds = digits.parse().unwrap_or(u64::MAX);
            prop_assert_eq!(wait.map(|wait| wait.as_secs()), Some(seconds));
        }
        Ok(())
    });
}

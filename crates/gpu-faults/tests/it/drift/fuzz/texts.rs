//! Readers of short texts: numbers, times, terms, words. How those of `gpu-common` read by themselves, its
//! own tests know.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use ac_openapi_client::TimeoutLimit;
use gpu_common::{CivilDateTime, Decimal, OneLine, Port, Region, Secret, Timestamp, WithSecrets};
use gpu_json::{Field, FieldValue};
use mdc_client::{Quantity, Term};
use proptest::prelude::*;
use serde::Serialize;

use super::fuzz;

/// Texts near to those that a reader takes, and any others.
fn text() -> impl Strategy<Value = String> {
    let forms = [
        r"[+-]?[0-9]{0,45}(\.[0-9]{0,45})?([eE][+-]?[0-9]{1,25})?",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,12})?(Z|[+-][0-9]{2}:[0-9]{2})?",
        r"20[0-9]{2}-0[1-9]-[12][0-9][T ][01][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]0[0-9]:00)?",
        r"[+]?[0-9]{1,6}[DWM]",
        r"[0-9]{1,30}(\.[0-9]{0,10})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi|x)?",
        r"[0-9]{1,6}/(ssh|http|https|tcp|udp|[a-z]{0,6})",
        r"unlimited|[0-9]{1,22}:[0-9]{1,3}:[0-9]{1,3}",
        "true|True|FALSE|0|1|--| |[A-Za-z]{1,12}",
        "[0-9+:.eE \\-]{0,60}",
        ".{0,40}",
    ];
    prop::strategy::Union::new(forms.map(|form| form.boxed()))
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
fn fields_of_every_type_keep_any_text() {
    fuzz("fields", text(), |text| {
        is_kept::<Decimal>(&text)?;
        is_kept::<Timestamp>(&text)?;
        is_kept::<CivilDateTime>(&text)?;
        is_kept::<Term>(&text)?;
        is_kept::<Quantity>(&text)?;
        is_kept::<TimeoutLimit>(&text)?;
        is_kept::<String>(&text)?;
        is_kept::<Secret>(&text)?;
        is_kept::<bool>(&text)?;
        is_kept::<u16>(&text)?;
        is_kept::<i64>(&text)?;
        is_kept::<Region>(&text)?;
        is_kept::<glows_client::Status>(&text)?;
        is_kept::<mdc_client::SellingMode>(&text)?;
        is_kept::<ac_openapi_client::Status>(&text)
    });
}

#[test]
fn what_is_written_is_read_as_the_same() {
    fuzz("texts", text(), |text| {
        is_stable::<Decimal>(&text, 80)?;
        is_stable::<Timestamp>(&text, 40)?;
        is_stable::<CivilDateTime>(&text, 40)?;
        is_stable::<Term>(&text, 10)?;
        is_stable::<Quantity>(&text, text.len())?;
        is_stable::<Port>(&text, text.len())?;
        is_stable::<Region>(&text, text.len())?;
        // Open enums show other texts escaped and cut.
        if OneLine::short(&text).to_string() == text {
            is_stable::<glows_client::Status>(&text, text.len())?;
        }
        let limit = |text: &str| {
            let field: Field<TimeoutLimit> = serde_json::from_value(text.into()).unwrap();
            field.copied()
        };
        if let Some(read) = limit(&text) {
            prop_assert_eq!(limit(&read.to_string()), Some(read));
            prop_assert!(read.to_string().len() <= 30);
        }
        Ok(())
    });
}

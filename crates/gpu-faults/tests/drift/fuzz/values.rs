//! Every type of an answer: read, written and read again it is the same.

use std::fmt::Debug;

use gpu_common::WithSecrets;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{any, fuzz};
use crate::json::Json;

/// How much longer than what was read the text that is written may be: numbers of few digits
/// (`1e22`) are written with all of theirs.
const GROWTH: usize = 30;

/// What is read is written as it came and read as the same; what is shown is bounded.
fn is_stable<T>(text: &str) -> Result<(), TestCaseError>
where
    T: DeserializeOwned + Serialize + PartialEq + Debug,
{
    let Ok(value) = serde_json::from_str::<T>(text) else {
        return Ok(());
    };
    let written = serde_json::to_string(&WithSecrets(&value)).unwrap();
    let again: T = serde_json::from_str(&written).unwrap();
    prop_assert_eq!(&again, &value);
    let rewritten = serde_json::to_string(&WithSecrets(&again)).unwrap();
    prop_assert_eq!(&rewritten, &written);
    let masked = serde_json::to_string(&value).unwrap();
    let most = (text.len() + 100) * GROWTH;
    prop_assert!(written.len() <= most && masked.len() <= most);
    let shown = format!("{value:?}");
    prop_assert!(shown.len() <= most, "{} bytes of {}", shown.len(), text.len());
    Ok(())
}

/// The values to try as a type: those of an answer, each where it stands and as a whole.
fn pieces(vendor: &'static str) -> impl Strategy<Value = Vec<String>> {
    let damaged = any::damaged(vendor).prop_map(|(_, answer)| {
        let mut pieces = Vec::new();
        answer.walk(&crate::json::Path::root(), &mut |_, value| {
            if matches!(value, Json::Object(_) | Json::List(_)) && pieces.len() < 12 {
                pieces.push(value.written());
            }
        });
        pieces
    });
    prop_oneof![
        4 => damaged,
        1 => any::json().prop_map(|json| vec![json.written()]),
    ]
}

macro_rules! stable {
    ($test:ident, $vendor:literal, $($value:ty),+ $(,)?) => {
        #[test]
        fn $test() {
            fuzz(concat!($vendor, " types"), pieces($vendor), |pieces| {
                for text in &pieces {
                    $(is_stable::<$value>(text)?;)+
                }
                Ok(())
            });
        }
    };
}

stable!(
    glows_types_are_stable,
    "glows",
    glows_client::Instance,
    glows_client::InstancePage,
    glows_client::Stats,
    glows_client::InstanceHardware,
    glows_client::Access,
    gpu_json::Items<glows_client::Access>,
);

stable!(
    mdc_types_are_stable,
    "mdc",
    mdc_client::Instance,
    mdc_client::InstanceList,
    mdc_client::Servers,
    mdc_client::Annotations,
    gpu_json::Items<mdc_client::RegionInfo>,
    gpu_json::Items<mdc_client::Sku>,
);

stable!(
    ac_types_are_stable,
    "ac-openapi",
    ac_openapi_client::Center,
    ac_openapi_client::Instance,
    ac_openapi_client::ImagePage,
    ac_openapi_client::NodeLimits,
    ac_openapi_client::Tokens,
    ac_openapi_client::UserInfo,
    ac_openapi_client::Claims,
);

stable!(
    shared_types_are_stable,
    "mdc",
    gpu_common::Money,
    gpu_common::Rate,
    gpu_json::Extra,
    gpu_json::Items<gpu_json::Field<u32>>,
    gpu_json::Field<gpu_json::Items<glows_client::Access>>,
);

//! Exceptions from the rules, each with its reason. A type that is closed on purpose says so itself:
//! `#[expect(clippy::exhaustive_structs, reason = "…")]`; here is what says nothing.

/// Enums and structs that cannot grow.
pub(super) const EXHAUSTIVE: &[(&str, &str)] = &[
    (
        "gpu_common::Reading",
        "what a reader may answer: an outcome that `Field` did not know could not be kept",
    ),
    ("gpu_common::WithSecrets", "a wrapper of exactly one value"),
    ("gpu_http::AnyCode", "a wrapper of exactly one text"),
    (
        "gpu_http::Page",
        "made by vendor crates, as a literal; its users see items",
    ),
    ("ac_openapi_client::StartScript", "a script or none"),
    ("ac_openapi_client::TimeoutLimit", "a limit or none"),
    (
        "mdc_client::Credentials",
        "the two values that the console shows; a third would have to be asked for",
    ),
];

/// Types that are read from answers and yet have `Default`, because it claims nothing.
pub(super) const DEFAULT: &[(&str, &str)] = &[
    ("gpu_common::Decimal", "a number: zero"),
    ("gpu_common::Extra", "no undocumented field came"),
    ("gpu_common::Field", "the field did not come"),
];

/// The one method that takes the caller's own client.
pub(super) const REQWEST_METHOD: &str = "reqwest_client";

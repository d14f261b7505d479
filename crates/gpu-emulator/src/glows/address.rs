//! Which instance a query or release is about: `request_id` or `meta_key`.

use std::time::Duration;

use super::envelope::Refusal;
use super::instance::Instance;
use super::service::State;

/// Query parameters as they came, in order.
pub(super) type Parameters = Vec<(String, String)>;

/// The first value of a parameter; an empty one counts as absent.
pub(super) fn parameter<'a>(parameters: &'a Parameters, name: &str) -> Option<&'a str> {
    let found = parameters.iter().find(|(given, _)| given == name);
    found
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

/// Finds the instance that the parameters name.
///
/// # Errors
/// Not exactly one of the two is given (documented as required, the answer is a guess), it is too
/// long, or there is no such instance (the answer is a guess).
pub(super) fn find<'a>(
    state: &'a State,
    parameters: &Parameters,
    now: Duration,
) -> Result<&'a Instance, Refusal> {
    let invalid = state.behaviour.code_invalid;
    let missing = Refusal::new(state.behaviour.code_not_found, "instance not found");
    let id = parameter(parameters, "request_id");
    let key = parameter(parameters, "meta_key");
    if id.or(key).is_some_and(|text| text.chars().count() > 64) {
        return Err(Refusal::invalid(invalid, "longer than 64 characters"));
    }
    match (id, key) {
        (Some(id), None) => state.by_id(id, now).ok_or(missing),
        (None, Some(key)) => state.by_key(key, now).ok_or(missing),
        _ => Err(Refusal::invalid(
            invalid,
            "give either request_id or meta_key",
        )),
    }
}

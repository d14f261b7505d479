//! The endpoints that a vendor has, so that a misspelt one in a test is noticed.

/// Method and route.
pub(crate) type Endpoint = (&'static str, &'static str);

/// The route of requests that no endpoint is for.
pub(super) const UNKNOWN: &str = "(unknown)";

/// Fails if there is no such endpoint: nothing would ever meet it.
#[track_caller]
pub(super) fn assert_known(endpoints: &[Endpoint], method: &str, route: &str) {
    let known = route == UNKNOWN || endpoints.contains(&(method, route));
    assert!(
        known,
        "no endpoint {method} {route}; there are{}",
        listed(endpoints)
    );
}

fn listed(endpoints: &[Endpoint]) -> String {
    let lines = endpoints.iter();
    lines
        .map(|(method, route)| format!("\n  {method} {route}"))
        .collect()
}

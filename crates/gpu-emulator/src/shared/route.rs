//! Which endpoint a request is for.

/// Method and route.
pub(super) type Endpoint = (&'static str, &'static str);

/// The route of requests that no endpoint is for.
const UNKNOWN: &str = "(unknown)";

/// The route of the endpoint that this path is of.
pub(super) fn route_of(endpoints: &[Endpoint], path: &str) -> &'static str {
    let found = endpoints.iter().find(|(_, route)| variable_parts(route, path).is_some());
    found.map_or(UNKNOWN, |(_, route)| route)
}

/// What stands in `path` for the names in braces of `route`; `None` if the path is of another route.
pub(super) fn variable_parts<'a>(
    route: &'static str,
    path: &'a str,
) -> Option<Vec<(&'static str, &'a str)>> {
    let (mut names, mut given) = (route.split('/'), path.split('/'));
    let mut parts = Vec::new();
    loop {
        match (names.next(), given.next()) {
            (None, None) => return Some(parts),
            (Some(name), Some(part)) if name == part => {}
            (Some(name), Some(part)) if name.starts_with('{') && !part.is_empty() => {
                parts.push((name.trim_matches(['{', '}']), part));
            }
            _ => return None,
        }
    }
}

/// Fails if there is no such endpoint: nothing would ever meet it.
#[track_caller]
pub(super) fn assert_known(endpoints: &[Endpoint], method: &str, route: &str) {
    let known = route == UNKNOWN || endpoints.contains(&(method, route));
    let listed = || endpoints.iter().map(|(method, route)| format!("\n  {method} {route}"));
    assert!(known, "no endpoint {method} {route}; there are{}", listed().collect::<String>());
}

//! Which requests something is meant for.

/// Method and route.
pub(super) type Endpoint = (&'static str, &'static str);

/// The route of requests that no endpoint is for.
pub(super) const UNKNOWN: &str = "(unknown)";

/// The route of the endpoint that this path is of.
pub(super) fn route_of(endpoints: &[Endpoint], path: &str) -> &'static str {
    let fits = |route: &str| {
        let (mut route, mut path) = (route.split('/'), path.split('/'));
        loop {
            match (route.next(), path.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if one == other => {}
                (Some(one), Some(other)) if one.starts_with('{') && !other.is_empty() => {}
                _ => return false,
            }
        }
    };
    let found = endpoints.iter().find(|(_, route)| fits(route));
    found.map_or(UNKNOWN, |(_, route)| route)
}

/// Fails if there is no such endpoint: nothing would ever meet it.
#[track_caller]
pub(super) fn assert_known(endpoints: &[Endpoint], method: &str, route: &str) {
    let known = route == UNKNOWN || endpoints.contains(&(method, route));
    let listed = || endpoints.iter().map(|(method, route)| format!("\n  {method} {route}"));
    assert!(known, "no endpoint {method} {route}; there are{}", listed().collect::<String>());
}

/// Method and route of the requests that something is meant for; all if there are none.
#[derive(Debug, Clone, Default)]
pub(super) struct Aim(pub(super) Option<(String, String)>);

impl Aim {
    pub(super) fn at(method: impl Into<String>, route: impl Into<String>) -> Self {
        Self(Some((method.into(), route.into())))
    }

    pub(super) fn meets(&self, method: &str, route: &str) -> bool {
        let aim = self.0.as_ref();
        aim.is_none_or(|(m, r)| m == method && r == route)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDPOINTS: &[Endpoint] = &[("POST", "/a"), ("GET", "/a"), ("GET", "/a/{id}/b")];

    #[test]
    fn a_path_belongs_to_the_route_with_its_segments() {
        let table = [
            ("/a", "/a"),
            ("/a/x/b", "/a/{id}/b"),
            ("/a//b", UNKNOWN),
            ("/a/x", UNKNOWN),
            ("/", UNKNOWN),
        ];
        for (path, route) in table {
            assert_eq!(route_of(ENDPOINTS, path), route, "{path}");
        }
    }
}

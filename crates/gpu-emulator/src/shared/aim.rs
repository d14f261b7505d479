//! Which requests something is meant for, and the queue of what waits for its requests.

use super::edit::Edit;

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

    fn meets(&self, method: &str, route: &str) -> bool {
        let aim = self.0.as_ref();
        aim.is_none_or(|(m, r)| m == method && r == route)
    }
}

/// What waits for its requests, oldest first, each with how often it is still to be used.
#[derive(Debug, Default)]
pub(super) struct Queue(Vec<(usize, Edit)>);

impl Queue {
    /// Fails if it is meant for an endpoint that is none of `endpoints`.
    #[track_caller]
    pub(super) fn add(&mut self, endpoints: &[Endpoint], times: usize, edit: Edit) {
        if let Some((method, route)) = &edit.aim.0 {
            assert_known(endpoints, method, route);
        }
        if times > 0 {
            self.0.push((times, edit));
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// All edits for this request and the first fault, each used up once.
    pub(super) fn take(&mut self, method: &str, route: &str) -> Vec<Edit> {
        let mut taken: Vec<Edit> = Vec::new();
        for (left, one) in &mut self.0 {
            let second = one.fault().is_some() && taken.iter().any(|one| one.fault().is_some());
            if one.aim.meets(method, route) && !second {
                *left -= 1;
                taken.push(one.clone());
            }
        }
        self.0.retain(|(left, _)| *left > 0);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::super::fault::Fault;
    use super::*;

    const ENDPOINTS: &[Endpoint] = &[("POST", "/a"), ("GET", "/a"), ("GET", "/a/{id}/b")];

    #[test]
    fn edits_are_taken_together_and_faults_one_by_one() {
        let mut queue = Queue::default();
        queue.add(ENDPOINTS, 2, Fault::status(501).only("POST", "/a").into());
        queue.add(ENDPOINTS, 1, Edit::byte_order_mark());
        queue.add(ENDPOINTS, 1, Fault::status(502).into());
        queue.add(ENDPOINTS, 0, Fault::status(503).into());
        queue.add(ENDPOINTS, 2, Edit::byte_order_mark().only("POST", "/a"));
        let mut taken = |method| {
            let taken = queue.take(method, "/a");
            let fault = taken.iter().find_map(|one| Some(one.fault()?.parts().0));
            (taken.len(), fault)
        };
        assert_eq!(taken("POST"), (3, Some(501)));
        assert_eq!(taken("GET"), (1, Some(502)));
        assert_eq!(taken("GET"), (0, None));
        assert_eq!(taken("POST"), (2, Some(501)));
        assert_eq!(taken("POST"), (0, None));
    }

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

//! Which requests something is meant for, and the queue of what waits for its requests.

use std::collections::VecDeque;

/// Method and route.
pub(crate) type Endpoint = (&'static str, &'static str);

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
pub(super) struct Aim(Option<(String, String)>);

impl Aim {
    pub(super) fn at(method: impl Into<String>, route: impl Into<String>) -> Self {
        Self(Some((method.into(), route.into())))
    }

    fn meets(&self, method: &str, route: &str) -> bool {
        let aim = self.0.as_ref();
        aim.is_none_or(|(m, r)| m == method && r == route)
    }
}

/// Something that is meant for certain requests.
pub(super) trait Aimed: Clone {
    fn aim(&self) -> &Aim;
}

/// What waits for its requests, oldest first, each with how often it is still to be used.
#[derive(Debug)]
pub(super) struct Queue<T>(VecDeque<(usize, T)>);

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T: Aimed> Queue<T> {
    /// Fails if it is meant for an endpoint that is none of `endpoints`.
    #[track_caller]
    pub(super) fn add(&mut self, endpoints: &[Endpoint], times: usize, one: T) {
        if let Some((method, route)) = &one.aim().0 {
            assert_known(endpoints, method, route);
        }
        if times > 0 {
            self.0.push_back((times, one));
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The first one for this request, used up once.
    pub(super) fn take(&mut self, method: &str, route: &str) -> Option<T> {
        let mut for_it = self.0.iter_mut();
        let (left, one) = for_it.find(|(_, one)| one.aim().meets(method, route))?;
        *left -= 1;
        let one = one.clone();
        self.0.retain(|(left, _)| *left > 0);
        Some(one)
    }

    /// All of them for this request, each used up once.
    pub(super) fn take_all(&mut self, method: &str, route: &str) -> Vec<T> {
        let mut taken = Vec::new();
        for (left, one) in &mut self.0 {
            if one.aim().meets(method, route) {
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
    use super::*;

    #[derive(Clone)]
    struct One(u16, Aim);

    impl Aimed for One {
        fn aim(&self) -> &Aim {
            &self.1
        }
    }

    const ENDPOINTS: &[Endpoint] = &[("POST", "/a"), ("GET", "/a"), ("GET", "/a/{id}/b")];

    fn queue() -> Queue<One> {
        let mut queue = Queue::default();
        queue.add(ENDPOINTS, 2, One(1, Aim::at("POST", "/a")));
        queue.add(ENDPOINTS, 1, One(2, Aim::default()));
        queue
    }

    #[test]
    fn what_waits_is_used_up_in_order_and_only_by_what_it_is_meant_for() {
        let mut queue = queue();
        let mut taken = |method| queue.take(method, "/a").map(|one| one.0);
        assert_eq!(taken("POST"), Some(1));
        assert_eq!(taken("GET"), Some(2));
        assert_eq!(taken("GET"), None);
        assert_eq!(taken("POST"), Some(1));
        assert_eq!(taken("POST"), None);
    }

    #[test]
    fn all_at_once_are_each_used_up_once() {
        let mut queue = queue();
        let mut taken = || queue.take_all("POST", "/a").iter().map(|one| one.0).collect();
        let (first, second): (Vec<_>, Vec<_>) = (taken(), taken());
        assert_eq!((first, second), (vec![1, 2], vec![1]));
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

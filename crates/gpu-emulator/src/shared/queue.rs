//! The queue of edits and faults that wait for their requests.

use super::aim::{Endpoint, assert_known};
use super::edit::Edit;

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

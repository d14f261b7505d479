//! What AC's client makes of an answer, in the terms of the tests.

use std::fmt::Debug;

use ac_openapi_client::{
    Accepted, Center, Created, ImagePage, Instance, InstancePage, Result, Tokens,
};
use gpu_common::WithSecrets;
use serde::Serialize;

use crate::drift::vendors::{bad, numbered, outcome, parsed, places};
use crate::drift::verdict::{Outcome, Parsed};

pub(crate) fn center(read: Result<Center>) -> Outcome {
    outcome(read, |center| {
        let lists = [
            ("data.ingressUrls", &center.ingress_urls),
            ("data.hpcUrls", &center.hpc_urls),
            ("data.efileUrls", &center.efile_urls),
            ("data.eshellUrls", &center.eshell_urls),
            ("data.aiUrls", &center.ai_urls),
        ];
        let places = lists.iter().flat_map(|(list, urls)| bad(list, urls.get()));
        parsed(&center, places.collect())
    })
}

pub(crate) fn tokens(read: Result<Tokens>) -> Outcome {
    outcome(read, |tokens| parsed(&tokens, places("data", tokens.bad())))
}

pub(crate) fn created(read: Result<Created>) -> Outcome {
    outcome(read, |created| shown_as(&created, &created.id))
}

pub(crate) fn accepted(read: Result<Accepted>) -> Outcome {
    outcome(read, |accepted| shown_as(&accepted, &accepted.data))
}

pub(crate) fn detail(read: Result<Instance>) -> Outcome {
    outcome(read, |instance| parsed(&instance, bad_in("data", &instance)))
}

/// A page of instances; `at` is where the answer has the list.
pub(crate) fn list(read: Result<InstancePage>, at: &str) -> Outcome {
    outcome(read, |page| {
        let (good, bad_items) = (page.instances.as_slice(), page.instances.bad());
        let mut places = places(at, bad_items);
        for (index, instance) in numbered(good, bad_items) {
            places.extend(bad_in(&format!("{at}[{index}]"), instance));
        }
        shown_with(&page, &page.instances, places)
    })
}

/// The places in an instance that could not be read.
fn bad_in(at: &str, instance: &Instance) -> Vec<String> {
    let mut places = bad(&format!("{at}.mountInfoList"), instance.mounts.get());
    places.extend(bad(&format!("{at}.containerPortInfoList"), instance.ports.get()));
    places
}

pub(crate) fn images(read: Result<ImagePage>, at: &str) -> Outcome {
    outcome(read, |page| parsed(&page, bad(at, Some(&page.images))))
}

/// A value that keeps one part of the answer.
fn shown_as(value: &impl Debug, kept: &impl Serialize) -> Outcome {
    shown_with(value, kept, Vec::new())
}

fn shown_with(value: &impl Debug, kept: &impl Serialize, bad: Vec<String>) -> Outcome {
    let masked = serde_json::to_string(kept).unwrap();
    Outcome::Parsed(Parsed {
        back: serde_json::to_string(&WithSecrets(kept)).unwrap(),
        bad,
        shown: format!("{value:?} {masked}"),
    })
}

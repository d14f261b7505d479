//! What AC's client makes of an answer, in the terms of the tests.

use ac_openapi_client::{Accepted, Center, Created, Image, Instance, Page, Result, Tokens};

use crate::drift::vendors::{bad, numbered, outcome, parsed, parsed_part, places};
use crate::drift::verdict::Outcome;

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
    outcome(read, |created| parsed_part(&created, &created.id, Vec::new()))
}

pub(crate) fn accepted(read: Result<Accepted>) -> Outcome {
    outcome(read, |accepted| parsed_part(&accepted, &accepted.data, Vec::new()))
}

pub(crate) fn detail(read: Result<Instance>) -> Outcome {
    outcome(read, |instance| parsed(&instance, bad_in("data", &instance)))
}

/// A page of instances; `at` is where the answer has the list.
pub(crate) fn list(read: Result<Page<Instance>>, at: &str) -> Outcome {
    outcome(read, |page| {
        let (good, bad_items) = (page.items.as_slice(), page.items.bad());
        let mut places = places(at, bad_items);
        for (index, instance) in numbered(good, bad_items) {
            places.extend(bad_in(&format!("{at}[{index}]"), instance));
        }
        parsed_part(&page, &page.items, places)
    })
}

/// The places in an instance that could not be read.
fn bad_in(at: &str, instance: &Instance) -> Vec<String> {
    let mut places = bad(&format!("{at}.mountInfoList"), instance.mounts.get());
    places.extend(bad(&format!("{at}.containerPortInfoList"), instance.ports.get()));
    places
}

pub(crate) fn images(read: Result<Page<Image>>, at: &str) -> Outcome {
    outcome(read, |page| parsed(&page, bad(at, Some(&page.items))))
}

//! Whether a released instance is really gone.

use std::time::Duration;

use gpu_http::{BoxFuture, Condition, Confirmation, Confirming, Http, Release, Verdict, Waiting};

use super::look::{self, Sighting};
use crate::{Address, ErrorCode, Result};

pub(crate) fn confirm_released(
    http: Http,
    address: Address,
) -> Confirming<Confirmation, ErrorCode> {
    let gone = Condition::new("the end of the instance", |seen: &Confirmation| {
        if seen.is_gone() {
            Verdict::Met
        } else {
            Verdict::NotYet
        }
    });
    let clock = http.clock().clone();
    let asked = address.clone();
    let look = move |left: Duration| -> BoxFuture<'static, Result<Confirmation>> {
        let http = http.with_timeout(left.min(http.timeout()));
        let address = asked.clone();
        Box::pin(async move { Ok(weigh(look::look(&http, &address).await?, &address)) })
    };
    let mark = move |error| address.mark(error);
    let looking = Waiting::new(clock, gone, look, Confirmation::to_string, mark);
    Confirming::new(looking, Confirmation::after_failed_looks)
}

/// What a look is worth as evidence.
fn weigh(sighting: Sighting, address: &Address) -> Confirmation {
    match sighting {
        Sighting::Found(instance) if instance.has_ended() => Confirmation::new(
            Release::Gone,
            "its status `Released`, the web console's word for an ended instance \
             (inferred that the API means the same)",
        ),
        Sighting::Found(instance) => Confirmation::new(
            Release::StillThere(instance.status_word().to_owned()),
            "an answer that shows the instance (documented)",
        ),
        Sighting::Nowhere { refusal, listed } => Confirmation::new(
            Release::Gone,
            format!(
                "the query for {address} was refused (code {}) and the whole list of {listed} \
                 does not have it (inferred: what either means is not published)",
                refusal.raw_code().unwrap_or("none"),
            ),
        ),
        Sighting::Unclear(why) => Confirmation::new(
            Release::Unknown(why),
            "a refused query, which alone proves nothing, and a list that does not settle it",
        ),
    }
}

//! Whether a released instance is really gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gpu_http::{BoxFuture, Condition, Confirmation, Confirming, Http, Release, Verdict, Waiting};

use super::look::{self, Sighting};
use crate::{Address, Result};

pub(crate) fn confirm_released(http: Http, address: Address) -> Confirming<Confirmation> {
    let gone = Condition::new("the end of the instance", |seen: &Confirmation| {
        if seen.is_gone() {
            Verdict::Met
        } else {
            Verdict::NotYet
        }
    });
    let clock = http.clock().clone();
    let asked = address.clone();
    let absences = Arc::new(AtomicU32::new(0));
    let look = move |left: Duration| -> BoxFuture<'static, Result<Confirmation>> {
        let http = http.with_timeout(left.min(http.timeout()));
        let (address, absences) = (asked.clone(), Arc::clone(&absences));
        Box::pin(async move {
            let looked = look::look(&http, &address).await;
            let running = count(&absences, &looked);
            Ok(weigh(looked?, &address, running))
        })
    };
    let mark = move |error| address.mark(error);
    let looking = Waiting::new(clock, gone, look, Confirmation::to_string, mark);
    Confirming::new(looking, Confirmation::after_failed_looks)
}

/// How many looks in a row, up to this one, have not found the instance anywhere.
fn count(absences: &AtomicU32, looked: &Result<Sighting>) -> u32 {
    let before = absences.load(Ordering::Relaxed);
    let running = match looked {
        Ok(Sighting::Nowhere { .. }) => before.saturating_add(1),
        _ => 0,
    };
    absences.store(running, Ordering::Relaxed);
    running
}

/// What a look is worth as evidence. `absences` is how many in a row have found nothing.
fn weigh(sighting: Sighting, address: &Address, absences: u32) -> Confirmation {
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
        Sighting::Nowhere { refusal, listed } => {
            let (release, looks) = if absences > 1 {
                (Release::Gone, "twice in a row")
            } else {
                let why = "one look did not find it, and another has to agree";
                (Release::Unknown(why.to_owned()), "once")
            };
            Confirmation::new(
                release,
                format!(
                    "the query for {address} was refused (code {}) and the whole list of {listed} \
                     does not have it, {looks} (inferred: what either means is not published, and \
                     machines made in the web console may not be listed)",
                    refusal.code().unwrap_or("none"),
                ),
            )
        }
        Sighting::Unclear(why) => Confirmation::new(
            Release::Unknown(why),
            "a refused query, which alone proves nothing, and a list that does not settle it",
        ),
    }
}

//! What became of instances that were stopped or deleted, looked up one by one: the service answers
//! a batch without a word about each id.

mod confirmations;
mod evidence;
mod known;

use std::time::Duration;

use gpu_http::{BoxFuture, Condition, Confirmation, Confirming, Http, Verdict, Waiting};

pub use confirmations::Confirmations;
use known::Known;

use super::{InstanceIds, ListForm};
use crate::{Error, Result};

/// Looks at each instance of a batch until all are gone.
pub(crate) fn confirm_deleted(
    http: Http,
    form: ListForm,
    ids: InstanceIds,
) -> Confirming<Confirmations> {
    let known = Known::new(&ids, Confirmation::is_gone);
    confirm(
        "the end of the instances",
        http,
        ids,
        known,
        move |http, ends, known| {
            Box::pin(async move { evidence::of_deletion(&http, form, ends, &known).await })
        },
    )
}

/// Looks at each instance of a batch until all have ended.
pub(crate) fn confirm_stopped(http: Http, ids: InstanceIds) -> Confirming<Confirmations> {
    let known = Known::new(&ids, Confirmation::is_ended);
    confirm(
        "the instances to end",
        http,
        ids,
        known,
        |http, ends, known| Box::pin(async move { evidence::of_stop(&http, ends, &known).await }),
    )
}

fn confirm(
    what: &str,
    http: Http,
    ids: InstanceIds,
    known: Known,
    look: impl Fn(Http, Duration, Known) -> BoxFuture<'static, Result<()>> + Send + 'static,
) -> Confirming<Confirmations> {
    let (settled, found) = (known.clone(), known.clone());
    let all = Condition::new(what, move |_: &Confirmations| {
        if settled.open().is_empty() {
            Verdict::Met
        } else {
            Verdict::NotYet
        }
    });
    let clock = http.clock().clone();
    let look = move |left| -> BoxFuture<'static, Result<Confirmations>> {
        let ends = http.clock().monotonic().saturating_add(left);
        let (looking, found) = (look(http.clone(), ends, found.clone()), found.clone());
        Box::pin(async move {
            looking.await?;
            Ok(found.so_far())
        })
    };
    let mark = move |error: Error| error.with_id(&ids.to_string());
    let looking = Waiting::new(clock, all, look, Confirmations::to_string, mark);
    // What a look has found stays found, even if the look itself was cut short.
    Confirming::new(looking, move |why, _| known.after_failed_looks(&why))
}

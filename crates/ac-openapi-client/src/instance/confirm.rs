//! What became of instances that were stopped or deleted, looked up one by one: the service answers
//! a batch without a word about each id.

mod confirmations;
mod evidence;

use gpu_http::{BoxFuture, Condition, Confirming, Verdict, Waiting};

pub use confirmations::Confirmations;

use super::{InstanceIds, ListForm};
use crate::session::Session;
use crate::{Error, ErrorCode, Result};

/// Looks at each instance of a batch until all are gone.
pub(crate) fn confirm_deleted(
    session: Session,
    form: ListForm,
    ids: InstanceIds,
) -> Confirming<Confirmations, ErrorCode> {
    confirm(
        "the end of the instances",
        session,
        ids,
        move |session, ids| {
            Box::pin(async move { evidence::of_deletion(&session, form, &ids).await })
        },
    )
}

/// Looks at each instance of a batch until all have ended.
pub(crate) fn confirm_stopped(
    session: Session,
    ids: InstanceIds,
) -> Confirming<Confirmations, ErrorCode> {
    confirm("the instances to end", session, ids, |session, ids| {
        Box::pin(async move { evidence::of_stop(&session, &ids).await })
    })
}

fn confirm(
    what: &str,
    session: Session,
    ids: InstanceIds,
    look: impl Fn(Session, InstanceIds) -> BoxFuture<'static, Result<Confirmations>> + Send + 'static,
) -> Confirming<Confirmations, ErrorCode> {
    let gone = Condition::new(what, |seen: &Confirmations| {
        if seen.all_gone() {
            Verdict::Met
        } else {
            Verdict::NotYet
        }
    });
    let clock = session.http.clock().clone();
    let (asked, marked) = (ids.clone(), ids.to_string());
    let look = move |left| look(session.within(left), asked.clone());
    let mark = move |error: Error| error.with_id(&marked);
    let looking = Waiting::new(clock, gone, look, Confirmations::to_string, mark);
    Confirming::new(looking, move |why, before| {
        Confirmations::after_failed_looks(&ids, &why, before.as_ref())
    })
}

//! Waiting for an instance, or for the end of several.

use gpu_http::{Condition, Verdict, Waiting};

use super::confirm::confirm_deleted;
use super::{Confirmations, GetInstance, Instance, InstanceId, InstanceIds, ListForm};
use crate::ErrorCode;
use crate::session::Session;

/// Waits for a condition on one instance.
pub(crate) fn wait_until(
    session: Session,
    id: InstanceId,
    condition: Condition<Instance>,
) -> Waiting<Instance, ErrorCode> {
    let clock = session.http.clock().clone();
    let marked = id.clone();
    let look = move |left| {
        let request = GetInstance::new(session.within(left), id.clone());
        request.into_future()
    };
    Waiting::new(
        clock,
        condition,
        look,
        Instance::status_text,
        move |error| error.with_id(marked.as_str()),
    )
}

/// Waits until several instances are gone.
pub(crate) fn wait_deleted(
    session: Session,
    form: ListForm,
    ids: InstanceIds,
) -> Waiting<Confirmations, ErrorCode> {
    let clock = session.http.clock().clone();
    let marked = ids.to_string();
    let gone = Condition::new("gone", |confirmations: &Confirmations| {
        if confirmations.all_gone() {
            Verdict::Met
        } else {
            Verdict::NotYet
        }
    });
    let look = move |left| -> gpu_http::BoxFuture<'static, _> {
        let (session, ids) = (session.within(left), ids.clone());
        Box::pin(async move { Ok(confirm_deleted(&session, form, &ids).await) })
    };
    Waiting::new(clock, gone, look, ToString::to_string, move |error| {
        error.with_id(&marked)
    })
}

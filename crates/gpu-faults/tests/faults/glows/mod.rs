//! Glows.ai's calls through every fault.

mod calls;
mod stage;

use crate::matrix::{Call, Stage as _, assert_complete, assert_matrix, block_on};
use crate::secrecy::{TOKEN, Traces, leak};

pub(crate) fn calls() -> Vec<Call<stage::GlowsStage>> {
    calls::calls()
}

#[test]
fn glows_keeps_its_promises_through_every_fault() {
    assert_matrix("Glows.ai", "glows", &calls());
}

#[test]
fn no_call_of_glows_is_left_out() {
    assert_complete("glows-client", &calls(), &[]);
}

#[test]
fn what_clients_trace_is_heard_and_looked_through() {
    let traces = Traces::default();
    traces.listen(|| block_on(stage::GlowsStage::set(0, Box::new(|_| None))));
    let heard = traces.take();
    assert!(heard.contains("gpu_http"), "{heard}");
    let secrets = [TOKEN.to_owned()];
    assert_eq!(leak(&heard, &secrets), None);
    traces.listen(|| tracing::trace!("by mistake: {TOKEN}"));
    assert_eq!(leak(&traces.take(), &secrets), Some(TOKEN));
}

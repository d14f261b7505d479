//! Execute a script in an instance: `POST …/instance-service/task/actions/execute-script`.

use gpu_common::Secret;
use gpu_http::{Call, Http, Request};
use serde::Serialize;

use super::{Accepted, InstanceId, Script, ScriptScope};
use crate::Result;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    start_script_action_scope: &'a ScriptScope,
    start_script_content: &'a Secret,
    id: &'a InstanceId,
}

pub(crate) fn execute_script(http: &Http, id: InstanceId, script: &Script) -> Request<Accepted> {
    Accepted::request(http, call(&id, script), id.into())
}

fn call(id: &InstanceId, script: &Script) -> Result<Call> {
    let path = "/ai/openapi/v2/instance-service/task/actions/execute-script";
    let call = Call::post("execute script", path)
        .not_idempotent()
        .mask_body(&["startScriptContent"])
        .about_id(id.as_str());
    if let Err(error) = script.check() {
        return Err(call.with_context(error));
    }
    call.json(&Body {
        start_script_action_scope: script.scope(),
        start_script_content: script.content(),
        id,
    })
}

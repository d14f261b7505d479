//! Execute a script in an instance: `POST …/instance-service/task/actions/execute-script`.

use gpu_common::Secret;
use gpu_http::{Call, Extras};
use serde::Serialize;

use super::{Accepted, InstanceId, Script, ScriptScope};
use crate::session::Session;
use crate::{Error, Result};

/// A request to run a script, made by [`Client::execute_script`](crate::Client::execute_script).
/// Documented; the answer re-documented.
///
/// It goes out again only if it provably never left: nothing keeps a script from running twice.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ExecuteScript {
    http: Session,
    extras: Extras,
    id: InstanceId,
    script: Script,
}

gpu_http::request_builder!(ExecuteScript => Accepted, Error, body);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    start_script_action_scope: &'a ScriptScope,
    start_script_content: &'a Secret,
    id: &'a InstanceId,
}

impl ExecuteScript {
    pub(crate) fn new(http: Session, id: InstanceId, script: Script) -> Self {
        Self {
            http,
            extras: Extras::default(),
            id,
            script,
        }
    }

    fn call(&self) -> Result<Call> {
        self.script.check()?;
        let body = Body {
            start_script_action_scope: self.script.scope(),
            start_script_content: self.script.content(),
            id: &self.id,
        };
        let path = "/ai/openapi/v2/instance-service/task/actions/execute-script";
        let call = Call::post("execute script", path)
            .creates()
            .json(&body, &self.extras)?;
        call.mask_body(&["startScriptContent"])
            .about_id(self.id.as_str())
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Accepted> {
        let data = self.http.ask(&self.call()?).await?.json()?;
        Ok(Accepted::new(self.id.into(), data))
    }
}

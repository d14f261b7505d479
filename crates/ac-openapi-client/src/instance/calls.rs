//! The calls about instances that have no options of their own.

use std::fmt;

use gpu_common::Secret;
use gpu_http::{Call, Json, Request};
use gpu_json::Field;
use serde::Serialize;

use super::{AccessUrl, Instance, InstanceId, InstanceIds, Script, ScriptScope};
use crate::{Client, Error, Result, envelope};

/// The service has accepted a change. That says nothing about when, or whether, it is done.
///
/// A restart was seen to leave its instance waiting for minutes, and nothing comes back per id: look
/// with [`wait_until`](Client::wait_until), [`confirm_stopped`](Client::confirm_stopped) or
/// [`confirm_deleted`](Client::confirm_deleted).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "accepted is not done"]
pub struct Accepted {
    /// The instances the change was for.
    pub ids: InstanceIds,
    /// What came with the acceptance: `null` or an id in the samples, unknown for stop and update.
    pub data: Json,
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nobody knows what `data` may hold.
        f.debug_struct("Accepted").field("ids", &self.ids).finish_non_exhaustive()
    }
}

/// The size of an instance. Seen in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "a new required field must not go unnoticed")]
pub struct ResourceSpec {
    /// How many CPU cores.
    pub cpu_number: u32,
    /// How many accelerators, of any kind.
    pub gpu_number: u32,
    /// Memory in MB.
    #[serde(rename = "ramSize")]
    pub ram_mb: u64,
}

impl Client {
    /// Gets everything about an instance. Documented; the answer re-documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let now = client.get_instance(&instance).await?;
    /// println!("{} {}", now.id, now.status_text());
    /// # Ok(()) });
    /// ```
    #[doc(alias("detail", "/ai/openapi/v2/instance-service/{id}/detail", "container/detail"))]
    pub fn get_instance(&self, id: impl Into<InstanceId>) -> Request<Instance> {
        let id = id.into();
        let call = Call::get("get instance", path_of(&id, "detail")).about_id(id.as_str());
        Request::new(&self.http, Ok(call), move |answer| {
            let payload = envelope::open(answer)?;
            let instance: Instance = payload.read()?;
            if instance.id == id {
                return Ok(instance);
            }
            Err(payload.answer.unreadable(None, "an answer about another instance"))
        })
    }

    /// Gets the address that logs in to an instance. Documented. `None` if the service says success
    /// without an address, which is inferred to mean "not yet": what it does for an instance that does
    /// not run is not documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// if let Some(url) = client.get_access_url(&instance).await? {
    ///     println!("{url}"); // host and port; `url.expose()` has the rest
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("url", "/ai/openapi/v2/instance-service/{id}/url", "container/query-url"))]
    pub fn get_access_url(&self, id: impl Into<InstanceId>) -> Request<Option<AccessUrl>> {
        let id = id.into();
        let call = Call::get("get access url", path_of(&id, "url")).about_id(id.as_str());
        Request::new(&self.http, Ok(call), |answer| {
            let payload = envelope::open(answer)?;
            match serde_json::from_value::<Field<AccessUrl>>(payload.json()) {
                Ok(url) if url.unreadable().is_none() => Ok(url.into_option()),
                _ => Err(payload.unreadable("not a text")),
            }
        })
    }

    /// Starts an instance again that was stopped or has failed. Documented.
    ///
    /// Accepted is not running: wait for [`Until::restarted`](crate::Until::restarted).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use ac_openapi_client::Until;
    ///
    /// # let _accepted = client.stop_instances(&instance).await?;
    /// # let _ended = client.confirm_stopped(&instance).await?;
    /// let _accepted = client.restart_instance(&instance).await?;
    /// client.wait_until(&instance, Until::restarted()).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias(
        "start",
        "/ai/openapi/v2/instance-service/task/actions/restart",
        "container/restart"
    ))]
    pub fn restart_instance(&self, id: impl Into<InstanceId>) -> Request<Accepted> {
        let id = id.into();
        let path = "/ai/openapi/v2/instance-service/task/actions/restart";
        let call = Call::post("restart instance", path).query("instanceServiceId", id.as_str());
        self.change(id, Ok(call))
    }

    /// Stops instances. Seen in use; the vendor's page could not be read.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let _accepted = client.stop_instances(&instance).await?; // accepted is not stopped
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/task/actions/stop")]
    pub fn stop_instances(&self, ids: impl Into<InstanceIds>) -> Request<Accepted> {
        let path = "/ai/openapi/v2/instance-service/task/actions/stop";
        self.change_all(ids, Call::post("stop instances", path))
    }

    /// Deletes instances. Documented; the answer re-documented. What it does to one that runs is not
    /// documented, so stop it first.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// # let _accepted = client.stop_instances(&instance).await?;
    /// # let _ended = client.confirm_stopped(&instance).await?;
    /// let _accepted = client.delete_instances(&instance).await?; // accepted is not gone
    /// # Ok(()) });
    /// ```
    #[doc(alias("release", "DELETE /ai/openapi/v2/instance-service/task", "container/delete"))]
    pub fn delete_instances(&self, ids: impl Into<InstanceIds>) -> Request<Accepted> {
        let path = "/ai/openapi/v2/instance-service/task";
        self.change_all(ids, Call::delete("delete instances", path))
    }

    /// Runs a script in an instance. Documented; the answer re-documented.
    ///
    /// The answer has no output and no exit code, and no call to fetch them is documented. Success
    /// means that the script was accepted. The call goes out again only if it provably never left:
    /// nothing keeps a script from running twice.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use ac_openapi_client::{Script, ScriptScope};
    ///
    /// let script = Script::new("nvidia-smi > /tmp/seen", ScriptScope::All);
    /// let _accepted = client.execute_script(&instance, script).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias(
        "/ai/openapi/v2/instance-service/task/actions/execute-script",
        "container/execute"
    ))]
    pub fn execute_script(&self, id: impl Into<InstanceId>, script: Script) -> Request<Accepted> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            start_script_action_scope: &'a ScriptScope,
            start_script_content: &'a Secret,
            id: &'a InstanceId,
        }
        let id = id.into();
        let body = Body {
            start_script_action_scope: script.scope(),
            start_script_content: script.content(),
            id: &id,
        };
        let path = "/ai/openapi/v2/instance-service/task/actions/execute-script";
        let call = Call::post("execute script", path)
            .not_idempotent()
            .mask_body(&["startScriptContent"])
            .json(&body);
        let call = script.check().and(call);
        self.change(id, call)
    }

    /// Changes the size of an instance that does not run. Seen in use; the vendor's page could not
    /// be read.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// use ac_openapi_client::ResourceSpec;
    ///
    /// # let _accepted = client.stop_instances(&instance).await?;
    /// # let _ended = client.confirm_stopped(&instance).await?;
    /// let spec = ResourceSpec { cpu_number: 4, gpu_number: 1, ram_mb: 16_384 };
    /// let _accepted = client.update_resource_spec(&instance, spec).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ai/openapi/v2/instance-service/resource-spec/actions/update")]
    pub fn update_resource_spec(
        &self,
        id: impl Into<InstanceId>,
        spec: ResourceSpec,
    ) -> Request<Accepted> {
        #[derive(Serialize)]
        struct Body<'a> {
            id: &'a InstanceId,
            #[serde(flatten)]
            spec: ResourceSpec,
        }
        let id = id.into();
        let path = "/ai/openapi/v2/instance-service/resource-spec/actions/update";
        let call = Call::post("update resource spec", path).json(&Body { id: &id, spec });
        let sizes = [("cpuNumber", spec.cpu_number.into()), ("ramSize", spec.ram_mb)];
        let call = not_zero(&sizes).and(call);
        self.change(id, call)
    }

    /// A change of instances that stand in the query.
    fn change_all(&self, ids: impl Into<InstanceIds>, call: Call) -> Request<Accepted> {
        let ids = ids.into();
        let call = ids.iter().fold(call, |call, id| call.query("ids", id.as_str()));
        self.change(ids, Ok(call))
    }

    /// A request that is answered with an acceptance.
    fn change(&self, ids: impl Into<InstanceIds>, call: Result<Call>) -> Request<Accepted> {
        let ids = ids.into();
        let about = ids.to_string();
        let call = call.map(|call| call.about_id(&about)).map_err(|error| error.with_id(&about));
        Request::new(&self.http, call, move |answer| {
            let data = envelope::open(answer)?.json();
            Ok(Accepted { ids: ids.clone(), data })
        })
    }
}

/// The path of a call about one instance.
fn path_of(id: &InstanceId, what: &str) -> String {
    let segment = Call::encode_segment(id.as_str());
    format!("/ai/openapi/v2/instance-service/{segment}/{what}")
}

/// Refuses numbers that cannot be zero, by their names.
pub(super) fn not_zero(numbers: &[(&str, u64)]) -> Result<()> {
    match numbers.iter().find(|(_, number)| *number == 0) {
        Some((field, _)) => Err(Error::invalid(*field, "is zero")),
        None => Ok(()),
    }
}

//! The calls about instances that have no options of their own.

use std::fmt;

use gpu_http::{Call, Http, Json, Request};
use gpu_json::Field;

use super::{AccessUrl, Instance, InstanceId, InstanceIds};
use crate::Result;
use crate::envelope::{self, Payload};

/// The service has accepted a change. That says nothing about when, or whether, it is done.
///
/// A restart was seen to leave its instance waiting for minutes, and nothing comes back per id: look
/// with [`wait_until`](crate::Client::wait_until),
/// [`confirm_stopped`](crate::Client::confirm_stopped) or
/// [`confirm_deleted`](crate::Client::confirm_deleted).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "accepted is not done"]
pub struct Accepted {
    /// The instances the change was for.
    pub ids: InstanceIds,
    /// What came with the acceptance: `null` or an id in the samples, unknown for stop and update.
    pub data: Json,
}

impl Accepted {
    /// A request that is answered with an acceptance.
    pub(super) fn request(http: &Http, call: Result<Call>, ids: InstanceIds) -> Request<Self> {
        Request::new(http, call, move |answer| {
            let data = envelope::open(answer)?.json();
            let ids = ids.clone();
            Ok(Self { ids, data })
        })
    }
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nobody knows what `data` may hold.
        f.debug_struct("Accepted").field("ids", &self.ids).finish_non_exhaustive()
    }
}

pub(crate) fn get_instance(http: &Http, id: &InstanceId) -> Request<Instance> {
    let segment = Call::encode_segment(id.as_str());
    let path = format!("/ai/openapi/v2/instance-service/{segment}/detail");
    let call = Call::get("get instance", path).about_id(id.as_str());
    let id = id.clone();
    Request::new(http, Ok(call), move |answer| {
        let payload = envelope::open(answer)?;
        let instance: Instance = payload.read()?;
        if instance.id != id {
            let answer = payload.into_answer();
            return Err(answer.unreadable(None, "an answer about another instance"));
        }
        Ok(instance)
    })
}

pub(crate) fn get_access_url(http: &Http, id: &InstanceId) -> Request<Option<AccessUrl>> {
    let segment = Call::encode_segment(id.as_str());
    let path = format!("/ai/openapi/v2/instance-service/{segment}/url");
    let call = Call::get("get access url", path).about_id(id.as_str());
    Request::new(http, Ok(call), |answer| read(&envelope::open(answer)?))
}

fn read(payload: &Payload) -> Result<Option<AccessUrl>> {
    let field: Field<AccessUrl> = payload.read_or_none()?.unwrap_or_default();
    if field.unreadable().is_some() {
        return Err(payload.unreadable("not a text"));
    }
    Ok(field.into_option())
}

pub(crate) fn restart_instance(http: &Http, id: InstanceId) -> Request<Accepted> {
    let path = "/ai/openapi/v2/instance-service/task/actions/restart";
    let call = Call::post("restart instance", path)
        .query("instanceServiceId", id.as_str())
        .about_id(id.as_str());
    Accepted::request(http, Ok(call), id.into())
}

/// `POST …/instance-service/task/actions/stop`.
pub(crate) fn stop_instances(http: &Http, ids: InstanceIds) -> Request<Accepted> {
    let path = "/ai/openapi/v2/instance-service/task/actions/stop";
    let call = with_ids(Call::post("stop instances", path), &ids);
    Accepted::request(http, Ok(call), ids)
}

/// `DELETE …/instance-service/task`.
pub(crate) fn delete_instances(http: &Http, ids: InstanceIds) -> Request<Accepted> {
    let path = "/ai/openapi/v2/instance-service/task";
    let call = with_ids(Call::delete("delete instances", path), &ids);
    Accepted::request(http, Ok(call), ids)
}

fn with_ids(call: Call, ids: &InstanceIds) -> Call {
    let call = call.about_id(&ids.to_string());
    ids.iter().fold(call, |call, id| call.query("ids", id.as_str()))
}

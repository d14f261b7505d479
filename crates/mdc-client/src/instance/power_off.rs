//! `POST /clusters/{cluster}/instances/{name}/power_off`.

use std::time::Duration;

use gpu_http::{Call, Request, RequestOptions, request_methods};
use serde::Serialize;

use crate::cluster::{Cluster, instance_path};
use crate::{Accepted, Error, InstanceName, Result};

/// Powers an instance off. Made by [`Cluster::power_off`](crate::Cluster::power_off).
///
/// Nothing set, nothing is sent: the body is then `{}`, all of its fields being optional
/// (documented).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct PowerOff {
    cluster: Cluster,
    name: InstanceName,
    grace_period: Option<Duration>,
    snapshot: Option<Snapshot>,
    request: RequestOptions,
}

#[derive(Clone, Debug)]
struct Snapshot {
    image_name: String,
    tag: String,
}

/// The page's table calls the first two strings; its sample sends a number and a boolean.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    grace_period_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    need_snapshot: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<&'a str>,
}

impl PowerOff {
    pub(crate) fn new(cluster: Cluster, name: InstanceName) -> Self {
        Self {
            cluster,
            name,
            grace_period: None,
            snapshot: None,
            request: RequestOptions::default(),
        }
    }

    /// How long the processes inside may take to end before they are killed, in whole seconds.
    /// The vendor's default is 10 s (documented).
    pub fn grace_period(mut self, time: Duration) -> Self {
        self.grace_period = Some(time);
        self
    }

    /// Saves the running container as an image of this name and version while stopping
    /// (documented). By the vendor's guide (2024-09) this keeps the system disk, not the data
    /// disks, and saved images beyond 30 Gi are charged by the day.
    pub fn snapshot(mut self, image_name: impl Into<String>, tag: impl Into<String>) -> Self {
        self.snapshot = Some(Snapshot { image_name: image_name.into(), tag: tag.into() });
        self
    }

    fn request(&self) -> Request<Accepted> {
        let name = self.name.clone();
        let read = move |answer| Accepted::check(&answer, &name);
        Request::new(&self.cluster.http, self.call(), read).with_options(self.request.clone())
    }

    fn call(&self) -> Result<Call> {
        let path = format!("{}/power_off", instance_path(self.cluster.name(), &self.name));
        let call = Call::post("power off", path).about_id(self.name.as_str());
        match self.body() {
            Ok(body) => call.json(&body),
            Err(error) => Err(call.with_context(error)),
        }
    }

    fn body(&self) -> Result<Body<'_>> {
        if self.grace_period.is_some_and(|time| time.subsec_nanos() != 0) {
            return Err(Error::invalid("gracePeriodSeconds", "not in whole seconds"));
        }
        let snapshot = self.snapshot.as_ref();
        for (field, text) in snapshot
            .iter()
            .flat_map(|snapshot| [("imageName", &snapshot.image_name), ("tag", &snapshot.tag)])
        {
            let is_blank = text.is_empty() || text.chars().any(char::is_whitespace);
            if is_blank || text.chars().any(char::is_control) {
                return Err(Error::invalid(field, "is empty or has white space in it"));
            }
        }
        Ok(Body {
            grace_period_seconds: self.grace_period.map(|time| time.as_secs()),
            need_snapshot: snapshot.map(|_| true),
            image_name: snapshot.map(|snapshot| snapshot.image_name.as_str()),
            tag: snapshot.map(|snapshot| snapshot.tag.as_str()),
        })
    }
}

request_methods!(PowerOff => Accepted);

//! Powering an instance off and on, and what `"ok"` means: the order was taken, nothing more.

use std::time::Duration;

use gpu_http::{Answer, Call, Request, RequestOptions, request_methods};
use serde::Serialize;

use crate::{Cluster, Error, InstanceName, Result};

/// The vendor answered `"ok"` to a power call or a delete: it has taken the order, nothing more.
/// Documented for power off and delete, inferred for power on.
///
/// It does not say that the instance is off, on or gone, nor that it has stopped billing. Ask
/// [`confirm_powered_off`](crate::Cluster::confirm_powered_off) or
/// [`confirm_deleted`](crate::Cluster::confirm_deleted), or wait for
/// [`Until::running`](crate::Until::running).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "accepted is not done: confirm it, the instance may still bill"]
pub struct Accepted {
    /// The instance that the order was for.
    pub name: InstanceName,
}

impl Accepted {
    /// Checks an answer with a success status: the JSON string `"ok"` (documented for power off
    /// and delete) or a bare `ok`. Anything else, a web page above all, is not an acceptance.
    pub(crate) fn check(answer: &Answer, name: &InstanceName) -> Result<Self> {
        let text = answer.text();
        match text.trim() {
            "\"ok\"" | "ok" => Ok(Self { name: name.clone() }),
            _ => {
                let reason = "the answer is not \"ok\": whether the order was taken is unknown";
                Err(answer.unreadable(None, reason))
            }
        }
    }
}

impl Cluster {
    /// Orders an instance to be powered off. (Documented.) Confirm it with
    /// [`confirm_powered_off`](Self::confirm_powered_off).
    ///
    /// By the vendor's guide (2024-09-18) this ends the charge for compute; **storage beyond the
    /// free part goes on being charged**, the GPU may be taken by others meanwhile, and after 15
    /// days off the data is wiped.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// use std::time::Duration;
    ///
    /// let grace = Duration::from_secs(30);
    /// let _accepted = cluster.power_off(&instance).grace_period(grace).snapshot("mine", "v1").await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias("stop", "停止实例", "POST /clusters/{clusterName}/instances/{name}/power_off"))]
    pub fn power_off(&self, name: impl Into<InstanceName>) -> PowerOff {
        PowerOff {
            cluster: self.clone(),
            name: name.into(),
            grace_period: None,
            snapshot: None,
            request: RequestOptions::default(),
        }
    }

    /// Orders an instance to be powered on. (Documented, by a contradictory section.) Wait for
    /// [`Until::running`](crate::Until::running) then.
    ///
    /// The page's request line says `power_off` where its sample calls `power_on`. The sample is taken,
    /// because the other would stop the machine (inferred). No answer is documented: `"ok"`, as the
    /// other calls have it, is taken for an acceptance (inferred), anything else is an error of kind
    /// `Unreadable`. What happens when no GPU is free is unknown.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// # let _accepted = cluster.power_off(&instance).await?;
    /// # let _off = cluster.confirm_powered_off(&instance).await?;
    /// let _accepted = cluster.power_on(&instance).await?; // accepted is not on
    /// cluster.wait_until(&instance, mdc_client::Until::running()).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias("start", "启动实例", "POST /clusters/{clusterName}/instances/{name}/power_on"))]
    pub fn power_on(&self, name: impl Into<InstanceName>) -> Request<Accepted> {
        let name = name.into();
        let path = format!("{}/power_on", self.instance_path(&name));
        let call = Call::post("power on", path).about_id(name.as_str());
        Request::new(self.http(), Ok(call), move |answer| Accepted::check(&answer, &name))
    }
}

/// Powers an instance off. Made by [`Cluster::power_off`](crate::Cluster::power_off). What is not set is not
/// sent: all fields of the body are optional (documented).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct PowerOff {
    cluster: Cluster,
    name: InstanceName,
    grace_period: Option<Duration>,
    /// An image's name and tag.
    snapshot: Option<(String, String)>,
    request: RequestOptions,
}

request_methods!(PowerOff => Accepted);

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
    /// How long the processes inside may take to end before they are killed, in whole seconds.
    /// The vendor's default is 10 s (documented).
    pub fn grace_period(mut self, time: Duration) -> Self {
        self.grace_period = Some(time);
        self
    }

    /// Saves the running container as an image of this name and version (documented). By the vendor's guide
    /// (2024-09) this keeps the system disk, not the data disks, and saved images beyond 30 Gi are charged by
    /// the day.
    pub fn snapshot(mut self, image_name: impl Into<String>, tag: impl Into<String>) -> Self {
        self.snapshot = Some((image_name.into(), tag.into()));
        self
    }

    fn request(&self) -> Request<Accepted> {
        let name = self.name.clone();
        let path = format!("{}/power_off", self.cluster.instance_path(&name));
        let call = Call::post("power off", path).about_id(name.as_str()).try_json(self.body());
        Request::new(self.cluster.http(), call, move |answer| Accepted::check(&answer, &name))
            .with_options(self.request.clone())
    }

    fn body(&self) -> Result<Body<'_>> {
        if self.grace_period.is_some_and(|time| time.subsec_nanos() != 0) {
            return Err(Error::invalid("gracePeriodSeconds", "not in whole seconds"));
        }
        let (image_name, tag) = self.snapshot.as_ref().map(|(name, tag)| (&**name, &**tag)).unzip();
        for (field, text) in [("imageName", image_name), ("tag", tag)] {
            let is_odd = |text: &str| {
                text.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control())
            };
            if text.is_some_and(is_odd) {
                return Err(Error::invalid(field, "is empty or has white space in it"));
            }
        }
        let grace_period_seconds = self.grace_period.map(|time| time.as_secs());
        Ok(Body { grace_period_seconds, need_snapshot: tag.map(|_| true), image_name, tag })
    }
}

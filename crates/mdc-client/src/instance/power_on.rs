//! `POST /clusters/{cluster}/instances/{name}/power_on`.

use gpu_http::{Call, Extras, Http, request_builder};

use crate::cluster::instance_path;
use crate::{Accepted, ClusterName, Error, InstanceName, Result};

/// Powers an instance on. Made by [`Cluster::power_on`](crate::Cluster::power_on).
///
/// The page's request line says `power_off` where its sample calls `power_on`; the sample is taken,
/// because the other would stop the machine (inferred). No answer is documented: `"ok"`, as the
/// other calls have it, is taken for an acceptance (inferred), anything else is an error of kind
/// `Unreadable`. [`send_raw`](Self::send_raw) has whatever came.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct PowerOn {
    http: Http,
    cluster: ClusterName,
    name: InstanceName,
    extras: Extras,
}

impl PowerOn {
    pub(crate) fn new(http: Http, cluster: ClusterName, name: InstanceName) -> Self {
        Self {
            http,
            cluster,
            name,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        let path = format!("{}/power_on", instance_path(&self.cluster, &self.name));
        Call::post("power on", path)
            .about_id(self.name.as_str())
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Accepted> {
        let call = self.call()?;
        Accepted::judge(&self.http.perform(call).await?, self.name)
    }
}

request_builder!(PowerOn => Accepted, Error);

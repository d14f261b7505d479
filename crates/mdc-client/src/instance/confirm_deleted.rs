//! Whether a deleted instance is gone, and giving one back until it is.

use std::time::Duration;

use gpu_common::Text;
use gpu_http::{
    BoxFuture, Confirmation, Confirming, GIVING_BACK, Goal, Kind, Lookup, Release, ReleaseWatch,
    Weight,
};

use super::delete_instance;
use crate::{Cluster, ClusterName, Error, Instance, InstanceName, Result};

pub(crate) fn confirm_deleted(
    cluster: &Cluster,
    instance: InstanceRef,
) -> Confirming<Confirmation> {
    probing(cluster, instance, false)
}

pub(crate) fn give_back(cluster: &Cluster, instance: InstanceRef) -> Confirming<Confirmation> {
    probing(cluster, instance, true).limit(GIVING_BACK)
}

fn probing(cluster: &Cluster, instance: InstanceRef, gives_back: bool) -> Confirming<Confirmation> {
    let (clock, name) = (cluster.http.clock(), instance.name.clone());
    let watch = ReleaseWatch::new(clock, name.as_str(), Goal::Gone);
    let (asked, noted) = (cluster.clone(), watch.clone());
    let probe = move |ends| -> BoxFuture<'static, Result<()>> {
        let (cluster, instance, watch) = (asked.clone(), instance.clone(), noted.clone());
        Box::pin(async move {
            if gives_back {
                watch.order(delete_instance(&cluster.until(ends), instance.name.clone())).await?;
            }
            let (found, weight) = probe(&cluster.until(ends), &instance).await?;
            watch.note(found, weight);
            Ok(())
        })
    };
    Confirming::of_one(clock, watch, probe, move |error| error.with_id(name.as_str()))
}

/// Reading the instance by its name must be answered with something else, and the whole list must be
/// without it. Neither says anything of an instance that is in another cluster.
///
/// # Errors
///
/// What kept the probe from being answered: credentials, connection, gateway, rate limit.
async fn probe(
    cluster: &Cluster,
    instance: &InstanceRef,
) -> Result<(Lookup<Confirmation>, Weight)> {
    let (ends, name) = (cluster.http.ends(), &instance.name);
    let answered = match cluster.get_instance(name).await {
        Ok(instance) => {
            let found = Lookup::Found(there(&instance, "its own record"));
            return Ok((found, Weight::Full));
        }
        Err(error) if is_answer(&error) => error,
        Err(error) => return Err(error),
    };
    let weight = if says_something(&answered) { Weight::Full } else { Weight::Weak };
    let answered = in_words(&answered);
    let found = find_by_name(cluster, name, ends).await?;
    let found = found.map(|instance| there(&instance, "the list of instances"));
    let found = match (found, instance.elsewhere(cluster.name())) {
        (Lookup::Absent(_), Some(other)) => Lookup::Unknown(format!(
            "the instance says that it is in {other}, and cluster {} was asked",
            cluster.name()
        )),
        (Lookup::Absent(evidence), None) => Lookup::Absent(format!(
            "{evidence}, in cluster {}, and reading it was answered with {answered} (inferred: no \
             answer for a missing instance is documented)",
            cluster.name()
        )),
        (found, _) => found,
    };
    Ok((found, weight))
}

/// Only "not found" speaks of the instance. A fault inside the service, a web page, another refusal and an
/// answer that is not the instance's do not.
fn says_something(answered: &Error) -> bool {
    matches!(answered.status(), Some(404 | 410)) && !answered.says_nothing()
}

async fn find_by_name(
    cluster: &Cluster,
    name: &InstanceName,
    ends: Duration,
) -> Result<Lookup<Instance>> {
    let list = cluster.list_instances().reader(ends);
    let wanted = |one: &Instance| Some(one.name == *name);
    let search = list.search(wanted, |_| true).await?;
    Ok(search.into_lookup(name.as_str()).map(|mut found| found.swap_remove(0)))
}

/// Whether the vendor itself answered, with something other than the instance. Credentials, rate
/// limits and gateways say nothing about it.
fn is_answer(error: &Error) -> bool {
    match error.kind() {
        Kind::Unreadable => true,
        Kind::Status => !matches!(error.status(), Some(401 | 403 | 408 | 429 | 502..=504)),
        _ => false,
    }
}

fn in_words(error: &Error) -> String {
    match (error.kind(), error.status()) {
        (Kind::Status, Some(status)) => format!("HTTP {status}"),
        _ => "something that is not the instance".to_owned(),
    }
}

fn there(instance: &Instance, evidence: &str) -> Confirmation {
    let release = Release::StillThere(instance.status_text().to_owned());
    Confirmation::of_record(release, format!("{evidence} (documented)"))
}

/// Which instance [`Cluster::confirm_deleted`](crate::Cluster::confirm_deleted) is asked about.
/// Made from an [`Instance`], whose cluster is then compared, or from a name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceRef {
    pub(super) name: InstanceName,
    region: Option<Text>,
}

impl InstanceRef {
    /// The cluster that the instance says it is in, if it is not this one.
    pub(super) fn elsewhere(&self, cluster: &ClusterName) -> Option<Text> {
        let region = self.region.clone();
        region.filter(|region| region.as_str() != cluster.as_str())
    }
}

impl From<&Instance> for InstanceRef {
    fn from(instance: &Instance) -> Self {
        Self { name: instance.name.clone(), region: instance.region.cloned() }
    }
}

impl From<InstanceName> for InstanceRef {
    fn from(name: InstanceName) -> Self {
        Self { name, region: None }
    }
}

impl From<&InstanceName> for InstanceRef {
    fn from(name: &InstanceName) -> Self {
        name.clone().into()
    }
}

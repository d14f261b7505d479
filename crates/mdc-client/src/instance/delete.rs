//! Deleting an instance, and whether it is really gone.

use gpu_common::Text;
use gpu_http::{
    BoxFuture, Call, Confirmation, Confirming, GIVING_BACK, Goal, Kind, Lookup, Release,
    ReleaseWatch, Request, Weight,
};

use super::{Accepted, Instance};
use crate::{Cluster, Error, InstanceName, Result};

impl Cluster {
    /// Orders an instance to be deleted. (Documented.) Confirm it with
    /// [`confirm_deleted`](Self::confirm_deleted).
    ///
    /// By the vendor's guide (2024-09) this ends the charge for compute. Data disks on shared storage
    /// **outlive the instance**; only the console's storage management deletes them. What the call does to a
    /// running instance, and whether prepaid money is paid back, is unknown.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let _accepted = cluster.delete_instance(&instance).await?; // accepted is not gone: confirm it
    /// # Ok(()) });
    /// ```
    #[doc(alias("DELETE /clusters/{clusterName}/instances", "release", "删除实例"))]
    pub fn delete_instance(&self, name: impl Into<InstanceName>) -> Request<Accepted> {
        let name = name.into();
        // The target is a query value on the *collection's* path; what the call does without a name is
        // unknown, and an `InstanceName` is never empty.
        let call = Call::delete("delete instance", self.instances_path())
            .query("name", name.as_str())
            .about_id(name.as_str());
        Request::new(self.http(), Ok(call), move |answer| Accepted::check(&answer, &name))
    }

    /// Gives an instance back and says whether it is gone: deletes it, probes, and repeats the order
    /// while the instance is seen or no order was accepted. Ends when it is gone, or after five minutes
    /// ([`limit`](Confirming::limit)) with what is known then. Safe to call again, also for an instance
    /// that is gone. What a delete leaves behind is said at [`delete_instance`](Self::delete_instance).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let confirmation = cluster.give_back(&instance).await?;
    /// if !confirmation.is_gone() {
    ///     eprintln!("{} may still bill: {confirmation:#}", instance.name);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias("release", "delete"))]
    pub fn give_back(&self, instance: impl Into<InstanceRef>) -> Confirming<Confirmation> {
        self.confirming(instance.into(), true).limit(GIVING_BACK)
    }

    /// Probes whether a deleted instance is gone, again and again for up to a minute, and says what
    /// that relies on.
    ///
    /// An instance is absent if the answer to reading it by its name is not the instance, and if the whole
    /// list, readable to its last entry, does not have it. The answer for an instance that does not exist is
    /// not documented; that the two together mean absence is inferred. It is
    /// `Gone` once two probes at least 2 s apart agree, if its delete was
    /// [`accepted`](Confirming::accepted), and otherwise once they agree for 30 s. `StillThere` has the
    /// status; the instance may bill in any status. `Unknown` says why the probes decided nothing.
    ///
    /// **Ask the cluster that has the instance**: one that lives in another cluster looks gone here.
    /// Given an [`Instance`] that says that it is in another, the answer is `Unknown` instead; a
    /// name alone does not tell. A mistyped name looks like an instance that is gone; so does every
    /// instance, if the vendor answers another user's id with an empty list, which is unknown.
    ///
    /// Its error says why no probe was answered, such as rejected credentials: the instance may bill.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |cluster, instance| {
    /// let _accepted = cluster.delete_instance(&instance).await?;
    /// let confirmation = cluster.confirm_deleted(&instance).accepted().await?;
    /// println!("{confirmation}"); // gone, still there or unknown, and why
    /// # Ok(()) });
    /// ```
    #[doc(alias = "confirm_released")]
    pub fn confirm_deleted(&self, instance: impl Into<InstanceRef>) -> Confirming<Confirmation> {
        self.confirming(instance.into(), false)
    }

    fn confirming(&self, instance: InstanceRef, gives_back: bool) -> Confirming<Confirmation> {
        let (cluster, clock, name) = (self.clone(), self.http().clock(), instance.name.clone());
        let watch = ReleaseWatch::new(clock, name.as_str(), Goal::Gone);
        let noted = watch.clone();
        let probe = move |ends| -> BoxFuture<'static, Result<()>> {
            let (cluster, instance, watch) = (cluster.clone(), instance.clone(), noted.clone());
            Box::pin(async move {
                if gives_back {
                    watch.order(cluster.until(ends).delete_instance(&instance.name)).await?;
                }
                let (found, weight) = cluster.until(ends).probe(&instance).await?;
                watch.note(found, weight);
                Ok(())
            })
        };
        Confirming::of_one(clock, watch, probe, move |error| error.with_id(name.as_str()))
    }

    /// For an absence, reading the instance by its name must be answered with something else, and the whole
    /// list must be without it. The error is what kept the probe from being answered: credentials,
    /// connection, gateway, rate limit.
    async fn probe(&self, instance: &InstanceRef) -> Result<(Lookup<Confirmation>, Weight)> {
        let (ends, name) = (self.http().ends(), &instance.name);
        let answered = match self.get_instance(name).await {
            Ok(instance) => {
                let found = Lookup::Found(there(&instance, "its own record"));
                return Ok((found, Weight::Full));
            }
            Err(error) if is_answer(&error) => error,
            Err(error) => return Err(error),
        };
        let list = self.list_instances().reader(ends);
        let search = list.search(|one| Some(one.name == *name), |_| true).await?;
        let found = match search.into_lookup(name.as_str()) {
            Lookup::Absent(evidence) => self.absent(instance, &answered, &evidence),
            found => found.map_first(|one| there(one, "the list of instances")),
        };
        // Only "not found" speaks of the instance. A fault inside the service, a web page, another refusal
        // and an answer that is not the instance's do not.
        let is_told = matches!(answered.status(), Some(404 | 410)) && !answered.says_nothing();
        Ok((found, if is_told { Weight::Full } else { Weight::Weak }))
    }

    /// What it means that the list lacks an instance and the query for it was answered like this.
    fn absent(
        &self,
        instance: &InstanceRef,
        answered: &Error,
        evidence: &str,
    ) -> Lookup<Confirmation> {
        let asked = self.name();
        if let Some(other) = instance.cluster.as_ref().filter(|other| *other != asked.as_str()) {
            let elsewhere = format!("the instance says that it is in {other}");
            return Lookup::Unknown(format!("{elsewhere}, and cluster {asked} was asked"));
        }
        let answered = match (answered.kind(), answered.status()) {
            (Kind::Status, Some(status)) => format!("HTTP {status}"),
            _ => "something that is not the instance".to_owned(),
        };
        Lookup::Absent(format!(
            "{evidence}, in cluster {asked}, and reading it was answered with {answered} (inferred: no \
             answer for a missing instance is documented)"
        ))
    }
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

fn there(instance: &Instance, evidence: &str) -> Confirmation {
    let release = Release::StillThere(instance.status_text().to_owned());
    Confirmation::of_record(release, format!("{evidence} (documented)"))
}

/// Which instance [`Cluster::confirm_deleted`](crate::Cluster::confirm_deleted) is asked about.
/// Made from an [`Instance`], whose cluster is then compared, or from a name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceRef {
    name: InstanceName,
    /// The cluster that the instance says it is in.
    cluster: Option<Text>,
}

impl From<&Instance> for InstanceRef {
    fn from(instance: &Instance) -> Self {
        Self { name: instance.name.clone(), cluster: instance.region.cloned() }
    }
}

impl From<InstanceName> for InstanceRef {
    fn from(name: InstanceName) -> Self {
        Self { name, cluster: None }
    }
}

impl From<&InstanceName> for InstanceRef {
    fn from(name: &InstanceName) -> Self {
        name.clone().into()
    }
}

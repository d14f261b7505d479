//! What became of instances that were stopped or deleted, probed one by one: the service answers a
//! batch without a word about each id.

use std::fmt;
use std::time::Duration;

use gpu_http::{
    BoxFuture, Confirmation, Confirming, GIVING_BACK, Goal, Kind, Lookup, Release, ReleaseWatch,
    Search, Weight,
};

use super::{Instance, InstanceId, InstanceIds, Phase, Status};
use crate::{Client, Error, ErrorCode, Result};

/// What became of each instance of a batch, and what that relies on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an instance that is not gone may cost"]
pub struct Confirmations(Vec<(InstanceId, Confirmation)>);

impl Confirmations {
    /// Whether every instance is known to be gone. One that was only stopped is not: it has to be
    /// deleted.
    pub fn all_gone(&self) -> bool {
        self.0.iter().all(|(_, confirmation)| confirmation.is_gone())
    }

    /// Whether every instance is known to have ended, be it gone or still there.
    pub fn all_ended(&self) -> bool {
        self.0.iter().all(|(_, confirmation)| confirmation.is_ended())
    }

    /// What became of one; `None` if it was not asked about.
    pub fn get(&self, id: &InstanceId) -> Option<&Confirmation> {
        self.iter().find_map(|(asked, confirmation)| (asked == id).then_some(confirmation))
    }

    /// Each id and what became of it, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&InstanceId, &Confirmation)> {
        self.0.iter().map(|(id, confirmation)| (id, confirmation))
    }
}

/// One line: each id and what became of it; with `{:#}` the evidence, too.
impl fmt::Display for Confirmations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (id, confirmation)) in self.iter().enumerate() {
            let lead = if index == 0 { "" } else { "; " };
            write!(f, "{lead}{id} ")?;
            confirmation.fmt(f)?;
        }
        Ok(())
    }
}

impl Client {
    /// Gives instances back and says for each whether it is gone: stops it, deletes it once it has ended
    /// (or if it cannot be stopped), and repeats that while it is seen or no delete was accepted. Ends
    /// when all are gone, or after five minutes ([`limit`](Confirming::limit)) with what is known then.
    /// Safe to call again, also for instances that are gone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let confirmations = client.give_back(&instance).await?;
    /// if !confirmations.all_gone() {
    ///     eprintln!("may still bill: {confirmations:#}");
    /// }
    /// println!("{:?} of {}", confirmations.get(&instance.id), confirmations.iter().count());
    /// # Ok(()) });
    /// ```
    #[doc(alias = "release")]
    pub fn give_back(&self, ids: impl Into<InstanceIds>) -> Confirming<Confirmations> {
        self.confirm(ids.into(), Goal::Gone, true).limit(GIVING_BACK)
    }

    /// Probes until instances that were stopped have ended, for a minute by default, and says for each
    /// what was found and what that relies on. Which states mean "ended" is inferred from the console.
    ///
    /// An instance that has ended is there until it is deleted: ask
    /// [`all_ended`](Confirmations::all_ended). One that detail and list lack for 30 s is gone, and counts
    /// as ended. A large batch needs a longer [`limit`](Confirming::limit): each instance that has not
    /// ended costs a call per probe.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let _accepted = client.stop_instances(&instance).await?;
    /// let confirmations = client.confirm_stopped(&instance).await?;
    /// println!("ended: {}; {confirmations}", confirmations.all_ended());
    /// # Ok(()) });
    /// ```
    pub fn confirm_stopped(&self, ids: impl Into<InstanceIds>) -> Confirming<Confirmations> {
        self.confirm(ids.into(), Goal::Ended, false)
    }

    /// Probes until instances that were deleted are gone, for a minute by default, and says for each what
    /// was found and what that relies on. No code for an instance that does not exist is documented, so
    /// "gone" is inferred from detail and list together. A large batch needs a longer limit, as above.
    ///
    /// Gone takes two probes at least 2 s apart that agree, if the delete was
    /// [`accepted`](Confirming::accepted), and otherwise 30 s of probes that agree. It means: not in this
    /// client's region. An id that never existed, and one of another region, are *gone* too.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// # let _accepted = client.stop_instances(&instance).await?;
    /// # let _ended = client.confirm_stopped(&instance).await?;
    /// let _accepted = client.delete_instances(&instance).await?;
    /// let confirmations = client.confirm_deleted(&instance).accepted().await?;
    /// println!("gone: {}; {confirmations}", confirmations.all_gone());
    /// # Ok(()) });
    /// ```
    pub fn confirm_deleted(&self, ids: impl Into<InstanceIds>) -> Confirming<Confirmations> {
        self.confirm(ids.into(), Goal::Gone, false)
    }

    /// Stops an instance; not if the service plainly refuses that: then it can only be deleted.
    pub(crate) async fn stops(&self, id: &InstanceId) -> Result<bool> {
        match self.stop_instances(id).await {
            Err(error)
                if error.kind() == Kind::Vendor && !error.is_transient() && !error.is_auth() =>
            {
                Ok(false)
            }
            stopped => stopped.map(|_| true),
        }
    }

    /// Probes, and orders what is due before each probe if they are to be given back.
    fn confirm(&self, ids: InstanceIds, goal: Goal, gives_back: bool) -> Confirming<Confirmations> {
        let (client, clock) = (self.clone(), self.http.clock());
        let watch = |id: &InstanceId| ReleaseWatch::new(clock, id.as_str(), goal);
        let watches: Vec<_> = ids.iter().map(watch).collect();
        let noted = watches.clone();
        let probe = move |ends| -> BoxFuture<'static, Result<()>> {
            let looks = Looks { client: client.clone(), ends, watches: noted.clone() };
            Box::pin(async move {
                for watch in looks.watches.iter().filter(|watch| gives_back && watch.is_due()) {
                    looks.order(watch).await?;
                }
                looks.probe().await
            })
        };
        let gather = |watches: &[ReleaseWatch], found: Vec<Confirmation>| {
            let ids = watches.iter().map(|watch| InstanceId::from_known(watch.name()));
            Confirmations(ids.zip(found).collect())
        };
        let with_ids = move |error: Error| error.with_id(&ids.to_string());
        Confirming::of_release(clock, watches, probe, gather, with_ids)
    }
}

/// One look at each instance of a batch that is not settled.
struct Looks {
    client: Client,
    /// When all of it is over; each call has its own limit besides.
    ends: Duration,
    watches: Vec<ReleaseWatch>,
}

impl Looks {
    /// The client with the time that is left.
    fn client(&self) -> Client {
        self.client.until(self.ends)
    }

    /// Looks at each; those whose detail is refused share one reading of the list.
    ///
    /// No code for "no such instance" is documented, so a refused detail proves nothing by itself: only
    /// together with a list that was read whole and does not have the id.
    async fn probe(self) -> Result<()> {
        let mut listing = None;
        for watch in self.watches.iter().filter(|watch| !watch.is_settled()) {
            let detail = self.client().get_instance(InstanceId::from_known(watch.name())).await;
            let (found, weight) = match detail {
                Ok(instance) => {
                    let found = state(&instance, "its detail (documented)");
                    (Lookup::Found(found), Weight::Full)
                }
                Err(error) if error.is_auth() => return Err(error),
                Err(refusal) if may_mean_absent(&refusal) => {
                    let listing = match &listing {
                        Some(listing) => listing,
                        None => listing.insert(self.list().await?),
                    };
                    let weight = if speaks_of_it(&refusal) { Weight::Full } else { Weight::Weak };
                    (by_list(watch.name(), &refusal, listing), weight)
                }
                // It may be better next time.
                Err(error) => (Lookup::Unknown(error.to_string()), Weight::Full),
            };
            watch.note(found, weight);
        }
        Ok(())
    }

    /// Stops an instance that has not been seen to have ended, and deletes any other, one that cannot be
    /// stopped, and one that stays in a state nobody knows although its stop was accepted: what a delete
    /// does to one that runs is not documented.
    async fn order(&self, watch: &ReleaseWatch) -> Result<()> {
        let (client, instance) = (self.client(), InstanceId::from_known(watch.name()));
        let is_to_be_deleted = match watch.last() {
            Some(Release::Ended(_)) => true,
            Some(Release::StillThere(status)) => {
                let is_unknown = Status::from(status.as_str()).phase() == Phase::Unknown;
                is_unknown && watch.is_prepared()
            }
            _ => false,
        };
        if !is_to_be_deleted {
            match client.stops(&instance).await {
                Ok(false) => {}
                Err(error) if error.is_auth() => return Err(error),
                stopped => {
                    watch.prepared(stopped.as_ref().err());
                    return Ok(());
                }
            }
        }
        watch.order(client.delete_instances(&instance)).await
    }

    /// The list. One that cannot be read is as good as none.
    async fn list(&self) -> Result<Search<Instance>> {
        match self.client().search(|_| Some(true)).await {
            Err(error) if !error.is_auth() => {
                Ok(Search::default().incomplete_because(error.to_string()))
            }
            searched => searched,
        }
    }
}

/// Whether a refused detail can mean that the instance is gone: the service itself refused, and
/// not for a reason that has nothing to do with the instance.
fn may_mean_absent(error: &Error) -> bool {
    let unrelated =
        [ErrorCode::USER_FROZEN, ErrorCode::CONNECTION_INTERRUPTED, ErrorCode::DATABASE_ERROR];
    let unrelated = ErrorCode::of(error).is_some_and(|code| unrelated.contains(&code));
    (error.kind() == Kind::Vendor || error.is_not_found()) && !unrelated
}

/// Whether a refusal speaks of the instance: it is not there (seen in use), or its id is no valid
/// parameter. An internal fault does not, nor does a code that nobody has described: with it the list has
/// to agree for longer.
fn speaks_of_it(refusal: &Error) -> bool {
    refusal.is_not_found() || ErrorCode::of(refusal) == Some(ErrorCode::PARAMETER_INVALID)
}

/// What the list adds to a refused detail.
fn by_list(id: &str, refusal: &Error, listing: &Search<Instance>) -> Lookup<Confirmation> {
    match listing.lookup(id) {
        Lookup::Absent(evidence) => Lookup::Absent(format!(
            "its detail was refused (code {}) and {evidence} (inferred: no code for a missing \
             instance is documented), so it is not in this client's region; an id that never existed \
             is answered alike",
            refusal.code().unwrap_or("none"),
        )),
        seen => seen.map(|one| state(one, "the list, although its detail is refused")),
    }
}

fn state(instance: &Instance, evidence: &str) -> Confirmation {
    let status = instance.status_text().to_owned();
    if instance.phase() == Phase::Ended {
        let evidence =
            format!("{evidence}; that its status means ended is inferred from the console");
        return Confirmation::of_record(Release::Ended(status), evidence);
    }
    Confirmation::of_record(Release::StillThere(status), evidence)
}

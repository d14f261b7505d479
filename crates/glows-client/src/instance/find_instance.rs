//! A probe for an instance: the query first, then the whole list.

use std::time::Duration;

use gpu_http::{Candidate, Delivery, Kind, Listed, Lookup, Machine, Weight};

use super::{Instance, ListInstances};
use crate::{Address, Client, Error, Result};

/// How many instances a probe asks for at once. The largest page is not published.
const PER_PAGE: u32 = 100;

impl Listed for Instance {
    fn id(&self) -> &str {
        self.id.bare()
    }
}

impl Machine for Instance {
    fn status(&self) -> &str {
        self.status_text()
    }

    fn is_over(&self) -> bool {
        self.is_beyond_use()
    }

    fn candidate(&self) -> Candidate {
        let mut candidate = Candidate::new(self.id.as_str());
        candidate.name = self.meta_key.as_str().map(str::to_owned);
        candidate.status = Some(self.status_text().to_owned());
        candidate.created = self.created_at().map(|time| time.to_string());
        candidate
    }
}

impl Client {
    /// Looks once for the instances of a key (or an id), as a create does whose answer was lost. Instances
    /// that live come first. [`Lookup::Absent`] means that the query was refused and a whole list has none. A
    /// create that is still under way can come up later.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// use glows_client::{Lookup, MetaKey};
    ///
    /// match client.find_instance(MetaKey::new("order.123456")?).await? {
    ///     Lookup::Found(instances) => println!("{} of this key", instances.len()),
    ///     other => println!("{other:?}"), // absent, or not known
    /// }
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// What the probe met, if that says nothing about the instance: network, token, an unreadable answer.
    #[doc(alias = "find_by_key")]
    pub async fn find_instance(
        &self,
        address: impl Into<Address>,
    ) -> Result<Lookup<Vec<Instance>>> {
        self.probe(&address.into()).await.map(|(found, _)| found)
    }

    /// The same, and what an absence is worth. What the query answers for an unknown instance is not
    /// published: a refusal proves nothing unless the list agrees, and behind a web page the list stands
    /// alone.
    pub(super) async fn probe(&self, address: &Address) -> Result<(Lookup<Vec<Instance>>, Weight)> {
        let ends = self.http.ends();
        let refusal = match self.get_instance(address).await {
            Ok(instance) => {
                return Ok((self.with_living(ends, address, instance).await?, Weight::Full));
            }
            Err(refusal) if may_mean_absent(&refusal) => refusal,
            Err(error) => return Err(error),
        };
        let weight = if refusal.says_nothing() { Weight::Weak } else { Weight::Full };
        let found = match self.search(ends, address, None).await? {
            Lookup::Absent(evidence) => {
                let code = refusal.code().unwrap_or("none");
                let refused = format!("the query for {address} was refused (code {code})");
                Lookup::Absent(format!("{refused}, and {evidence}"))
            }
            listed => listed,
        };
        Ok((found, weight))
    }

    /// The instance that a query gives, unless it has ended and another one that has its key lives.
    ///
    /// # Errors
    ///
    /// As the query; a transient one if the list does not tell.
    pub(super) async fn current(&self, address: &Address) -> Result<Instance> {
        let ends = self.http.ends();
        let instance = self.get_instance(address).await?;
        match self.with_living(ends, address, instance).await? {
            Lookup::Found(mut found) => Ok(found.swap_remove(0)),
            Lookup::Unreadable(why) | Lookup::Unknown(why) | Lookup::Absent(why) => {
                let error = Error::new(Kind::Unreadable, Delivery::Answered, why);
                Err(address.mark(error))
            }
        }
    }

    async fn with_living(
        &self,
        ends: Duration,
        address: &Address,
        instance: Instance,
    ) -> Result<Lookup<Vec<Instance>>> {
        if instance.is_beyond_use() && matches!(address, Address::Key(_)) {
            return self.search(ends, address, Some(instance)).await;
        }
        Ok(Lookup::Found(vec![instance]))
    }

    /// Goes through the list, newest first. `ended` is what the query gave.
    async fn search(
        &self,
        ends: Duration,
        address: &Address,
        ended: Option<Instance>,
    ) -> Result<Lookup<Vec<Instance>>> {
        let in_pages = |request: ListInstances| {
            let reader = request.reader(Some(ends));
            reader.search(|one| address.is_of(one), |one| !one.is_beyond_use())
        };
        let list = self.list_instances();
        let searched = match in_pages(list.clone().per_page(PER_PAGE)).await {
            Err(error) if may_mean_too_long(&error) => in_pages(list).await,
            searched => searched,
        };
        let mut search = searched.map_err(|error| address.mark(error))?;
        if let Some(ended) = ended {
            search.add(ended);
        }
        Ok(match address {
            Address::Id(id) => search.into_lookup(id.bare()),
            Address::Key(key) => search.into_lookup_by_name(key.sought()),
        })
    }
}

/// A plain refusal that is not about the caller.
fn may_mean_absent(error: &Error) -> bool {
    let refused = error.kind() == Kind::Vendor || error.status() == Some(404);
    refused && !error.is_auth()
}

/// A plain refusal of a list that may be about the length of its pages.
fn may_mean_too_long(error: &Error) -> bool {
    let answered = matches!(error.kind(), Kind::Vendor | Kind::Status);
    answered && !error.is_auth() && !error.is_transient()
}

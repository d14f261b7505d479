//! Find by meta key, create only if there is none.

use gpu_http::{Delivery, Http, Kind, Lookup};

use super::find_instance;
use crate::{Address, CreateInstance, Error, Instance, Result};

/// What [`CreateInstance::find_or_create`] did.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FoundOrCreated {
    /// An instance with the key existed. It may differ from what was asked for.
    Found(Instance),
    /// There was none; this one was created.
    Created(Instance),
}

impl FoundOrCreated {
    /// The instance, found or created.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        let (Self::Found(instance) | Self::Created(instance)) = self;
        instance
    }

    /// Whether this call has created it. Then it is what was asked for.
    #[must_use]
    pub fn was_created(&self) -> bool {
        matches!(self, Self::Created(_))
    }

    /// The instance, found or created.
    #[must_use]
    pub fn into_instance(self) -> Instance {
        let (Self::Found(instance) | Self::Created(instance)) = self;
        instance
    }
}

impl CreateInstance {
    /// Returns the instance that already has the meta key, or creates one. It is safe to run again
    /// after a crash, with the same key. If the create from before the crash is still under way, only
    /// Glows.ai can keep the two apart. Keys are globally unique (documented); that a key in use is
    /// refused is inferred.
    ///
    /// An instance that has ended or is being released is not found. Whether its key can be used
    /// again is not published: Glows.ai may refuse the create then.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |client, _| {
    /// # use glows_client::{Category, Hardware, MetaKey, Source};
    /// # let (image, gpu) = (Source::image("img-87p9kq26"), Hardware::gpu("NVIDIA GeForce RTX 4090"));
    /// let key = MetaKey::new("order.123456")?; // from your own records
    /// let order = client.create_instance(image, gpu, Category::Container, "TW-03", key);
    /// let found = order.find_or_create().await?;
    /// println!("{}: made just now: {}", found.instance().id, found.was_created());
    /// let instance = found.into_instance();
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of a plain create. If the first probe cannot say whether the instance exists, that is an
    /// error too, and nothing was created. All of it takes no longer than the limit of one call; the first
    /// probe gets a third of that.
    pub async fn find_or_create(mut self) -> Result<FoundOrCreated> {
        // First of all, so that wrong input is told before anything is sent.
        self.check()?;
        let http = self.http.clone();
        let ends = http.ends();
        let in_time = || http.until(ends);
        let address = Address::from(&self.meta_key.clone()?);
        let first = http.with_timeout(http.timeout() / 3);
        if let Some(instance) = usable(find_instance(&first, &address).await?, &address)? {
            return Ok(FoundOrCreated::Found(instance));
        }
        self.http = in_time();
        match self.await {
            Ok(instance) => Ok(FoundOrCreated::Created(instance)),
            Err(error) => taken(&in_time(), &address, error).await,
        }
    }
}

/// The instance with the key, if there is one that can still be used.
fn usable(found: Lookup<Vec<Instance>>, address: &Address) -> Result<Option<Instance>> {
    match found {
        Lookup::Found(instances) => Ok(instances.into_iter().find(|one| !one.is_beyond_use())),
        Lookup::Absent(_) => Ok(None),
        Lookup::Unreadable(why) | Lookup::Unknown(why) => {
            let what = format!("looking for the key did not tell whether it is taken: {why}");
            let error = Error::new(Kind::Unreadable, Delivery::Answered, what);
            Err(address.mark(error))
        }
    }
}

/// What a failed create amounts to: if an instance has the key all the same, somebody else was
/// faster with it, or this create was turned away after it had acted. Either is what was wanted.
async fn taken(http: &Http, address: &Address, error: Error) -> Result<FoundOrCreated> {
    if error.delivery() != Delivery::Answered || error.is_auth() || error.looked().is_some() {
        return Err(error);
    }
    let found = find_instance(http, address).await;
    match found.and_then(|found| usable(found, address)) {
        Ok(Some(instance)) => Ok(FoundOrCreated::Found(instance)),
        _ => Err(error),
    }
}

//! Find by meta key, create only if there is none.

use gpu_http::{Delivery, Kind, Lookup};

use super::{CreateInstance, Instance};
use crate::{Address, Client, Error, Result};

/// What [`CreateInstance::find_or_create`] did.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FoundOrCreated {
    /// The instance of the key. One that was found may differ from what was asked for.
    pub instance: Instance,
    /// Whether this call has created it. Then it is what was asked for.
    pub was_created: bool,
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
    /// println!("{}: made just now: {}", found.instance.id, found.was_created);
    /// # Ok(()) });
    /// ```
    ///
    /// All of it takes no longer than the limit of one call; the first probe gets a third of that.
    ///
    /// # Errors
    ///
    /// The errors of a plain create; and if the first probe cannot say whether the instance exists. Then
    /// nothing was created.
    pub async fn find_or_create(mut self) -> Result<FoundOrCreated> {
        // First of all, so that wrong input is told before anything is sent.
        self.check()?;
        let client = self.client.clone();
        let ends = client.http.ends();
        let address = Address::from(&self.meta_key.clone()?);
        let first = client.until(ends.saturating_sub(client.http.timeout() / 3 * 2));
        let found = |instance| FoundOrCreated { instance, was_created: false };
        if let Some(instance) = usable(&first, &address).await? {
            return Ok(found(instance));
        }
        self.client = client.until(ends);
        match self.await {
            Ok(instance) => Ok(FoundOrCreated { instance, was_created: true }),
            // Somebody else may have been faster with the key, or this create may have been turned away
            // after it had acted. Either is what was wanted.
            Err(error)
                if error.delivery() == Delivery::Answered
                    && !error.is_auth()
                    && error.looked().is_none() =>
            {
                let taken = usable(&client.until(ends), &address).await;
                taken.ok().flatten().map(found).ok_or(error)
            }
            Err(error) => Err(error),
        }
    }
}

/// The instance with the key, if there is one that can still be used.
async fn usable(client: &Client, address: &Address) -> Result<Option<Instance>> {
    match client.find_instance(address).await? {
        Lookup::Found(instances) => Ok(instances.into_iter().find(|one| !one.is_beyond_use())),
        Lookup::Absent(_) => Ok(None),
        Lookup::Unreadable(why) | Lookup::Unknown(why) => {
            let what = format!("looking for the key did not tell whether it is taken: {why}");
            let error = Error::new(Kind::Unreadable, Delivery::Answered, what);
            Err(address.mark(error))
        }
    }
}

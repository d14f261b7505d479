//! Find by meta key, create only if there is none.

use gpu_http::Kind;

use super::look::{self, Sighting};
use crate::{Address, CreateInstance, Delivery, Error, Instance, Result};

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
    pub fn into_instance(self) -> Instance {
        let (Self::Found(instance) | Self::Created(instance)) = self;
        instance
    }
}

impl CreateInstance {
    /// Gives back the instance that has the meta key already, or creates it: safe to run again after a
    /// crash, with the same key.
    ///
    /// An instance that has ended or is being released is not found. Whether its key can be used
    /// again is not published: Glows.ai may refuse the create then.
    ///
    /// # Errors
    ///
    /// As a plain create; and before it, if looking does not tell whether the instance exists. Then
    /// nothing was created.
    pub async fn find_or_create(self) -> Result<FoundOrCreated> {
        // First of all, so that wrong input is told before anything is sent.
        self.preview()?;
        let address = Address::from(&self.meta_key);
        let http = self.http.clone();
        match look::look(&http, &address).await? {
            Sighting::Found(instance) if !instance.is_beyond_use() => {
                return Ok(FoundOrCreated::Found(*instance));
            }
            Sighting::Found(_) | Sighting::Nowhere { .. } => {}
            Sighting::Unclear(why) => {
                let what =
                    format!("nothing was created, because looking for the key did not tell: {why}");
                let error = Error::new(Kind::Unreadable, Delivery::Answered, what);
                return Err(address.mark(error));
            }
        }
        match self.await {
            Ok(instance) => Ok(FoundOrCreated::Created(instance)),
            // Somebody else was faster with the same key.
            Err(refusal) if refusal.kind() != Kind::MaybeCreated && refusal.id().is_some() => {
                match look::look(&http, &address).await {
                    Ok(Sighting::Found(instance)) if !instance.is_beyond_use() => {
                        Ok(FoundOrCreated::Found(*instance))
                    }
                    _ => Err(refusal),
                }
            }
            Err(error) => Err(error),
        }
    }
}

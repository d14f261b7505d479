//! Giving an instance back (`DELETE /instance`), and whether it is really gone.

use gpu_http::{
    BoxFuture, Call, Confirmation, Confirming, GIVING_BACK, Goal, Lookup, Release, ReleaseWatch,
    Request,
};

use super::Instance;
use crate::{Address, Client, Result, envelope};

/// Glows.ai accepted a release. Nothing published says when the instance is gone:
/// [`Client::confirm_released`](crate::Client::confirm_released) tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "accepted is not gone: confirm the release"]
#[non_exhaustive]
pub struct ReleaseAccepted {
    /// What was released.
    pub address: Address,
}

impl Client {
    /// Orders an instance to be released, by id or by meta key (`DELETE /instance`, documented). This cannot
    /// be undone and destroys what is on the machine. Success means *accepted*, not gone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let accepted = client.release_instance(&instance).await?;
    /// println!("releasing {}", accepted.address);
    /// # Ok(()) });
    /// ```
    #[doc(alias("DELETE /instance", "cancel", "delete", "釋放執行個體"))]
    pub fn release_instance(&self, address: impl Into<Address>) -> Request<ReleaseAccepted> {
        let address = address.into();
        let call = address.add_to(Call::delete("release instance", "/instance"));
        Request::new(&self.http, Ok(call), move |answer| {
            envelope::accepted(&answer)?;
            Ok(ReleaseAccepted { address: address.clone() })
        })
    }

    /// Gives an instance back and says whether it is gone: releases it, probes, and repeats the order
    /// while the instance is seen alive or no order was accepted. Ends when it is gone, or after five
    /// minutes ([`limit`](Confirming::limit)) with what is known then. Safe to call again, also for an
    /// instance that is gone.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let confirmation = client.give_back(&instance).await?;
    /// if !confirmation.is_gone() {
    ///     eprintln!("{} may still bill: {confirmation:#}", instance.id);
    /// }
    /// # Ok(()) });
    /// ```
    #[doc(alias = "release")]
    pub fn give_back(&self, address: impl Into<Address>) -> Confirming<Confirmation> {
        self.confirming(address.into(), true).limit(GIVING_BACK)
    }

    /// Probes whether an instance is gone, again and again for up to a minute, and says what that
    /// relies on (inferred: no answer for an instance that does not exist is published). Also for
    /// containers that release themselves when their command ends.
    ///
    /// An instance is absent if the query is refused and the whole list does not have it. It is *gone* if its
    /// release was [`accepted`](Confirming::accepted) and two probes at least 2 s apart agree, or if probes
    /// agree for 30 s. So a [`limit`](Confirming::limit) of zero, which probes once, gives *unknown*. A status
    /// `Released` is proof by itself. If a key was used again, the instance that lives counts.
    ///
    /// A mistyped address looks like an instance that is gone. So may an instance that was made in the web
    /// console.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
    /// let accepted = client.release_instance(&instance).await?;
    /// let confirmation = client.confirm_released(&accepted.address).accepted().await?;
    /// println!("{confirmation}"); // gone, still there or unknown, and why
    /// # Ok(()) });
    /// ```
    pub fn confirm_released(&self, address: impl Into<Address>) -> Confirming<Confirmation> {
        self.confirming(address.into(), false)
    }

    fn confirming(&self, address: Address, gives_back: bool) -> Confirming<Confirmation> {
        let (client, clock, asked) = (self.clone(), self.http.clock(), address.clone());
        let watch = ReleaseWatch::new(clock, &address.to_string(), Goal::Gone);
        let noted = watch.clone();
        let probe = move |ends| -> BoxFuture<'static, Result<()>> {
            let (client, address, watch) = (client.clone(), asked.clone(), noted.clone());
            Box::pin(async move {
                if gives_back {
                    watch.order(client.until(ends).release_instance(&address)).await?;
                }
                let (found, weight) = client.until(ends).probe(&address).await?;
                watch.note(evaluate(found), weight);
                Ok(())
            })
        };
        Confirming::of_one(clock, watch, probe, move |error| address.mark(error))
    }
}

/// What the instances that were found say of the release. Those that live come first.
fn evaluate(found: Lookup<Vec<Instance>>) -> Lookup<Confirmation> {
    if let Lookup::Absent(evidence) = found {
        return Lookup::Absent(format!(
            "{evidence} (inferred: what either means is not published, and instances made in the web \
             console may not be listed)"
        ));
    }
    found.map(|instances| match instances.iter().find(|one| !one.has_ended()) {
        Some(there) => Confirmation::of_record(
            Release::StillThere(there.status_text().to_owned()),
            "an answer that shows the instance (documented)",
        ),
        None => Confirmation::new(
            Release::Gone,
            "its status is Released",
            "the web console's word for an ended instance (inferred that the API means the same)",
        ),
    })
}

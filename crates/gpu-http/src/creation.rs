//! What a vendor's create has of its own.

use gpu_common::Timestamp;

use crate::{Answer, BoxFuture, Error, Http, Lookup, Machine};

/// What is known of a create beside its call: how its answer is read, and how its machine is found.
pub trait Creation: Send + Sync + 'static {
    /// A machine as the probes find it.
    type Machine: Machine + Sync;
    /// What the caller gets.
    type Made: Send + 'static;

    /// The caller's key or name of the machine.
    fn key(&self) -> &str;

    /// Whether the key was made for this one create: whoever bears it comes from it.
    fn key_is_unique(&self) -> bool;

    /// Whether the vendor lets no second machine bear the key. Then whoever bears it is meant, and a
    /// create that a limiter refused is sent again once probes have found nothing.
    fn key_is_enforced(&self) -> bool {
        false
    }

    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// What makes it no answer to this create, with the machine's id if it names one.
    fn read(&self, answer: &Answer) -> Result<Self::Made, Error>;

    /// Looks for the machines of the key, with this client.
    fn find(&self, http: Http) -> BoxFuture<'_, Result<Lookup<Vec<Self::Machine>>, Error>>;

    /// Whether a machine can have been made by a create that began then. Asked only of a key that is not
    /// unique.
    fn may_be_made(machine: &Self::Machine, began: Timestamp) -> bool {
        let _ = (machine, began);
        true
    }

    /// What the caller gets if the machine was found.
    fn found(&self, machine: Self::Machine) -> Self::Made;

    /// The id of what was made.
    fn id(made: &Self::Made) -> &str;
}

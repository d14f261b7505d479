//! What a lease needs from a vendor's client: the one abstraction over vendors.

use std::time::Duration;

use gpu_http::{BoxFuture, Error, Lookup};

use crate::{Listing, Machine, Price};

/// A client that rents machines by a key of the caller's. A program for any vendor is written against this:
/// see the first example of [this crate](crate).
///
/// All but what takes an order can be called on a `dyn Vendor`: that is enough to list, sweep and watch.
///
/// An implementation concludes nothing from a missing answer: [`Lookup::Absent`], and a [`Listing`] that is
/// not [incomplete](Listing::incomplete), need answers that prove them. A clone runs on the guard's runtime
/// while the program's own runtime may be blocked, so it must not wait for that one. gpu-http's connections
/// do not.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } use doc::HOUR; doc::run(async |_leases, client, order| {
/// use gpu_lease::{Lookup, Vendor};
///
/// println!("{:?}", client.account());
/// let terms = client.terms(&order, Some(HOUR), true).await?;
/// println!("{:?}; ended by {}", terms.price, terms.ended_by);
/// let machine = Vendor::create(&client, &order, "anna_train_1", Some(HOUR)).await?;
/// assert!(matches!(Vendor::find(&client, "anna_train_1").await?, Lookup::Found(_)));
/// assert_eq!(Vendor::list(&client, "anna_").await?.machines.len(), 1);
/// let accepted = Vendor::give_back(&client, &machine).await?; // accepted is not gone
/// # Ok(()) });
/// ```
pub trait Vendor: Send + Sync + 'static {
    /// What is ordered; the key is not part of it.
    type Order: Send + Sync + 'static
    where
        Self: Sized;

    /// Whose machines these calls see.
    fn account(&self) -> Account;

    /// What is known before anything is ordered. Refuses an order that cannot be sent.
    ///
    /// `max_time` is how long the lease will last at most; without `with_price` the price is not used.
    fn terms(
        &self,
        order: &Self::Order,
        max_time: Option<Duration>,
        with_price: bool,
    ) -> impl Future<Output = Result<Terms, Error>> + Send
    where
        Self: Sized;

    /// Creates one machine with the key, never two. If its fate is unclear, looks for it first,
    /// and then fails with an error that [may have taken effect](Error::may_have_taken_effect).
    fn create(
        &self,
        order: &Self::Order,
        key: &str,
        max_time: Option<Duration>,
    ) -> impl Future<Output = Result<Machine, Error>> + Send
    where
        Self: Sized;

    /// Looks for the machine of a key.
    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Lookup<Machine>, Error>>;

    /// All machines whose key begins with `prefix`: costs as many calls as there are pages.
    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Listing, Error>>;

    /// Orders a machine back, once, by the call that its state asks for. Accepted is not gone.
    fn give_back<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Accepted, Error>>;
}

/// What kind of order was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "an order releases it or prepares that")]
pub enum Accepted {
    /// The machine is being given back.
    Release,
    /// It is being stopped, so that it can be given back.
    Preparation,
}

/// Whose machines a client sees. It is written into the journal, so it holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "adapters of vendors make it, as a literal")]
pub struct Account {
    /// The vendor, in lower case: `glows`.
    pub vendor: &'static str,
    /// Where its lists look: host, region, cluster, name space.
    pub place: String,
    /// Tells credentials apart without revealing them: see [`fingerprint`](gpu_http::fingerprint).
    pub fingerprint: String,
}

/// What is known of an order before it is sent.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "adapters of vendors make it, as a literal")]
pub struct Terms {
    /// The price; `None` if the vendor tells none in advance.
    pub price: Option<Price>,
    /// Who ends the machine if everybody dies.
    pub ended_by: EndedBy,
}

/// Who ends the machine if the program, its computer and every sweep are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndedBy {
    /// The vendor stops it after this time (AC OpenAPI's `timeoutLimit`; documented).
    Vendor(Duration),
    /// The machine releases itself when its command ends (Glows.ai containers; documented).
    Machine,
    /// What was paid in advance bounds the cost (MatrixDC; inferred).
    Term,
    /// Nobody. Sweep or watch the journal.
    Nobody,
}

impl std::fmt::Display for EndedBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Vendor(time) => write!(f, "the vendor, after {} s (documented)", time.as_secs()),
            Self::Machine => f.write_str("the machine, when its command ends (documented)"),
            Self::Term => f.write_str("the term that was paid in advance (inferred)"),
            Self::Nobody => f.write_str("nobody: sweep or watch the journal"),
        }
    }
}

//! A client whose calls pass through something else.

use std::sync::Arc;
use std::time::Duration;

use gpu_http::{BoxFuture, Error};
use gpu_lease::{Accepted, Account, Listing, Lookup, Machine, Terms, Vendor};

/// What happens around the calls of a client.
pub trait Around: Clone + Send + Sync + 'static {
    /// Around any call.
    fn call<'a, T: Send + 'a>(&'a self, call: BoxFuture<'a, T>) -> BoxFuture<'a, T>;

    /// Around a create.
    fn create<'a, T: Send + 'a>(&'a self, call: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        self.call(call)
    }
}

/// A client whose calls pass through something else.
pub struct Wrapped<V, A> {
    /// The client.
    pub client: Arc<V>,
    /// What happens around its calls.
    pub around: A,
}

impl<V, A: Clone> Clone for Wrapped<V, A> {
    fn clone(&self) -> Self {
        Self { client: Arc::clone(&self.client), around: self.around.clone() }
    }
}

impl<V: Vendor, A: Around> Vendor for Wrapped<V, A> {
    type Order = V::Order;

    fn account(&self) -> Account {
        self.client.account()
    }

    async fn terms(
        &self,
        order: &V::Order,
        max_time: Option<Duration>,
        with_price: bool,
    ) -> Result<Terms, Error> {
        self.around.call(Box::pin(self.client.terms(order, max_time, with_price))).await
    }

    async fn create(
        &self,
        order: &V::Order,
        key: &str,
        max_time: Option<Duration>,
    ) -> Result<Machine, Error> {
        self.around.create(Box::pin(self.client.create(order, key, max_time))).await
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Lookup<Machine>, Error>> {
        self.around.call(self.client.find(key))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Listing, Error>> {
        self.around.call(self.client.list(prefix))
    }

    fn give_back<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Accepted, Error>> {
        self.around.call(self.client.give_back(machine))
    }
}

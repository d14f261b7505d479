//! A machine as a lease sees it, whoever rents it out.

use gpu_common::SshEndpoint;

use crate::{Error, Kind, Price, Result};

/// What a machine is doing, as far as a lease cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Ordered, queued, being placed or started.
    Starting,
    /// In use.
    Running,
    /// Not in use, but not given back either: it may cost money.
    Stopped,
    /// Over, and nothing is left to give back.
    Ended,
    /// A status that the client does not know. It may cost money.
    Unknown,
}

/// A machine: what the vendor's last answer said.
///
/// ```
/// use gpu_lease::{Machine, Phase, Price};
///
/// let price = Price::metered("0.65 Credit/hour".parse()?, "the price list");
/// let machine = Machine::new("anna_1", "ins-1", "Running", Phase::Running)
///     .at("ssh://tw-01.example:15692".parse().ok())
///     .costs(Some(price));
/// println!("{}", machine.ssh()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Machine {
    /// The key it was ordered by.
    pub key: String,
    /// The vendor's id.
    pub id: String,
    /// The vendor's word for its status.
    pub status: String,
    /// What that means.
    pub phase: Phase,
    /// Where to log in; `None` until that is known.
    pub endpoint: Option<SshEndpoint>,
    /// What it costs; `None` while that is not known.
    pub price: Option<Price>,
}

impl Machine {
    /// A machine of which no more than this is known.
    pub fn new(key: &str, id: &str, status: &str, phase: Phase) -> Self {
        let [key, id, status] = [key, id, status].map(str::to_owned);
        Self { key, id, status, phase, endpoint: None, price: None }
    }

    /// Where to log in.
    pub fn at(mut self, endpoint: Option<SshEndpoint>) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// What it costs.
    pub fn costs(mut self, price: Option<Price>) -> Self {
        self.price = price;
        self
    }

    /// Where to log in; prints as a command to paste.
    ///
    /// # Errors
    ///
    /// Kind [`Kind::NotReady`] if the vendor has not sent it.
    pub fn ssh(&self) -> Result<&SshEndpoint> {
        self.endpoint.as_ref().ok_or_else(|| {
            Error::new(Kind::NotReady, "the vendor has not sent an address to log in")
                .with_key(&self.key)
        })
    }
}

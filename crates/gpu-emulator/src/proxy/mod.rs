//! A TCP proxy on loopback that lets requests run into faults, told by their number.
//!
//! It stands in front of any server that speaks HTTP/1.1 and passes requests and answers on, message
//! by message and with their bytes unchanged, except for the requests that its script names. A
//! message is taken in whole before it is passed on: there is no streaming and no upgrade to another
//! protocol. Interim answers (1xx) end here; a caller that waits for `100 Continue` gets it at once.
//!
//! The documentation of the crate has an example.
//!
//! # Numbers
//!
//! Requests are counted from 1 over all connections, in the order in which their first byte
//! arrives. A fault that meets a connection before any request ([`WireFault::CloseOnAccept`],
//! [`WireFault::ResetOnAccept`], [`WireFault::Refuse`]) takes the place of a request and uses up
//! its number.
//!
//! # Time
//!
//! Nothing sleeps unless it has to. Where a fault lets time pass, the [`Hook`](FaultProxyBuilder::on_stall)
//! is asked first, so that a test with its own clock moves that clock instead of waiting;
//! [`FaultProxy::stalled`] waits for that moment from the outside.

mod catalogue;
mod connection;
mod exchange;
mod fault;
mod handle;
mod message;
mod stall;
mod state;

pub use catalogue::{NamedFault, catalogue};
pub use fault::{Framing, WireFault};
pub use handle::{FaultProxy, FaultProxyBuilder};
pub use stall::{Pace, Stall};
pub use state::ProxyCounts;

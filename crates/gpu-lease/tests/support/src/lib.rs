//! What the tests of gpu-lease share: a vendor behind a real socket, whose machines outlive whoever made
//! them, and a client for it; orders of the real vendors; a client whose calls pass through something else.

mod client;
mod folder;
pub mod orders;
mod patient;
mod service;
mod world;
mod wrapped;

pub use client::{Client, Order};
pub use folder::Folder;
pub use patient::Patient;
pub use service::{FakeMachine, Service, Settings};
pub use world::World;
pub use wrapped::{Around, Wrapped};

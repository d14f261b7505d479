//! What the tests of gpu-lease share: a vendor behind a real socket, whose machines outlive whoever made
//! them, and a client for it.

mod client;
mod folder;
mod patient;
mod service;

pub use client::{Client, Order};
pub use folder::Folder;
pub use patient::Patient;
pub use service::{FakeMachine, Service, Settings};

//! What the tests of gpu-lease share: a vendor in memory and its client; orders of the real vendors; other
//! processes; a client whose calls pass through something else.

mod folder;
pub mod orders;
mod patient;
pub mod process;
mod vendor;
mod world;
mod wrapped;

pub use folder::Folder;
pub use patient::Patient;
pub use vendor::{Client, FakeMachine, Order, Service, Settings};
pub use world::{World, driven};
pub use wrapped::{Around, Wrapped};

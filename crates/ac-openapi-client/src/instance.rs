//! Container instances: their data, and the calls that make, change and end them.

mod access_url;
mod calls;
mod confirm;
mod cost;
mod create;
mod create_instance;
mod detail;
mod find_instance;
mod ids;
mod list_instances;
mod parts;
mod script;
mod status;
mod timeout_limit;
mod wait;

pub use access_url::AccessUrl;
pub use calls::{Accepted, ResourceSpec};
pub use confirm::Confirmations;
pub use create::{Created, ImageRef, NewInstance};
pub use create_instance::CreateInstance;
pub use detail::Instance;
pub use ids::{InstanceId, InstanceIds, InstanceName};
pub use list_instances::{ListForm, ListInstances};
pub use parts::{Mount, MountInfo, MountKind, PortInfo, PortProtocol};
pub use script::{Script, ScriptScope};
pub use status::{Accelerator, Phase, Status, TaskType};
pub use timeout_limit::TimeoutLimit;
pub use wait::Until;

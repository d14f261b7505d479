//! Container instances: their data, and the calls that make, change and end them.

mod access_url;
mod calls;
mod confirm;
mod cost;
mod create;
mod detail;
mod ids;
mod instance_page;
mod mount;
mod name;
mod port;
mod script;
mod status;
mod timeout_limit;
mod until;

mod create_instance;
mod execute_script;
mod find_instance;
mod list_instances;
mod update_resource_spec;
pub(crate) mod wait;

pub use access_url::AccessUrl;
pub use calls::Accepted;
pub(crate) use calls::{
    delete_instances, get_access_url, get_instance, restart_instance, stop_instances,
};
pub use confirm::Confirmations;
#[cfg(feature = "lease")]
pub(crate) use confirm::is_refused;
pub(crate) use confirm::{confirm_deleted, confirm_stopped, give_back};
pub use create::{Created, ImageRef, NewInstance};
pub use create_instance::CreateInstance;
pub use detail::Instance;
pub(crate) use execute_script::execute_script;
pub(crate) use find_instance::find_instance;
pub use ids::{InstanceId, InstanceIds};
pub use instance_page::{InstancePage, ListForm};
pub use list_instances::ListInstances;
pub use mount::{Mount, MountInfo, MountKind};
pub use name::InstanceName;
pub use port::{PortInfo, PortProtocol};
pub use script::{Script, ScriptScope, StartScript};
pub use status::{Accelerator, Phase, Status, TaskType};
pub use timeout_limit::TimeoutLimit;
pub use until::Until;
pub use update_resource_spec::ResourceSpec;
pub(crate) use update_resource_spec::update_resource_spec;

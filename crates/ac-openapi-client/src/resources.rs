//! What a region offers: limits of its nodes, groups of machines, directories.

mod get_node_limits;
mod list_allowed_mount_dirs;
mod list_resource_groups;
mod node_limits;

pub use get_node_limits::GetNodeLimits;
pub use list_allowed_mount_dirs::ListAllowedMountDirs;
pub use list_resource_groups::ListResourceGroups;
pub use node_limits::NodeLimits;

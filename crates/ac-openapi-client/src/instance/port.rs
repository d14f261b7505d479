//! Ports of an instance that are published.

use std::num::NonZeroU16;

use gpu_json::{Field, open_enum};
use serde::{Deserialize, Serialize, Serializer};

use super::AccessUrl;

open_enum! {
    /// What is spoken on a port. Documented (create).
    pub enum PortProtocol {
        /// SSH.
        Ssh = "SSH",
        /// HTTP.
        Http = "HTTP",
    }
}

/// A port to publish. A number in the document's table, a text in its samples; sent as the text,
/// which is the form that is known to be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewPort {
    pub(crate) protocol_type: PortProtocol,
    #[serde(serialize_with = "as_text")]
    pub(crate) container_port: NonZeroU16,
}

fn as_text<S: Serializer>(port: &NonZeroU16, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(port)
}

gpu_json::object! {
    /// A port of an instance that is published. Re-documented (detail).
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct PortInfo {
        /// Where the port is reached; nothing before the instance runs (inferred).
        pub access_url: Field<AccessUrl>,
        /// The port inside the containers; text or number, both are read.
        pub container_port: Field<u16>,
        /// What is spoken on it.
        pub protocol_type: Field<PortProtocol>,
    }
}

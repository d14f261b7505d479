//! What is spoken on a port.

use crate::open_enum;

open_enum! {
    /// What is spoken on a port, in lower case as the services print it. Open.
    pub enum Protocol {
        /// A login by SSH. Seen in the documented Glows.ai answers.
        Ssh = "ssh",
        /// Plain HTTP or what a service makes of it. Seen in the documented Glows.ai answers.
        Http = "http",
        /// HTTP over TLS. Inferred.
        Https = "https",
        /// Any byte stream. Inferred.
        Tcp = "tcp",
        /// Datagrams. Inferred.
        Udp = "udp",
    }
}

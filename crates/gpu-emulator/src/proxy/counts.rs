//! What a proxy has seen.

/// What a [`FaultProxy`](super::FaultProxy) has seen since its start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProxyCounts {
    /// Connections accepted. Refused ones are not seen.
    pub connections: u64,
    /// Connections open now.
    pub open: u64,
    /// The most connections that were open at one time.
    pub peak: u64,
    /// Requests, including those whose connection was closed before their first byte by
    /// [`CloseOnAccept`](super::WireFault::CloseOnAccept) and the like.
    pub requests: u64,
    /// Requests of which the server got every byte.
    pub forwarded_whole: u64,
    /// Requests of which the server got some bytes only.
    pub forwarded_partly: u64,
    /// The server's own answers that were passed back whole and unchanged, as far as the proxy can
    /// know: a caller may hang up before it has read all of it.
    pub answered: u64,
    /// Times that a fault let time pass.
    pub stalls: u64,
}

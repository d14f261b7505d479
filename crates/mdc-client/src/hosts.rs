//! The two public hosts known to serve this API.

/// The host in the public documentation of Neolink (seen from 2024-09 to 2024-11).
///
/// Whether it serves the API today is unknown.
pub const NEOLINK: &str = "https://neolink-ai.com";

/// The host in the other public edition of the same documentation, a demonstration installation.
///
/// Whether it serves the API today is unknown.
pub const DATENFAB_DEMO: &str = "https://demo.cdc.datenfab.com";

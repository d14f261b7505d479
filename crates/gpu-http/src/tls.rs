//! TLS, chosen by feature: rustls with ring by default, the platform's library, or none.

use crate::{BaseUrl, Error};

/// Prepares a reqwest client builder for the given service.
///
/// rustls is configured here and handed over ready-made: without a process-wide crypto provider
/// reqwest would panic, and installing one is the application's business, not a library's.
#[cfg(feature = "rustls")]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    base: &BaseUrl,
) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder.tls_backend_preconfigured(rustls_config(base)?))
}

#[cfg(feature = "rustls")]
fn rustls_config(base: &BaseUrl) -> Result<rustls::ClientConfig, Error> {
    use std::sync::Arc;

    use rustls_platform_verifier::BuilderVerifierExt;

    let invalid = |error: rustls::Error| Error::invalid("tls", error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(invalid)?;
    if !base.is_https() {
        // Plain http (the emulator) must work where no CA files exist, as in a bare container:
        // nothing is trusted because nothing will be asked.
        let roots = rustls::RootCertStore::empty();
        return Ok(builder.with_root_certificates(roots).with_no_client_auth());
    }
    // The operating system's store, so that a company's own roots count.
    Ok(builder
        .with_platform_verifier()
        .map_err(invalid)?
        .with_no_client_auth())
}

/// The platform's library configures itself.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    _base: &BaseUrl,
) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder)
}

/// No TLS compiled in: say so instead of failing at the first call.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    base: &BaseUrl,
) -> Result<reqwest::ClientBuilder, Error> {
    if base.is_https() {
        let reason = "https needs the crate feature `rustls` (default) or `native-tls`";
        return Err(Error::invalid("base_url", reason));
    }
    Ok(builder)
}

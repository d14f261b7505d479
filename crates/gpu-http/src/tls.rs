//! TLS, chosen by feature: rustls with ring by default, the platform's library, or none. Set up once per
//! process: reading the operating system's certificates is most of what making a client costs.

use crate::Error;

/// Prepares a reqwest client builder, for `https` or for plain `http` only. rustls is configured here and
/// handed over ready-made: without a process-wide crypto provider reqwest would panic, and installing one is
/// the application's business, not a library's. All clients share one configuration and so one memory of TLS
/// sessions: a change on a connection of its own resumes the session of a read.
#[cfg(feature = "rustls")]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    https: bool,
) -> Result<reqwest::ClientBuilder, Error> {
    use std::sync::OnceLock;

    static OF_PROCESS: OnceLock<rustls::ClientConfig> = OnceLock::new();
    let config = match OF_PROCESS.get() {
        Some(config) => config.clone(),
        // Plain http must work where no CA files exist: nothing is trusted, for nothing will be asked.
        None if !https => rustls_config(false)?,
        // A failure is not kept: certificates may be installed later.
        None => {
            let config = rustls_config(true)?;
            OF_PROCESS.get_or_init(|| config).clone()
        }
    };
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(feature = "rustls")]
fn rustls_config(https: bool) -> Result<rustls::ClientConfig, Error> {
    use std::sync::Arc;

    use rustls_platform_verifier::BuilderVerifierExt;

    let invalid = |error: rustls::Error| Error::invalid("tls", error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(invalid)?;
    let builder = if https {
        // The operating system's store, so that a company's own roots count.
        builder.with_platform_verifier().map_err(invalid)?
    } else {
        builder.with_root_certificates(rustls::RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}

/// The platform's library, its certificates read once.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    https: bool,
) -> Result<reqwest::ClientBuilder, Error> {
    use std::sync::OnceLock;

    static OF_PROCESS: OnceLock<native_tls::TlsConnector> = OnceLock::new();
    if !https {
        return Ok(builder);
    }
    let connector = match OF_PROCESS.get() {
        Some(connector) => connector.clone(),
        None => {
            let connector = native_tls::TlsConnector::new()
                .map_err(|error| Error::invalid("tls", error.to_string()))?;
            OF_PROCESS.get_or_init(|| connector).clone()
        }
    };
    Ok(builder.tls_backend_preconfigured(connector))
}

/// No TLS compiled in: say so instead of failing at the first call.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) fn configure(
    builder: reqwest::ClientBuilder,
    https: bool,
) -> Result<reqwest::ClientBuilder, Error> {
    if https {
        let reason = "https needs the crate feature `rustls` (default) or `native-tls`";
        return Err(Error::invalid("base_url", reason));
    }
    Ok(builder)
}

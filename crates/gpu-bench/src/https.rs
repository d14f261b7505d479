//! A server for https with a certificate of its own. It resumes sessions or does not, by the port.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::CertifiedKey;
use rustls::server::NoServerSessionStorage;
use rustls::version::{TLS12, TLS13};
use rustls::{HandshakeKind, ServerConfig, SupportedProtocolVersion};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::call::Failure;
use crate::program;
use crate::serve::{Documents, converse};

/// The version of TLS behind each of [`Server::ports`], and whether sessions are resumed there.
const PORTS: [(&SupportedProtocolVersion, bool); 4] =
    [(&TLS13, true), (&TLS13, false), (&TLS12, true), (&TLS12, false)];

/// A server that runs until the runtime ends.
pub struct Server {
    /// TLS 1.3 with and without sessions that are resumed, and TLS 1.2 alike.
    pub ports: Vec<u16>,
    kinds: Arc<Mutex<Vec<HandshakeKind>>>,
}

impl Server {
    /// Starts it, and writes its certificate to a file, which `SSL_CERT_FILE` names to clients.
    pub async fn start(certificate: &Path) -> Result<Self, Failure> {
        let CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
        std::fs::write(certificate, cert.pem())?;
        let answers = Arc::new(Documents::new()?);
        let kinds = Arc::<Mutex<Vec<HandshakeKind>>>::default();
        let mut ports = Vec::new();
        for (version, resumes) in PORTS {
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let builder = ServerConfig::builder_with_provider(provider);
            let builder = builder.with_protocol_versions(&[version])?.with_no_client_auth();
            let key = signing_key.serialize_der().try_into()?;
            let mut config = builder.with_single_cert(vec![cert.der().clone()], key)?;
            if !resumes {
                config.session_storage = Arc::new(NoServerSessionStorage {});
                config.send_tls13_tickets = 0;
            }
            let acceptor = TlsAcceptor::from(Arc::new(config));
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            ports.push(listener.local_addr()?.port());
            let (answers, kinds) = (Arc::clone(&answers), Arc::clone(&kinds));
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let (acceptor, answers) = (acceptor.clone(), Arc::clone(&answers));
                    let kinds = Arc::clone(&kinds);
                    tokio::spawn(async move {
                        let _ = stream.set_nodelay(true);
                        if let Ok(stream) = acceptor.accept(stream).await {
                            lock(&kinds).extend(stream.get_ref().1.handshake_kind());
                            let _ = converse(stream, &*answers).await;
                        }
                    });
                }
            });
        }
        Ok(Self { ports, kinds })
    }

    /// The handshakes so far, which are forgotten.
    pub fn take_handshakes(&self) -> Vec<HandshakeKind> {
        std::mem::take(&mut lock(&self.kinds))
    }
}

fn lock(kinds: &Mutex<Vec<HandshakeKind>>) -> std::sync::MutexGuard<'_, Vec<HandshakeKind>> {
    kinds.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves until the process is ended, and prints the ports and the certificate's file.
pub async fn served() -> Result<String, Failure> {
    let file = std::env::temp_dir().join("gpu-bench-certificate.pem");
    let server = Server::start(&file).await?;
    let ports: Vec<String> = server.ports.iter().map(u16::to_string).collect();
    program::print(&format!("{} {}", ports.join(" "), file.display()));
    std::future::pending().await
}

//! Where to rent: Glows.ai if there is a token, else an emulator started here.

use std::time::Duration;

use glows_client::Client;
use gpu_emulator::Glows;
use tokio::net::TcpListener;

pub(crate) struct Service {
    client: Client,
    emulator: Option<Emulator>,
}

/// The emulated service, and something that answers in the place of its machines' SSH login.
struct Emulator {
    glows: Glows,
    _login: TcpListener,
}

impl Service {
    pub(crate) async fn choose() -> crate::Result<Self> {
        if std::env::var_os("GLOWS_SDK_TOKEN").is_some_and(|token| !token.is_empty()) {
            let client = Client::from_env()?;
            println!("Renting for real: {client:?}\n");
            return Ok(Self { client, emulator: None });
        }
        println!(
            "GLOWS_SDK_TOKEN is not set: renting from an emulator on this machine, for nothing.\n"
        );
        let login = TcpListener::bind("127.0.0.1:0").await?;
        let ssh_at = login.local_addr()?;
        let glows = Glows::builder()
            .behaviour(|behaviour| {
                behaviour.queued_for = Duration::from_secs(2);
                behaviour.ssh_at = Some(ssh_at);
            })
            .start()
            .await?;
        let client = Client::builder(glows.token()).base_url(glows.base_url()).build()?;
        let emulator = Some(Emulator { glows, _login: login });
        Ok(Self { client, emulator })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Whether it is Glows.ai.
    pub(crate) fn costs_money(&self) -> bool {
        self.emulator.is_none()
    }

    /// What the emulator counted; Glows.ai has nothing of the kind.
    pub(crate) fn report(&self) {
        if let Some(emulator) = &self.emulator {
            let ledger = emulator.glows.ledger();
            println!("The emulator's ledger: {ledger}");
            assert!(ledger.is_settled(), "a machine still bills");
        }
    }
}

//! Where to rent: the installation that the environment names, else an emulator started here.

use std::time::Duration;

use gpu_emulator::Mdc;
use mdc_client::{Client, Credentials, UserId};
use tokio::net::TcpListener;

pub(crate) struct Service {
    client: Client,
    emulator: Option<Emulator>,
}

/// The emulated service, and something that answers in the place of its machines' SSH login.
struct Emulator {
    mdc: Mdc,
    _login: TcpListener,
}

impl Service {
    pub(crate) async fn choose() -> crate::Result<Self> {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if ["MDC_TOKEN", "MDC_USER_ID", "MDC_BASE_URL"].into_iter().any(is_set) {
            let client = Client::from_env()?;
            println!("Renting for real: {client:?}\n");
            return Ok(Self { client, emulator: None });
        }
        println!("MDC_TOKEN is not set: renting from an emulator on this machine, for nothing.\n");
        let login = TcpListener::bind("127.0.0.1:0").await?;
        let ssh_at = login.local_addr()?;
        let mdc = Mdc::builder()
            .behaviour(|behaviour| {
                behaviour.creating_for = Duration::from_secs(2);
                behaviour.stopping_for = Duration::from_secs(1);
                behaviour.ssh_at = Some(ssh_at);
            })
            .start()
            .await?;
        let credentials = Credentials::new(mdc.token(), UserId::new(mdc.user_id())?);
        let client = Client::builder(credentials, &mdc.base_url())
            .settings(mdc_client::Settings::new().no_proxy())
            .build()?;
        let emulator = Some(Emulator { mdc, _login: login });
        Ok(Self { client, emulator })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Whether it costs money.
    pub(crate) fn is_real(&self) -> bool {
        self.emulator.is_none()
    }

    /// What the emulator counted; MatrixDC has nothing of the kind.
    pub(crate) fn report(&self) {
        if let Some(emulator) = &self.emulator {
            let ledger = emulator.mdc.ledger();
            println!("The emulator's ledger: {ledger}");
            assert!(ledger.is_settled(), "a machine still bills");
        }
    }
}

//! Where to rent: the platform if there are keys or a token, else an emulator started here.

use std::time::Duration;

use ac_openapi_client::{Access, Client, ClientBuilder, Credentials, Platform};
use gpu_emulator::AcOpenApi;

use crate::options::Options;

pub(crate) struct Service {
    client: Client,
    emulator: Option<AcOpenApi>,
}

impl Service {
    pub(crate) async fn choose(options: &Options) -> crate::Result<Self> {
        if let Some(builder) = ClientBuilder::from_env()? {
            return Ok(Self::real(builder.build()?));
        }
        if std::env::var_os("AC_USER").is_some_and(|user| !user.is_empty()) {
            let access = Access::from_env()?;
            return Ok(Self::real(connect(access, options.region.as_deref()).await?));
        }
        println!(
            "Neither AC_USER nor AC_TOKEN is set: renting from an emulator on this machine, for \
             nothing.\n"
        );
        let emulator = AcOpenApi::builder()
            .behaviour(|behaviour| {
                behaviour.waiting_for = Duration::from_secs(1);
                behaviour.deploying_for = Duration::from_secs(1);
            })
            .start()
            .await?;
        let platform = Platform::builder()
            .tokens_url(emulator.base_url())
            .center_url(emulator.base_url())
            .build()?;
        let keys = Credentials::new(emulator.user(), emulator.access_key(), emulator.secret_key())?;
        let region = options.region.as_deref().unwrap_or("11112");
        let client = connect(Access::new(platform, keys), Some(region)).await?;
        Ok(Self { client, emulator: Some(emulator) })
    }

    fn real(client: Client) -> Self {
        println!("Renting for real: {client:?}\n");
        Self { client, emulator: None }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Whether renting costs real money.
    pub(crate) fn is_real(&self) -> bool {
        self.emulator.is_none()
    }

    /// What the emulator counted; the platform has nothing of the kind.
    pub(crate) fn report(&self) {
        if let Some(emulator) = &self.emulator {
            let ledger = emulator.ledger();
            println!("The emulator's ledger: {ledger}");
            assert!(ledger.is_settled(), "a machine still bills");
        }
    }
}

/// From keys to a region.
async fn connect(access: Access, region: Option<&str>) -> crate::Result<Client> {
    println!("The account's regions:");
    for region in access.tokens().await?.regions() {
        let state = if region.is_disabled() { "disabled" } else { "can be used" };
        println!(
            "  {} {} {state}",
            crate::known(region.cluster_id.get()),
            crate::known(region.cluster_name.get())
        );
    }
    let access = match region {
        Some(region) => access.region(region),
        None => access,
    };
    let client = access.connect().await?;
    Ok(client)
}

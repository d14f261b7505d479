//! A whole rental with known credentials: none of them is shown by anything.

use std::fmt::{Debug, Display};
use std::io;
use std::sync::{Arc, Mutex};

use gpu_emulator::{Fault, Mdc};
use mdc_client::{Cluster, DisplayName, Instance, SkuId, Until, Volume, WithSecrets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::stub::{TOKEN, USER, client};

const PASSWORD: &str = "passw0rd-canary-99";
const NOTEBOOK: &str = "n0tebook-canary-77";
const CANARIES: [&str; 4] = [TOKEN, USER, PASSWORD, NOTEBOOK];

/// Everything that was shown.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<u8>>>);

impl Shown {
    fn debug(&self, value: &dyn Debug) {
        self.add(&format!("{value:?} {value:#?}\n"));
    }

    fn display(&self, value: &dyn Display) {
        self.add(&format!("{value}\n"));
    }

    fn add(&self, text: &str) {
        self.0.lock().unwrap().extend_from_slice(text.as_bytes());
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Shown {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

async fn emulator() -> Mdc {
    let builder = Mdc::builder()
        .token(TOKEN)
        .user_id(USER)
        .ssh_password(PASSWORD)
        .jupyter_token(NOTEBOOK)
        .behaviour(|behaviour| behaviour.creating_for = std::time::Duration::ZERO);
    builder.start().await.unwrap()
}

async fn rent(shown: &Shown, cluster: &Cluster) -> Instance {
    let display_name = DisplayName::unique("train").unwrap();
    shown.debug(&display_name);
    let create = cluster
        .create_instance(SkuId::new("66").unwrap(), display_name, "i")
        .volume(Volume::new(50));
    shown.debug(&create);
    shown.debug(&create.preview().unwrap());
    shown.display(&create.preview().unwrap());
    let instance = create.await.unwrap();
    shown.debug(&instance);
    cluster.wait_until(&instance, Until::ssh_ready()).await.unwrap()
}

/// Errors of every kind, with bodies that repeat the credentials.
async fn show_errors(shown: &Shown, mdc: &Mdc, cluster: &Cluster, instance: &Instance) {
    let echo = format!("token {TOKEN} of {USER}, ssh password: {PASSWORD} or ?token={NOTEBOOK}");
    let json = format!(r#"{{"message":"{echo}","sshPassword":"{PASSWORD}","x":"{NOTEBOOK}"}}"#);
    for fault in [
        Fault::status(400).text(&*echo),
        Fault::status(400).json(&*json),
        Fault::status(500).html(format!("<html>{echo}</html>")),
        Fault::status(200).json(&*json),
        Fault::status(200).text(&*echo),
    ] {
        mdc.fail_next(100, fault);
        for error in [
            cluster.get_instance(instance).await.unwrap_err(),
            cluster.list_instances().await.unwrap_err(),
            cluster.power_off(instance).await.unwrap_err(),
            cluster.delete_instance(instance).await.unwrap_err(),
        ] {
            shown.debug(&error);
            shown.display(&error);
        }
        mdc.clear_faults();
    }
}

#[tokio::test]
async fn a_whole_rental_shows_no_credential() {
    let shown = Shown::default();
    // While only one subscriber lives, threads of other tests, which have none, could switch the
    // events off for all.
    let _second = tracing_subscriber::fmt().with_writer(std::io::sink).set_default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(shown.clone())
        .finish();
    let _guard = subscriber.set_default();

    let mdc = emulator().await;
    let client = client(&mdc.base_url(), TOKEN, USER);
    shown.debug(&client);
    let regions = client.list_regions().await.unwrap();
    shown.debug(&regions);
    let cluster = client.cluster(regions.as_slice().first().unwrap());
    shown.debug(&cluster);

    let ready = rent(&shown, &cluster).await;
    shown.debug(&ready);
    shown.add(&serde_json::to_string(&ready).unwrap());
    let ssh = ready.ssh().unwrap();
    shown.debug(&(&ssh, ready.ssh_password().unwrap()));
    shown.display(&ssh);
    shown.display(ready.jupyter().unwrap());
    shown.debug(&cluster.list_instances().await.unwrap());
    shown.debug(&cluster.list_instances().send_raw().await.unwrap());
    show_errors(&shown, &mdc, &cluster, &ready).await;
    let accepted = cluster.delete_instance(&ready).await.unwrap();
    shown.debug(&accepted);
    shown.debug(&cluster.confirm_deleted(&ready).await.unwrap());

    let text = shown.text();
    for harmless in ["sshPassword", "token=[secret]", "gpu_http: answered", "gpu_http: failed"] {
        assert!(text.contains(harmless), "{harmless} not in {text}");
    }
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} in {text}");
    }

    // They are all there for those who ask.
    assert_eq!(ready.ssh_password().unwrap().expose(), PASSWORD);
    assert!(ready.jupyter().unwrap().expose().ends_with(NOTEBOOK));
    let clear = serde_json::to_string(&WithSecrets(&ready)).unwrap();
    assert!(clear.contains(PASSWORD) && clear.contains(NOTEBOOK) && clear.contains(USER));
}

//! Rents a container under a lease, waits until it answers, runs a script in it, and gives it back.
//!
//! Without keys it rents from an emulator that it starts itself, and nothing costs anything:
//!
//! ```console
//! $ cargo run --example ac_rent
//! ```
//!
//! With keys it rents a real container after you have typed `yes`. It keeps the container for as many
//! seconds as you say:
//!
//! ```console
//! $ export AC_USER=… AC_ACCESS_KEY=… AC_SECRET_KEY=… AC_REGION=…
//! $ cargo run --example ac_rent 600
//! ```
//!
//! `AC_TOKEN` and `AC_BASE_URL` do as well as keys.
#![expect(clippy::print_stdout, reason = "it talks to a person")]

use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::Path;
use std::time::{Duration, Instant};

use ac_openapi_client::{
    Accelerator, Access, Client, Credentials, ImageRef, InstanceId, InstanceName, NewInstance,
    Platform, PortProtocol, Script, ScriptScope,
};
use gpu_emulator::AcOpenApi;
use gpu_lease::Leases;
use tokio::net::TcpListener;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("AC_USER") || is_set("AC_TOKEN") {
        return rent(&Client::from_env().await?, &Leases::default_dir()?, true).await;
    }
    println!("Neither AC_USER nor AC_TOKEN is set: renting from an emulator, for nothing.\n");
    let login = TcpListener::bind("127.0.0.1:0").await?; // answers in the place of the container
    let access_at = login.local_addr().ok();
    let ac = AcOpenApi::builder().behaviour(|behaviour| behaviour.access_at = access_at);
    let ac = ac.start().await?;
    let platform = Platform::builder().tokens_url(ac.base_url()).center_url(ac.base_url());
    let keys = Credentials::new(ac.user(), ac.access_key(), ac.secret_key())?;
    let client = Access::new(platform.build()?, keys).region("11112").connect().await?;
    let journal = std::env::temp_dir().join(format!("ac_rent-{}", std::process::id()));
    let rented = rent(&client, &journal, false).await;
    println!("The emulator's ledger: {}", ac.ledger());
    assert!(ac.ledger().is_settled(), "a container still bills");
    drop(std::fs::remove_dir_all(journal));
    rented
}

async fn rent(client: &Client, journal: &Path, is_real: bool) -> Result {
    let keep = std::env::args().nth(1).unwrap_or_else(|| "0".to_owned());
    let keep = keep.parse().map_err(|_| format!("{keep:?} is no number of seconds"))?;
    let keep = Duration::from_secs(keep);

    // `list_resource_groups` lists the groups, `list_images` the images.
    let (kind, group) = (Accelerator::Gpu, "TeslaM40");
    let image = "10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu";
    let image = ImageRef::new(image, "jupyter:4.4-py3.7-cpu");
    let node = client.get_node_limits(kind.clone(), group).await?;
    println!(
        "A node of {group} has {} cores, {} MB and {} accelerators.",
        node.cpu_number, node.memory_mb, node.gpu_number
    );
    let name = InstanceName::unique("rent_example")?;
    let order = client
        .create_instance(NewInstance::new(name, image, kind, group))
        .port(PortProtocol::Ssh, 22)
        .port(PortProtocol::Http, 8888);
    println!("The request (the lease will put its own name and time limit into it):\n");
    println!("{}\n\nNothing is sent yet.", order.preview()?.as_curl());
    if is_real && !somebody_says_yes()? {
        return Err("nobody typed yes: nothing is rented".into());
    }

    // From here on an error, a panic or Ctrl-C gives the container back.
    let leases =
        Leases::builder(journal).on_notice(|notice| println!("  {}", notice.text)).open()?;
    for report in leases.sweep(client).await? {
        println!("An earlier run left a container behind: {report}");
    }
    println!("Ordering a container, and waiting until its login answers:");
    let (limit, ordered) = (keep + Duration::from_secs(3600), Instant::now());
    let lease = leases.lease(client, order).max_time(limit).start().await?;

    let machine = lease.machine();
    println!("Ready: {}", machine.ssh()?);
    let id: InstanceId = machine.id.parse()?;
    let instance = client.get_instance(&id).await?;
    println!("  Its addresses are masked: whoever opens one is logged in. `expose()` shows them.");
    for port in instance.ports() {
        println!("  port {}: {}", port.container_port, port.access_url);
    }
    let script = Script::new("nvidia-smi\nuname -a", ScriptScope::All);
    let _accepted = client.execute_script(&id, script).await?;
    println!("  A script was handed over. No call tells what became of it.");
    tokio::select! {
        () = tokio::time::sleep(keep) => {} // your work goes here
        () = lease.ending() => {}           // Ctrl-C
    }
    let returned = lease.give_back().await?; // an error, if the container is not known to be gone
    println!("Confirmed to be gone: {}", returned.relied_on);
    println!("It was there for {} s. No call tells a price.", ordered.elapsed().as_secs());
    Ok(())
}

/// Asks at the terminal. Without a terminal nobody can say yes.
fn somebody_says_yes() -> Result<bool> {
    print!("Rent this container for real money? Type yes: ");
    stdout().flush()?;
    let mut answer = String::new();
    if stdin().is_terminal() {
        stdin().read_line(&mut answer)?;
    }
    Ok(answer.trim() == "yes")
}

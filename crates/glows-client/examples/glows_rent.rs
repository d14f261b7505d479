//! Rents a machine under a lease, waits until it answers, shows how to use it, and gives it back.
//!
//! Without a token it rents from an emulator that it starts itself, and nothing costs anything:
//!
//! ```console
//! $ cargo run --example glows_rent
//! ```
//!
//! With a token it rents a real machine after you have typed `yes`. It keeps the machine for as many
//! seconds as you say:
//!
//! ```console
//! $ export GLOWS_SDK_TOKEN=…
//! $ cargo run --example glows_rent 600
//! ```
#![expect(clippy::print_stdout, reason = "it talks to a person")]

use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::Path;
use std::time::Duration;

use glows_client::{Category, Client, Hardware, InstanceId, MetaKey, Source};
use gpu_emulator::Glows;
use gpu_lease::Leases;
use tokio::net::TcpListener;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result {
    if std::env::var_os("GLOWS_SDK_TOKEN").is_some_and(|token| !token.is_empty()) {
        return rent(&Client::from_env()?, &Leases::default_dir()?, true).await;
    }
    println!("GLOWS_SDK_TOKEN is not set: renting from an emulator, for nothing.\n");
    let login = TcpListener::bind("127.0.0.1:0").await?; // answers in the place of the machine
    let ssh_at = login.local_addr().ok();
    let glows = Glows::builder().behaviour(|behaviour| behaviour.ssh_at = ssh_at).start().await?;
    let client = Client::builder(glows.token()).base_url(glows.base_url()).build()?;
    let journal = std::env::temp_dir().join(format!("glows_rent-{}", std::process::id()));
    let rented = rent(&client, &journal, false).await;
    println!("The emulator's ledger: {}", glows.ledger());
    assert!(glows.ledger().is_settled(), "a machine still bills");
    drop(std::fs::remove_dir_all(journal));
    rented
}

async fn rent(client: &Client, journal: &Path, is_real: bool) -> Result {
    let keep = std::env::args().nth(1).unwrap_or_else(|| "0".to_owned());
    let keep = keep.parse().map_err(|_| format!("{keep:?} is no number of seconds"))?;
    let keep = Duration::from_secs(keep);

    // Take image, GPU and region from the web console.
    let image = Source::image("img-87p9kq26");
    let gpu = Hardware::gpu("NVIDIA GeForce RTX 4090");
    let key = MetaKey::unique("rent-example")?;
    let order = client
        .create_instance(image, gpu, Category::Container, "TW-03", key)
        .remark("an example")
        .http_port(7890);
    println!("The request (the lease will put its own key into it):\n");
    println!("{}\n\nNothing is sent yet.", order.preview()?.as_curl());
    if is_real && !somebody_says_yes()? {
        return Err("nobody typed yes: nothing is rented".into());
    }

    // From here on an error, a panic or Ctrl-C gives the machine back.
    let leases =
        Leases::builder(journal).on_notice(|notice| println!("  {}", notice.text)).open()?;
    for report in leases.sweep(client).await? {
        println!("An earlier run left a machine behind: {report}");
    }
    println!("Ordering a machine, and waiting until its login answers:");
    let limit = keep + Duration::from_secs(3600);
    let lease = leases.lease(client, order).max_time(limit).start().await?;

    let machine = lease.machine();
    println!("Ready: {}", machine.ssh()?);
    let instance = client.get_instance(machine.id.parse::<InstanceId>()?).await?;
    println!("  The password is in `instance.ssh_password()`.");
    for url in [8888, 7890].into_iter().filter_map(|port| instance.http_url(port)) {
        println!("  {url}");
    }
    if let Some(price) = &machine.price {
        println!("  It costs {} ({}).", price.rate, price.relied_on);
    }
    tokio::select! {
        () = tokio::time::sleep(keep) => {} // your work goes here
        () = lease.ending() => {}           // Ctrl-C
    }
    let returned = lease.give_back().await?; // an error, if the machine is not known to be gone
    println!("Confirmed to be gone: {}", returned.relied_on);
    match returned.cost {
        Some(cost) => println!("It cost {cost}."),
        None => println!("What it cost is not known."),
    }
    Ok(())
}

/// Asks at the terminal. Without a terminal nobody can say yes.
fn somebody_says_yes() -> Result<bool> {
    print!("Rent this machine for real money? Type yes: ");
    stdout().flush()?;
    let mut answer = String::new();
    if stdin().is_terminal() {
        stdin().read_line(&mut answer)?;
    }
    Ok(answer.trim() == "yes")
}

//! Rents the cheapest machine under a lease, waits until it answers, shows how to use it, and gives it
//! back.
//!
//! Without a token it rents from an emulator that it starts itself, and nothing costs anything:
//!
//! ```console
//! $ cargo run --example mdc_rent
//! ```
//!
//! With a token it rents a real machine after you have typed `yes`. It keeps the machine for as many
//! seconds as you say:
//!
//! ```console
//! $ export MDC_TOKEN=… MDC_USER_ID=… MDC_BASE_URL=https://neolink-ai.com
//! $ cargo run --example mdc_rent 600
//! ```
#![expect(clippy::print_stdout, reason = "it talks to a person")]

use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::Path;
use std::time::Duration;

use gpu_emulator::Mdc;
use gpu_lease::Leases;
use mdc_client::{
    Client, Credentials, DisplayName, InstanceName, RegionInfo, Settings, Sku, Timestamp, UserId,
    Volume,
};
use tokio::net::TcpListener;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result {
    if std::env::var_os("MDC_TOKEN").is_some_and(|token| !token.is_empty()) {
        return rent(&Client::from_env()?, &Leases::default_dir()?, true).await;
    }
    println!("MDC_TOKEN is not set: renting from an emulator, for nothing.\n");
    let login = TcpListener::bind("127.0.0.1:0").await?; // answers in the place of the machine
    let ssh_at = login.local_addr().ok();
    let mdc = Mdc::builder().behaviour(|behaviour| behaviour.ssh_at = ssh_at).start().await?;
    let credentials = Credentials::new(mdc.token(), UserId::new(mdc.user_id())?);
    let client = Client::builder(credentials, &mdc.base_url());
    let client = client.settings(Settings::new().no_proxy()).build()?;
    let journal = std::env::temp_dir().join(format!("mdc_rent-{}", std::process::id()));
    let rented = rent(&client, &journal, false).await;
    println!("The emulator's ledger: {}", mdc.ledger());
    assert!(mdc.ledger().is_settled(), "a machine still bills");
    drop(std::fs::remove_dir_all(journal));
    rented
}

async fn rent(client: &Client, journal: &Path, is_real: bool) -> Result {
    let keep = std::env::args().nth(1).unwrap_or_else(|| "0".to_owned());
    let keep = keep.parse().map_err(|_| format!("{keep:?} is no number of seconds"))?;
    let keep = Duration::from_secs(keep);

    let (region, sku) = cheapest(client).await?.ok_or("nothing is in stock")?;
    let cluster = client.cluster(&region);
    // No call lists images: take their names from the web console.
    let registry = region.harbor_addr.as_str().unwrap_or("images.neolink-ai.com");
    let image = "matrixdc/tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04";
    let name = DisplayName::unique("rent-example")?;
    let order = cluster
        .create_instance(&sku, name, format!("{registry}/{image}"))
        .volume(Volume::new(sku.data_storage.copied().unwrap_or(50))); // GB that are free of charge
    println!("The request (the lease will put its own name into it):\n");
    println!("{}\n\nNothing is sent yet.", order.preview()?.as_curl());
    if is_real && !somebody_says_yes()? {
        return Err("nobody typed yes: nothing is rented".into());
    }

    // From here on an error, a panic or Ctrl-C gives the machine back.
    let leases =
        Leases::builder(journal).on_notice(|notice| println!("  {}", notice.text)).open()?;
    for report in leases.sweep(&cluster).await? {
        println!("An earlier run left a machine behind: {report}");
    }
    println!("Ordering a machine, and waiting until its login answers:");
    let limit = keep + Duration::from_secs(3600);
    let lease = leases.lease(&cluster, order).max_time(limit).start().await?;

    let machine = lease.machine();
    println!("Ready: {}", machine.ssh()?);
    let instance = cluster.get_instance(machine.id.parse::<InstanceName>()?).await?;
    println!("  The password is in `instance.ssh_password()`.");
    for address in [instance.jupyter(), instance.tensorboard()].into_iter().flatten() {
        println!("  {address}");
    }
    if let Some(price) = &machine.price {
        println!("  It costs {} ({}), before any discount.", price.rate, price.relied_on);
    }
    tokio::select! {
        () = tokio::time::sleep(keep) => {} // your work goes here
        () = lease.ending() => {}           // Ctrl-C
    }
    let returned = lease.give_back().await?; // an error, if the machine is not known to be gone
    println!("Confirmed to be gone: {}", returned.relied_on);
    match returned.cost {
        Some(cost) => println!("It cost {cost}, before any discount."),
        None => println!("What it cost is not known."),
    }
    Ok(())
}

/// Shows what is in stock in all regions, and chooses the cheapest that is paid by the hour.
async fn cheapest(client: &Client) -> Result<Option<(RegionInfo, Sku)>> {
    let (now, mut offers) = (Timestamp::now(), Vec::new());
    for region in client.list_regions().await? {
        for sku in client.list_skus(&region).await? {
            let price = sku.effective_price(now).filter(|price| !price.prepaid);
            if let (Some(true), Some(price)) = (sku.in_stock(), price) {
                offers.push((price.rate, region.clone(), sku));
            }
        }
    }
    offers.sort_by_key(|(price, ..)| price.money().amount());
    println!("In stock, by the hour (the unit of prices is inferred):");
    for (price, region, Sku { id, name, gpu_count, remain_gpu_count, .. }) in &offers {
        let place = &region.cluster_name;
        println!("  SKU {id} in {place}: {gpu_count} x {name}, {remain_gpu_count} free, {price}");
    }
    println!();
    Ok(offers.into_iter().next().map(|(_, region, sku)| (region, sku)))
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

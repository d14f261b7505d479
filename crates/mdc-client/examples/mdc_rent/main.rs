//! Rents the cheapest machine there is, waits for it, shows how to reach it, gives it back and
//! proves it.
//!
//! Without a token it rents from an emulator that it starts itself, and nothing costs anything:
//!
//! ```console
//! $ cargo run --example mdc_rent
//! ```
//!
//! With one it rents a real machine, once you have typed `yes` or given `--yes`. GPU, image, region
//! and disk are flags or variables:
//!
//! ```console
//! $ export MDC_TOKEN=… MDC_USER_ID=… MDC_BASE_URL=https://neolink-ai.com
//! $ cargo run --example mdc_rent -- --gpu 4090 --hold 600
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it talks to a person")]

mod consent;
mod give_back;
mod offer;
mod options;
mod service;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use mdc_client::{Cluster, DisplayName, Instance, Until, Volume};
use options::Options;
use service::Service;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nrent: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let Some(options) = Options::read()? else {
        println!("{}", options::USAGE);
        return Ok(());
    };
    let service = Service::choose().await?;
    let rented = rent(&service, &options).await;
    service.report();
    rented
}

async fn rent(service: &Service, options: &Options) -> Result<()> {
    let client = service.client();
    let offer = offer::cheapest(client, options).await?;
    let cluster = client.cluster(&offer.region);

    // The name is ours before anything exists: whatever happens from here on, it finds the machine.
    let display_name = DisplayName::unique("rent-example")?;
    let own_name = display_name.as_str().to_owned();
    let order = cluster
        .create_instance(&offer.sku, display_name, offer.image(options))
        .volume(Volume::new(offer.disk(options)));
    println!("The plan, nothing is spent yet:\n\n{}\n", order.preview()?.as_curl());
    if service.is_real() && !options.yes {
        consent::ask()?;
    }

    // From here on Ctrl-C does not end the program: the machine has to be given back first.
    let mut interrupt = tokio::spawn(tokio::signal::ctrl_c());
    // The create is not cut short either: dropped half-way it might still make a machine.
    let instance = match order.await {
        Ok(instance) => instance,
        Err(error) if !error.may_have_taken_effect() => return Err(error.into()),
        Err(error) => {
            println!("The create failed, but a machine may exist.");
            give_back::by_display_name(&cluster, &own_name).await?;
            return Err(error.into());
        }
    };
    println!("Created {}, {}.", instance.name, instance.status_text());
    if instance.is_in(cluster.name()) == Some(false) {
        // Which of the two decides where it is, `Region` or the cluster in the path, is not known.
        let region = instance.region.as_str().unwrap_or_default();
        println!("It says that it is in {region}; {} was asked.", cluster.name());
    }
    let used = tokio::select! {
        used = use_it(&cluster, &instance, options.hold) => used,
        Ok(Ok(())) = &mut interrupt => {
            println!("Ctrl-C: giving it back.");
            Ok(())
        }
    };
    give_back::off_and_gone(&cluster, &instance).await?;
    used
}

async fn use_it(cluster: &Cluster, instance: &Instance, hold: Duration) -> Result<()> {
    let started = Instant::now();
    let ready = cluster
        .wait_until(instance, Until::ssh_ready())
        .reachable(Instance::ssh_address)
        .interval(Duration::from_secs(1))
        .on_progress(move |seen| {
            let waits =
                seen.ssh_address().map(|(host, port)| format!(", for {host}:{port} to answer"));
            let waits = waits.unwrap_or_default();
            println!("  {:>4} s  {}{waits}", started.elapsed().as_secs(), seen.status_text());
        })
        .await?;
    show(&ready);
    if !hold.is_zero() {
        println!("Yours for {} s. Ctrl-C gives it back earlier.", hold.as_secs());
        tokio::time::sleep(hold).await;
    }
    Ok(())
}

/// How to reach the machine, and what the platform notes as its price.
fn show(instance: &Instance) {
    println!("Ready.");
    if let Some(ssh) = instance.ssh() {
        println!("  login     {ssh}    (the password is in `instance.ssh_password()`)");
    }
    for (name, address) in instance.servers.get().iter().flat_map(|servers| servers.addresses()) {
        println!("  {name:<9} {address}");
    }
    match (instance.unit_price(), instance.inferred_rate_from_fen()) {
        (Some(raw), Some(rate)) => {
            println!(
                "  price     {raw} as sent; probably {rate} before discount, which is an inference"
            );
        }
        _ => println!("  price     unknown"),
    }
}

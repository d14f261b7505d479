//! Rents a machine, waits for it, shows how to reach it, gives it back and proves it.
//!
//! Without a token it rents from an emulator that it starts itself, and nothing costs anything:
//!
//! ```console
//! $ cargo run --example glows_rent
//! ```
//!
//! With one it rents a real machine, once you have seen the plan and typed `yes` (or given `--yes`).
//! GPU, image and region are flags or variables:
//!
//! ```console
//! $ export GLOWS_SDK_TOKEN=…
//! $ cargo run --example glows_rent -- --gpu 'NVIDIA L40S PCIe' --region TW-04 --hold 600
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it talks to a person")]

mod consent;
mod options;
mod service;

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use glows_client::{Category, Client, Hardware, Instance, Kind, MetaKey, Source, Timestamp, Until};
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
    client.check_token().await?;

    // The key is ours before anything exists: whatever happens from here on, it finds the machine.
    let key = MetaKey::unique("rent-example")?;
    let order = client
        .create_instance(
            Source::image(&options.image),
            Hardware::gpu(&options.gpu),
            Category::Container,
            options.region.as_str(),
            key.clone(),
        )
        .remark("glows-client example")
        .http_port(7890);
    println!("The plan, nothing is spent yet:\n\n{}\n", order.preview()?.as_curl());
    if service.costs_money() && !options.yes && !asked()? {
        return Err(consent::REFUSED.into());
    }

    // From here on Ctrl-C does not end the program: the machine has to be given back first.
    let mut interrupt = tokio::spawn(tokio::signal::ctrl_c());
    // The create is not cut short either: dropped half-way it might still make a machine.
    let instance = match order.await {
        Ok(instance) => instance,
        Err(error) if !error.may_have_taken_effect() => return Err(error.into()),
        Err(error) => {
            println!("The create failed, but a machine may exist.");
            give_back(client, &key).await?;
            return Err(error.into());
        }
    };
    println!("Created {}, {}.", instance.id, instance.status_text());
    let used = tokio::select! {
        used = use_it(client, &instance, options.hold) => used,
        Ok(Ok(())) = &mut interrupt => {
            println!("Ctrl-C: giving it back.");
            Ok(())
        }
    };
    give_back(client, &key).await?;
    used
}

fn asked() -> std::io::Result<bool> {
    let answers = std::io::stdin();
    consent::is_given(answers.is_terminal(), answers.lock(), std::io::stdout())
}

async fn use_it(client: &Client, instance: &Instance, hold: Duration) -> Result<()> {
    let started = Instant::now();
    let ready = client
        .wait_until(instance, Until::ssh_ready())
        .interval(Duration::from_secs(1))
        .on_progress(move |seen| {
            println!("  {:>4} s  {}", started.elapsed().as_secs(), seen.status_text());
        })
        .await?;
    show(&ready);
    // Running is not reachable: does anything answer there?
    if let Some((host, port)) = ready.ssh_address() {
        println!("Waiting for {host}:{port} to answer.");
    }
    let answering = client
        .wait_until(&ready, Until::ssh_ready())
        .reachable(Instance::ssh_address)
        .limit(Duration::from_secs(30));
    match answering.await {
        Ok(_) => println!("The login answers."),
        Err(error) if error.kind() == Kind::WaitLimit => println!("The login does not answer yet."),
        Err(error) => return Err(error.into()),
    }
    if !hold.is_zero() {
        println!("Yours for {} s. Ctrl-C gives it back earlier.", hold.as_secs());
        tokio::time::sleep(hold).await;
    }
    Ok(())
}

/// How to reach the machine and what it costs.
fn show(instance: &Instance) {
    println!("Ready.");
    if let Some(ssh) = instance.ssh() {
        println!("  login     {ssh}    (the password is in `instance.ssh_password()`)");
    }
    for inner_port in [8888, 7890] {
        if let Some(url) = instance.http_url(inner_port) {
            println!("  port {inner_port} {url}");
        }
    }
    match (instance.price_cent.get(), instance.inferred_rate()) {
        (Some(cent), Some(rate)) => {
            println!("  price     {cent} as sent; probably {rate}, which is an inference");
        }
        _ => println!("  price     unknown"),
    }
}

/// Releases until the machine is known to be gone.
async fn give_back(client: &Client, key: &MetaKey) -> Result<()> {
    let last = client.get_instance(key).await;
    let giving = client.give_back(key).interval(Duration::from_secs(1));
    let confirmation = giving.on_progress(|seen| println!("  {}", *seen)).await;
    match confirmation {
        Ok(confirmation) if confirmation.is_gone() => {
            println!("Release confirmed.");
            match last.ok().and_then(|last| last.cost_so_far(Timestamp::now())) {
                Some(cost) => println!("It cost {cost:#}."),
                None => println!("What it cost is not known."),
            }
            return Ok(());
        }
        Ok(confirmation) => println!("{confirmation:#}"),
        Err(error) => println!("Giving back failed: {error}"),
    }
    let alarm = format!("NOT CONFIRMED: the machine with meta key {key} may still bill.");
    Err(format!("{alarm} Release it in the web console.").into())
}

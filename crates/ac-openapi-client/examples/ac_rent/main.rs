//! Rents a container, waits for it, shows how to reach it, runs a script in it, gives it back and
//! proves it.
//!
//! Without keys it rents from an emulator that it starts itself, and nothing costs anything:
//!
//! ```console
//! $ cargo run --example ac_rent
//! ```
//!
//! With them it rents a real container, after a "yes". What and where are flags or variables:
//!
//! ```console
//! $ export AC_USER=… AC_ACCESS_KEY=… AC_SECRET_KEY=…
//! $ cargo run --example ac_rent -- --region 11250 --accelerator dcu \
//!       --group … --image … --version … --hold 600
//! ```
//!
//! `AC_TOKEN` and `AC_BASE_URL` do as well as keys, and `--yes` says yes beforehand.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it talks to a person")]

mod consent;
mod give_back;
mod options;
mod service;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use ac_openapi_client::{
    Client, Created, Instance, InstanceName, PortProtocol, Script, ScriptScope, Until,
};
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
    let service = Service::choose(&options).await?;
    let rented = rent(&service, &options).await;
    service.report();
    rented
}

async fn rent(service: &Service, options: &Options) -> Result<()> {
    let client = service.client();
    show_limits(client, options).await?;

    // Made before anything exists: whatever happens from here on, this name finds the container.
    let name = InstanceName::unique("rent_example")?;
    let order = client
        .create_instance(options.instance(name.clone()))
        .description("ac-openapi-client example")
        .port(PortProtocol::Ssh, 22)
        .port(PortProtocol::Http, 8888);
    println!("The plan, nothing is spent yet:\n\n{}\n", order.preview()?.as_curl());
    if service.is_real() && !options.yes {
        consent::ask()?;
    }

    // From here on Ctrl-C does not end the program: the container has to be given back first.
    let mut interrupt = tokio::spawn(tokio::signal::ctrl_c());
    // The create is not cut short either: dropped half-way it might still make a container.
    let created = match order.await {
        Ok(created) => created,
        Err(error) if !error.may_have_taken_effect() => return Err(error.into()),
        Err(error) => {
            println!("The create failed, but a container may exist: {error}");
            give_back::by_name(client, &name).await?;
            return Err(error.into());
        }
    };
    let started = Instant::now();
    println!("Created {} as {}.", created.id, created.name);
    let used = tokio::select! {
        used = use_it(client, &created, options.hold) => used,
        Ok(Ok(())) = &mut interrupt => {
            println!("Ctrl-C: giving it back.");
            Ok(())
        }
    };
    if let Err(error) = &used {
        println!("It could not be used: {error}");
    }
    let given_back = give_back::by_id(client, &created.id).await;
    let seconds = started.elapsed().as_secs();
    println!("It was there for {seconds} s. No call of this interface tells a price.");
    given_back.and(used)
}

/// What one node of the group has to give. 0 may mean "no limit set", so nothing is refused here.
async fn show_limits(client: &Client, options: &Options) -> Result<()> {
    let limits = client.get_node_limits(options.accelerator.clone(), &options.group).await?;
    println!(
        "A node of {} has {} cores, {} MB and {} accelerators.\n",
        options.group,
        known(limits.cpu_number.get()),
        known(limits.memory_mb.get()),
        known(limits.gpu_number.get()),
    );
    Ok(())
}

async fn use_it(client: &Client, created: &Created, hold: Duration) -> Result<()> {
    let started = Instant::now();
    let ready = client
        .wait_until(&created.id, Until::addressed_ports(2))
        .interval(Duration::from_secs(1))
        .on_progress(move |seen| {
            println!("  {:>4} s  {}", started.elapsed().as_secs(), known(seen.status.get()));
        })
        .await?;
    show(client, &ready).await;
    let script = Script::new("nvidia-smi\nuname -a", ScriptScope::All);
    let _accepted = client.execute_script(&created.id, script).await?;
    println!("Script handed over; no call tells what became of it.");
    if !hold.is_zero() {
        println!("Yours for {} s. Ctrl-C gives it back earlier.", hold.as_secs());
        tokio::time::sleep(hold).await;
    }
    Ok(())
}

/// How to reach the container.
async fn show(client: &Client, instance: &Instance) {
    println!(
        "Ready. (`expose()` gives the masked addresses whole: they log in whoever opens them.)"
    );
    for port in instance.ports() {
        let number = known(port.container_port.get());
        match port.access_url.get() {
            None => println!("  port {number}: no address"),
            Some(url) => match url.ssh() {
                Some(login) => println!("  port {number}: {login}"),
                None => println!("  port {number}: {url}"),
            },
        }
    }
    match client.get_access_url(&instance.id).await {
        Ok(Some(url)) => println!("  access: {url}"),
        Ok(None) => println!("  access: no address"),
        Err(error) => println!("  access: {error}"),
    }
}

fn known<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(|| "?".to_owned(), ToString::to_string)
}

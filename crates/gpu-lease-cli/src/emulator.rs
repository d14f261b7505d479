//! `emulator` and `demo`: a vendor on this machine, made up and free of charge.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::time::Duration;

use clap::{FromArgMatches as _, Subcommand as _};
use gpu_emulator::{Clock, ServeOptions, Serving, VendorName, serve};
use serde_json::json;
use tokio::net::TcpListener;

use crate::exit::{Failure, Result};
use crate::signals::Signals;
use crate::up::{Hold, Order, rent};
use crate::world::World;

/// How an emulator is served.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The vendor: glows, mdc or ac-openapi
    #[arg(value_name = "VENDOR")]
    vendor: VendorName,
    /// The port of 127.0.0.1 to listen on; 0 for any free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    /// Runs the machines' clock so many times as fast
    #[arg(long, value_name = "N", default_value = "1")]
    speed: NonZeroU32,
    /// Refuses every order for want of capacity
    #[arg(long)]
    no_capacity: bool,
}

/// Serves until it is told to end, and then says what was rented.
pub(crate) async fn emulator(world: &World, options: &Options) -> Result<()> {
    let mut signals = Signals::listen()?;
    let mut how = ServeOptions::default();
    (how.port, how.no_capacity) = (options.port, options.no_capacity);
    how.clock = Clock::faster(options.speed);
    let serving = start(options.vendor, how).await?;
    let ways: Vec<_> = serving
        .exports()
        .iter()
        .map(|export| json!({"way": export.way, "variables": HashMap::<_, _>::from_iter(export.variables.iter().cloned())}))
        .collect();
    let document =
        json!({"schema": "gpu-lease/emulator/1", "base_url": serving.base_url(), "exports": ways});
    world.print(&document, &(serving.greeting() + "\n"))?;
    world.tell("Ctrl-C stops it");
    signals.next().await;
    world.tell(format!("ledger: {}", serving.ledger()));
    serving.shutdown().await;
    Ok(())
}

async fn start(vendor: VendorName, how: ServeOptions) -> Result<Serving> {
    let started = serve(vendor, how).await;
    started.map_err(|error| Failure::usage(format!("the emulator does not start: {error}")))
}

/// A whole rental against an emulator, in a journal that is thrown away.
pub(crate) async fn demo(world: &World) -> Result<()> {
    // Something has to listen where one would log in.
    let machine = TcpListener::bind("127.0.0.1:0").await.map_err(Failure::failed)?;
    let mut how = ServeOptions::default();
    how.ssh_at = Some(machine.local_addr().map_err(Failure::failed)?);
    how.queued_for = Some(Duration::from_secs(2));
    let serving = start(VendorName::Glows, how).await?;
    world.tell(format!(
        "an emulated Glows.ai answers at {}; nothing costs money",
        serving.base_url()
    ));
    let variables = serving.exports().iter().flat_map(|export| &export.variables);
    let variables = variables.map(|(name, value)| ((*name).to_owned(), value.clone()));
    let folder = std::env::temp_dir().join(format!("gpu-lease-demo-{}", std::process::id()));
    let world = &world.clone().elsewhere(variables.collect(), folder.clone());
    let line = "up glows --image img-87p9kq26 --region TW-03 --for 1h --yes";
    world.tell(format!("$ gpu-lease {line} --gpu 'NVIDIA GeForce RTX 4090'"));
    let words = line.split(' ').chain(["--gpu", "NVIDIA GeForce RTX 4090"]);
    let matches = Order::augment_subcommands(clap::Command::new("up")).try_get_matches_from(words);
    let order = matches.and_then(|matches| Order::from_arg_matches(&matches));
    let rented = rent(world, &order.map_err(Failure::usage)?, Some(Hold::Nothing)).await;
    world.tell(format!("the emulator's ledger: {}", serving.ledger()));
    serving.shutdown().await;
    // What is left behind is a file in the system's folder for such.
    drop(std::fs::remove_dir_all(folder));
    rented
}

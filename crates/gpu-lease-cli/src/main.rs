//! The command `gpu-lease`.

mod args;
mod cost;
mod doctor;
mod down;
#[cfg(feature = "emulator")]
mod emulator;
mod exit;
mod journal;
mod ls;
mod offers;
mod probe;
mod profile;
mod show;
mod signals;
mod table;
mod up;
mod values;
mod vendor;
mod watch;
mod world;

#[cfg(test)]
#[cfg(unix)]
#[path = "../tests/in_process/mod.rs"]
mod tests;

#[cfg(not(any(feature = "glows", feature = "mdc", feature = "ac-openapi")))]
compile_error!("choose a vendor: the features `glows`, `mdc`, `ac-openapi`");

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser as _};

use args::{Cli, Verb};
use exit::{Code, Result};

use world::World;

/// What requests say of this program.
const AGENT: &str = concat!("gpu-lease/", env!("CARGO_PKG_VERSION"));

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let world = World::of_process();
    let code = match runtime {
        Ok(runtime) => runtime.block_on(run(std::env::args_os().collect(), world)),
        Err(error) => {
            world.tell(format!("error: {error}"));
            Code::Failed as u8
        }
    };
    // Whatever still runs is what nobody wants to wait for.
    std::process::exit(code.into());
}

/// Runs one command line, the program's name included, and says the exit code.
async fn run(arguments: Vec<OsString>, mut world: World) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&world, &error),
    };
    world.options = cli.common;
    match verb(&cli.verb, &world).await {
        Ok(()) => 0,
        Err(failure) => {
            world.tell(format!("error: {failure}"));
            for key in &failure.keys {
                world.tell(format!("MAY STILL COST MONEY: {key}"));
            }
            if failure.keys.is_empty() && failure.code == Code::MayStillCost {
                world
                    .tell("MAY STILL COST MONEY: the key is in the journal; run `gpu-lease sweep`");
            }
            failure.code as u8
        }
    }
}

/// Help and versions are data; whatever else clap says is one line that tells what to do.
fn usage(world: &World, error: &clap::Error) -> u8 {
    if !error.use_stderr() {
        drop(world.write(&error.to_string()));
        return 0;
    }
    let text = error.to_string();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let told: Vec<_> = lines
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .collect();
    world.tell(format!("{}; see `gpu-lease --help`", told.join(" ")));
    Code::Usage as u8
}

async fn verb(verb: &Verb, world: &World) -> Result<()> {
    match verb {
        Verb::Offers { gpu, sort } => offers::offers(world, gpu.as_deref(), *sort).await,
        Verb::Up { order } => Box::pin(up::rent(world, order, None)).await,
        Verb::Ls { all } => ls::ls(world, *all).await,
        Verb::Show { key, secrets } => show::show(world, key.as_deref(), *secrets).await,
        Verb::Ssh { key, dry_run, more } => show::ssh(world, key.as_deref(), *dry_run, more).await,
        Verb::Cost { all } => cost::cost(world, *all),
        Verb::Down { keys, dry_run, yes, .. } => down::down(world, keys, *dry_run, *yes).await,
        Verb::Sweep { prefix, dry_run } => down::sweep(world, prefix.as_deref(), *dry_run).await,
        Verb::Probe { target } => Box::pin(probe::probe(world, target)).await,
        Verb::Watch => watch::watch(world).await,
        #[cfg(feature = "emulator")]
        Verb::Emulator(options) => emulator::emulator(world, options).await,
        #[cfg(feature = "emulator")]
        Verb::Demo => Box::pin(emulator::demo(world)).await,
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "gpu-lease", &mut script);
            world.write(&String::from_utf8_lossy(&script))
        }
        Verb::Man { folder } => man(world, folder),
        Verb::Doctor => doctor::doctor(world).await,
    }
}

/// One page for the command and one for each verb.
fn man(world: &World, folder: &std::path::Path) -> Result<()> {
    let failed = |error: std::io::Error| {
        let what = format!("{} cannot be written: {error}", folder.display());
        exit::Failure::failed(what)
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(failed)?;
    let text = format!("written; read with: man {}\n", folder.join("gpu-lease.1").display());
    let folder = folder.display().to_string();
    world.print(&serde_json::json!({"schema": "gpu-lease/man/1", "folder": folder}), &text)
}

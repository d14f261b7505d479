//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::offers::Sort;
use crate::up::Order;
use crate::world::Common;

/// What the exit codes mean, below every help.
const CODES: &str = "\
Exit codes:
  0   done
  1   failed in another way; nothing costs money
  2   wrong usage; nothing was sent that changes anything
  3   refused: no capacity, or not at this price
  4   credentials are missing, unusable or rejected
  5   not reached: no usable answer
  10  A MACHINE MAY STILL COST MONEY; its key is on standard error: run `gpu-lease sweep`

Credentials come from the environment (GLOWS_SDK_TOKEN; MDC_TOKEN, MDC_USER_ID, MDC_BASE_URL;
AC_TOKEN, AC_BASE_URL or AC_USER, AC_ACCESS_KEY, AC_SECRET_KEY) or, with --profile NAME, from
NAME.env in the folder for settings (mode 0600). Try `gpu-lease demo`: it needs none.";

/// Rents GPU machines, limited in time and money, and gives them back whatever happens.
#[derive(Parser)]
#[command(name = "gpu-lease", version, after_help = CODES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Shows what can be rented now, in all accounts that are set up
    #[command(after_help = "Example:\n  gpu-lease offers --gpu H20 --sort price")]
    Offers {
        /// Only GPUs with this in their name
        #[arg(long, value_name = "NAME")]
        gpu: Option<String>,
        /// The order
        #[arg(long, value_enum, default_value = "price")]
        sort: Sort,
    },
    /// Rents a machine, prints how to log in, and gives it back in the end
    #[command(after_help = "\
Examples:
  gpu-lease up glows --image img-87p9kq26 --gpu 'NVIDIA GeForce RTX 4090' --region TW-03 --for 2h
  gpu-lease up mdc --cluster host-cluster --sku 66 --image IMAGE --disk 50 --max-cost 5CNY -- ./train.sh")]
    Up {
        #[command(subcommand)]
        order: Order,
    },
    /// Lists open leases by the journal; with --all every machine of the accounts, too
    #[command(after_help = "Example:\n  gpu-lease ls --all --json")]
    Ls {
        /// Asks the vendors for machines that are not in the journal, too
        #[arg(long)]
        all: bool,
    },
    /// Shows one lease, and what the vendor says of the machine now
    #[command(after_help = "Example:\n  gpu-lease show KEY --secrets")]
    Show {
        /// The key; may be left out if there is one open lease
        key: Option<String>,
        /// Shows passwords, too
        #[arg(long)]
        secrets: bool,
    },
    /// Logs in by the system's ssh
    #[command(after_help = "Example:\n  gpu-lease ssh KEY -- nvidia-smi")]
    Ssh {
        /// The key; may be left out if there is one open lease
        key: Option<String>,
        /// Prints the command instead of running it
        #[arg(long)]
        dry_run: bool,
        /// More for ssh, such as a command to run there
        #[arg(last = true, value_name = "ARGUMENTS")]
        more: Vec<String>,
    },
    /// Shows what open leases have cost so far
    #[command(after_help = "Example:\n  gpu-lease cost --all")]
    Cost {
        /// Counts leases that are over, too
        #[arg(long)]
        all: bool,
    },
    /// Gives machines back; succeeds only if they are gone
    #[command(after_help = "Examples:\n  gpu-lease down KEY\n  gpu-lease down --all --yes")]
    Down {
        /// Keys, as `ls` shows them
        #[arg(value_name = "KEY", required_unless_present = "all")]
        keys: Vec<String>,
        /// All open leases of the journal
        #[arg(long, conflicts_with = "keys")]
        all: bool,
        /// Shows what would be given back
        #[arg(long)]
        dry_run: bool,
        /// Does not ask
        #[arg(long, short)]
        yes: bool,
    },
    /// Gives back what dead processes left behind
    #[command(
        after_help = "Examples:\n  gpu-lease sweep --dry-run\n  gpu-lease sweep --prefix lease_70zft9bc_"
    )]
    Sweep {
        /// By the beginning of keys instead of the journal, for when the journal is lost; it must be yours alone
        #[arg(long, value_name = "PREFIX", conflicts_with = "dry_run")]
        prefix: Option<String>,
        /// Shows what would be looked at
        #[arg(long)]
        dry_run: bool,
    },
    /// Asks a vendor all that can be read, and writes its answers, masked, and how they differ from the documents
    #[command(after_help = "\
Examples:
  gpu-lease probe glows --dry-run
  gpu-lease probe mdc --out answers
  gpu-lease probe mdc --spend 1CNY --cluster host-cluster --sku 66 --image IMAGE --disk 50")]
    Probe {
        #[command(subcommand)]
        target: crate::probe::Target,
    },
    /// Keeps looking after what dead processes left behind, and gives it back at its limits
    #[command(after_help = "Example:\n  gpu-lease watch --json")]
    Watch,
    /// Serves an emulated vendor on this machine and prints what to export
    #[command(after_help = "Example:\n  gpu-lease emulator mdc --port 8080")]
    #[cfg(feature = "emulator")]
    Emulator(crate::emulator::Options),
    /// Does a whole rental against an emulated vendor; needs no credentials
    #[command(after_help = "Example:\n  gpu-lease demo")]
    #[cfg(feature = "emulator")]
    Demo,
    /// Prints completions for a shell
    #[command(
        after_help = "Example:\n  gpu-lease completions bash > ~/.local/share/bash-completion/completions/gpu-lease"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Writes manual pages, one for each verb, into a folder
    #[command(after_help = "Example:\n  gpu-lease man ~/.local/share/man/man1")]
    Man {
        /// The folder; it is made if it does not exist
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
    /// Checks journal, credentials, clock, proxies, and whether the vendors answer
    #[command(after_help = "Example:\n  gpu-lease doctor --profile work")]
    Doctor,
}

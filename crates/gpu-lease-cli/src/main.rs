//! The command `gpu-lease`.

use gpu_lease_cli::{World, run};

fn main() {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            drop(std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("error: {error}\n")));
            std::process::exit(1);
        }
    };
    let code = runtime.block_on(run(std::env::args_os(), World::of_process()));
    // Whatever still runs is what nobody wants to wait for.
    std::process::exit(code.into());
}

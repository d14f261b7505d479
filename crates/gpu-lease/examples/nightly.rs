//! The night's jobs, on whatever GPU is free in whatever region, within a budget.
//!
//! A job that is done leaves a file. After a crash, run it again: it gives back what was left behind,
//! and does the jobs that are not done. `GLOWS_SDK_TOKEN=… cargo run -p gpu-lease --example nightly`
#![allow(clippy::print_stdout, reason = "it tells a person how the night goes")]

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use glows_client::{Category, Client, Hardware, Source};
use gpu_lease::{Kind, LeaseRequest, Leases, Machine};

const PLACES: [(&str, &str); 3] = [
    ("NVIDIA GeForce RTX 4090", "TW-03"),
    ("NVIDIA GeForce RTX 4090", "TW-04"),
    ("NVIDIA L40S", "TW-03"),
];

/// Does every job that is not done. The budget is that of `leases`.
pub(crate) async fn nightly(
    leases: &Leases,
    client: &Client,
    jobs: &[&str],
    done: &Path,
    work: impl AsyncFn(&str, Machine) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    for report in leases.sweep(client).await? {
        println!("left behind: {report}");
    }
    for job in jobs.iter().filter(|job| !done.join(job).exists()) {
        let mut orders = PLACES.iter().map(|(gpu, region)| {
            let (image, gpu) = (Source::image("img-87p9kq26"), Hardware::gpu(*gpu));
            client.create_instance(image, gpu, Category::Container, *region, *job)
        });
        let first = orders.next().ok_or("no place is listed")?;
        let request = orders.fold(leases.lease(client, first), LeaseRequest::or);
        let request =
            request.max_time(Duration::from_secs(3600)).assume_rate("0.65 Credit/hour".parse()?);
        let ended = request.run(async |machine| work(job, machine).await).await;
        match ended {
            Ok(()) => std::fs::write(done.join(job), "")?,
            Err(error) => match error.downcast_ref().map(gpu_lease::Error::kind) {
                Some(Kind::Refused) => println!("{job}: no place is free, tomorrow again"),
                Some(Kind::Price) => return Err(error), // the budget is used up
                _ => println!("{job}: {error}"),
            },
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = Leases::default_dir()?;
    let leases = Leases::builder(&folder).budget("20 Credit".parse()?).open()?;
    nightly(&leases, &Client::from_env()?, &["train", "evaluate"], &folder, async |job, machine| {
        println!("{job} runs on {}", machine.ssh()?);
        Ok(())
    })
    .await
}

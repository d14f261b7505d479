//! The example of a night's jobs: the next GPU, the next region, a crash in the middle, a budget.

use std::error::Error;
use std::sync::Mutex;

use glows_client::Client;
use gpu_emulator::{Glows, glows::Capacity};
use gpu_http::Settings;
use gpu_lease::Machine;
use gpu_lease_support::driven;

use crate::fake::{self, World};

#[allow(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/nightly.rs"]
mod program;

const JOBS: [&str; 3] = ["a", "b", "c"];

struct Night {
    world: World,
    glows: Glows,
    client: Client,
    /// The jobs that were done, and where.
    ran: Mutex<Vec<(String, String)>>,
}

impl Night {
    async fn new() -> Self {
        let world = World::new(fake::Settings::default());
        let ssh_at = Some(world.vendor.login());
        let glows =
            Glows::builder().clock(driven(&world.time)).behaviour(|how| how.ssh_at = ssh_at);
        let glows = glows.start().await.unwrap();
        let settings = Settings::new().no_proxy().clock(world.time.clock());
        let client = Client::builder(glows.token()).base_url(glows.base_url());
        let client = client.settings(settings).build().unwrap();
        Self { world, glows, client, ran: Mutex::default() }
    }

    /// One run of the program, which dies at the job `dies_at`.
    async fn run(&self, budget: &str, dies_at: &str) -> Result<(), Box<dyn Error>> {
        let leases = self.world.builder().budget(budget.parse()?).open()?;
        let work = async |job: &str, machine: Machine| -> Result<(), Box<dyn Error>> {
            let seen =
                self.client.get_instance(machine.id.parse::<glows_client::InstanceId>()?).await?;
            assert!(seen.is_running());
            if job == dies_at {
                return Err("it died".into());
            }
            let place = seen.hardware.get().map(|hardware| format!("{hardware:?}"));
            self.ran.lock().unwrap().push((job.to_owned(), place.unwrap_or_default()));
            Ok(())
        };
        program::nightly(&leases, &self.client, &JOBS, self.world.folder.as_ref(), work).await
    }

    fn jobs_done(&self) -> Vec<String> {
        self.ran.lock().unwrap().iter().map(|(job, _)| job.clone()).collect()
    }
}

#[tokio::test]
async fn a_night_goes_on_after_a_crash_and_does_no_job_twice() {
    let night = Night::new().await;
    night.run("20 Credit", "b").await.unwrap();
    assert_eq!(night.jobs_done(), ["a", "c"]);
    night.run("20 Credit", "").await.unwrap();
    assert_eq!(night.jobs_done(), ["a", "c", "b"]);
    let ledger = night.glows.ledger();
    assert_eq!((ledger.created, ledger.billing), (4, 0), "{ledger}");
}

#[tokio::test]
async fn a_job_takes_the_next_gpu_if_the_first_is_sold_out_and_waits_if_all_are() {
    let night = Night::new().await;
    let sell_out = |gpu: &'static str| {
        night.glows.change(move |how| {
            how.capacity_of.insert(gpu.to_owned(), Capacity::Refused);
        });
    };
    sell_out("NVIDIA GeForce RTX 4090");
    night.run("20 Credit", "").await.unwrap();
    let ran = night.ran.lock().unwrap().clone();
    assert!(ran.len() == 3 && ran.iter().all(|(_, place)| place.contains("L40S")), "{ran:?}");
    for job in JOBS {
        std::fs::remove_file(night.world.folder.as_ref().join(job)).unwrap();
    }
    sell_out("NVIDIA L40S");
    night.run("20 Credit", "").await.unwrap();
    let ledger = night.glows.ledger();
    assert_eq!((night.jobs_done().len(), ledger.created, ledger.billing), (3, 3, 0), "{ledger}");
}

#[tokio::test]
async fn a_night_ends_where_its_budget_does() {
    let night = Night::new().await;
    let error = night.run("0.65 Credit", "").await.unwrap_err();
    let kind = error.downcast_ref().map(gpu_lease::Error::kind);
    assert_eq!(kind, Some(gpu_lease::Kind::Price), "{error}");
    assert_eq!((night.jobs_done().len(), night.glows.ledger().billing), (1, 0));
}

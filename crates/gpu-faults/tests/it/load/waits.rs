//! Ten thousand machines waited for at once, some of them one by one.

use std::time::Duration;

use allocation_counter::{AllocationInfo, measure};
use glows_client::{Client, Instance, MetaKey, Until};
use gpu_emulator::Fault;
use gpu_emulator::proxy::WireFault;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::{Crowd, FarSide, client, in_time, key, nothing_is_left, room, runtime, turn};

/// Machines, all waited for in one listing.
const MACHINES: usize = 10_000;

/// As many of them are waited for by a wait of their own, too.
const ALONE: usize = 2000;

/// Between two waves of waits that begin, so that they do not all ask in the same moment.
const BREATH: Duration = Duration::from_millis(10);

/// A tenth of all requests fails.
fn plan(number: u64) -> Option<WireFault> {
    Some(match number % 50 {
        7 => WireFault::ResetUnprocessed,
        17 => WireFault::CloseBeforeAnswer,
        27 => Fault::status(503).into(),
        37 => WireFault::CloseReused,
        47 => Fault::status(429).header("retry-after", "1").into(),
        _ => return None,
    })
}

type Waits = Vec<JoinHandle<Instance>>;

fn meta_key(number: usize) -> MetaKey {
    MetaKey::new(key(number)).expect("a key")
}

/// Begins the waits in waves. All of them are in their first pause afterwards.
async fn begin_alone(client: &Client, crowd: &Crowd, wave: usize) -> Waits {
    let mut waits = Vec::with_capacity(ALONE);
    for number in 0..ALONE {
        let waiting = client.wait_until(meta_key(number), Until::running());
        let waiting = crowd.counted(waiting.into_future());
        waits.push(tokio::spawn(async move {
            waiting.await.expect("it runs, and nothing else ends a wait")
        }));
        if waits.len() % wave == 0 {
            crowd.all_pause().await;
            crowd.time.advance(BREATH);
        }
    }
    crowd.all_pause().await;
    waits
}

/// Begins the wait for all of them. It is in its first pause afterwards.
async fn begin_together(client: &Client, crowd: &Crowd) -> JoinHandle<Vec<Instance>> {
    let keys = (0..MACHINES).map(meta_key);
    let waiting = client.list_instances().per_page(500);
    let waiting = waiting.wait_all(keys, Until::running());
    let waiting = crowd.counted(waiting.into_future());
    let waiting = tokio::spawn(async move {
        let settled = waiting.await.into_iter();
        settled.map(|one| one.result.expect("it runs")).collect()
    });
    crowd.all_pause().await;
    waiting
}

/// What stayed allocated by a step on this thread.
fn kept<T>(runtime: &Runtime, step: impl Future<Output = T>) -> (T, AllocationInfo) {
    let mut result = None;
    let allocated = measure(|| result = Some(runtime.block_on(in_time("a step", step))));
    (result.expect("it came back"), allocated)
}

fn keys_of(instances: &[Instance]) -> Vec<String> {
    let keys = instances.iter();
    let mut keys: Vec<_> = keys.map(|one| one.meta_key.get().expect("a key").to_string()).collect();
    keys.sort();
    keys
}

/// The keys of the first machines, in the order of texts.
fn first_keys(count: usize) -> Vec<String> {
    let mut keys: Vec<_> = (0..count).map(key).collect();
    keys.sort();
    keys
}

#[test]
fn ten_thousand_waits_all_end_with_the_right_answer_and_leave_nothing() {
    let _turn = turn();
    let far = FarSide::start(plan);
    far.add(MACHINES);
    let crowd = Crowd::new(far.glows.clock());
    let wave = room().min(100);
    let runtime = runtime();
    let mut figures = (0, 0, 0);
    let whole = measure(|| {
        let client = client(&far, &crowd);
        figures.0 = size_of_val(&client.wait_until(meta_key(0), Until::running()));
        let (waits, alone) = kept(&runtime, begin_alone(&client, &crowd, wave));
        let (together, listed) = kept(&runtime, begin_together(&client, &crowd));
        (figures.1, figures.2) = (alone.bytes_current, listed.bytes_current);
        runtime.block_on(in_time("a wait", async {
            crowd.run_out().await;
            let mut instances = Vec::with_capacity(ALONE);
            for wait in waits {
                instances.push(wait.await.expect("it ended"));
            }
            assert_eq!(keys_of(&instances), first_keys(ALONE));
            let instances = together.await.expect("it ended");
            assert_eq!(keys_of(&instances), first_keys(MACHINES));
        }));
        drop(client);
        runtime.block_on(nothing_is_left(&far.proxy));
    });

    let counts = far.proxy.counts();
    let (size, alone, listed) = figures;
    let (alone, listed) = (alone / ALONE as i64, listed / MACHINES as i64);
    println!(
        "\n{ALONE} waits of their own and one wait for {MACHINES} machines, a tenth of all requests \
         struck: all ended rightly after {:?} by their clock.\n\
         A wait of its own: {size} bytes, and {alone} on the heap while it pauses. One of the many in \
         a listing: {listed} on the heap. Left at the end: {} bytes.\n\
         {} requests over {} connections, at most {} open at once in waves of {wave}.\n",
        crowd.time.elapsed(),
        whole.bytes_current,
        counts.requests,
        counts.connections,
        counts.peak
    );
    assert!(size <= 1024, "{size}");
    assert!(alone <= 16 * 1024, "{alone}");
    assert!(listed <= 2 * 1024, "{listed}");
    // What a runtime and thread-locals keep for later, however many have waited.
    assert!(whole.bytes_current <= 2 * 1024 * 1024, "{whole:?}");
    assert!(counts.peak <= 2 * (wave as u64 + 1), "{counts:?}");
    assert!(crowd.time.elapsed() <= Duration::from_secs(60));
    far.end();
}

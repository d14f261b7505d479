//! A thousand creates at once, a tenth of which lose their answer.

use std::collections::BTreeSet;
use std::sync::Arc;

use glows_client::{Category, Client, Hardware, MetaKey, Region, Source};
use gpu_emulator::Fault;
use gpu_emulator::proxy::{Framing, WireFault};
use gpu_http::Kind;
use tokio::sync::Semaphore;

use super::{Crowd, FarSide, client, in_time, key, nothing_is_left, room, runtime, turn};

const CREATES: usize = 1000;

/// In each of these the service acts: one machine for each create, whatever is answered.
fn plan(number: u64) -> Option<WireFault> {
    Some(match number % 50 {
        7 => WireFault::ResetBeforeAnswer,
        17 => WireFault::CloseBeforeAnswer,
        27 => WireFault::CutBody { framing: Framing::Chunked, after: 20 },
        37 => Fault::status(502).after_processing().into(),
        47 => WireFault::CloseAfterAnswer,
        _ => return None,
    })
}

/// How a create ended for its caller.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    Made,
    /// The error says that it may have been made, and bears the key.
    MaybeMade,
}

async fn create(client: Client, number: usize) -> Ended {
    let request = client.create_instance(
        Source::image("img-87p9kq26"),
        Hardware::gpu("NVIDIA GeForce RTX 4090"),
        Category::Container,
        Region::new("TW-03").expect("a name"),
        MetaKey::new(key(number)).expect("a key"),
    );
    match request.await {
        Ok(made) => {
            assert_eq!(made.meta_key.get().map(ToString::to_string), Some(key(number)));
            Ended::Made
        }
        Err(error) => {
            assert_eq!(error.kind(), Kind::MaybeCreated, "{error}");
            assert_eq!(error.key(), Some(key(number).as_str()));
            Ended::MaybeMade
        }
    }
}

async fn create_all(client: Client, crowd: &Crowd, at_once: usize) -> Vec<Ended> {
    let seats = Arc::new(Semaphore::new(at_once));
    let creates = (0..CREATES).map(|number| {
        let (client, seats, crowd) = (client.clone(), Arc::clone(&seats), crowd.clone());
        tokio::spawn(async move {
            let seat = seats.acquire_owned().await.expect("it is never closed");
            let ended = crowd.counted(create(client, number)).await;
            drop(seat);
            ended
        })
    });
    let creates: Vec<_> = creates.collect();
    let driver = tokio::spawn({
        let crowd = crowd.clone();
        async move {
            loop {
                crowd.run_out().await;
                tokio::task::yield_now().await;
            }
        }
    });
    let mut ended = Vec::with_capacity(CREATES);
    for create in creates {
        ended.push(create.await.expect("it ended"));
    }
    driver.abort();
    ended
}

#[test]
fn a_thousand_creates_at_once_are_a_thousand_machines() {
    let _turn = turn();
    let far = FarSide::start(plan);
    let crowd = Crowd::new(far.glows.clock());
    let at_once = room();
    let ended = runtime().block_on(async {
        let client = client(&far, &crowd);
        let ended = in_time("a create", create_all(client, &crowd, at_once)).await;
        nothing_is_left(&far.proxy).await;
        ended
    });

    let machines = far.glows.machines();
    let keys: BTreeSet<_> = machines.iter().map(|one| one.key.clone()).collect();
    assert_eq!((machines.len(), keys.len()), (CREATES, CREATES));
    let posts = far.glows.ledger().requests_to("POST", "/sdk/v1/instance");
    assert_eq!(posts.seen, CREATES as u64, "none was sent twice");
    let counts = far.proxy.counts();
    let made = ended.iter().filter(|one| **one == Ended::Made).count();
    println!(
        "\n{CREATES} creates, {at_once} at a time, a tenth of all requests struck: {} machines; {made} \
         told as made, {} as maybe made; {} requests over {} connections, at most {} open at once\n",
        machines.len(),
        CREATES - made,
        counts.requests,
        counts.connections,
        counts.peak
    );
    assert!(made * 100 >= CREATES * 95, "{made} of {CREATES}");
    // One for each call that is under way; one just closed may not have been noticed.
    assert!(counts.peak <= 2 * at_once as u64, "{counts:?}");
    far.end();
}

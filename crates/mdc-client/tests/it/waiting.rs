//! Waiting for an instance to be ready.

use std::sync::mpsc;
use std::time::Duration;

use gpu_emulator::mdc::NoGpu;
use mdc_client::{Kind, Until};

use crate::stage::Stage;

#[tokio::test]
async fn it_ends_when_the_ssh_command_is_there_and_tells_what_it_saw() {
    let stage = Stage::new().await;
    let instance = stage.rent("train").await;
    assert_eq!(instance.ssh(), None);
    let (sender, seen) = mpsc::channel();
    let ready = stage
        .cluster
        .wait_until(&instance, Until::ssh_ready())
        .on_progress(move |instance| sender.send(instance.status_text().to_owned()).unwrap())
        .await
        .unwrap();
    assert!(ready.ssh().is_some() && ready.jupyter().is_some());
    let seen: Vec<_> = seen.try_iter().collect();
    assert_eq!(seen, ["Creating", "Running"]);
}

/// No final state is documented, so nothing but the limit ends a wait for what never comes.
#[tokio::test]
async fn the_limit_tells_the_last_status_and_the_instance() {
    let stage = Stage::with(|behaviour| behaviour.create_without_gpu = NoGpu::Fails).await;
    assert!(stage.mdc.set_stock("66", 0));
    let instance = stage.rent("train").await;
    let wait = stage.cluster.wait_until(&instance, Until::ssh_ready());
    let error = wait.limit(Duration::from_secs(600)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    assert_eq!(error.last_state(), Some("Failed"));
    assert_eq!(error.id(), Some(instance.name.as_str()));
    assert_eq!(stage.time.elapsed(), Duration::from_secs(600));
}

/// However many are waited for, an interval costs one request.
#[tokio::test]
async fn many_are_waited_for_by_one_list_per_interval() {
    let stage = Stage::new().await;
    let mut instances = Vec::new();
    for _ in 0..5 {
        instances.push(stage.rent("train").await);
    }
    let before = stage.mdc.requests().len();
    let list = || stage.cluster.list_instances();
    let mut waiting = list().wait_all(&instances, Until::running());
    let mut settled = 0;
    while let Some(one) = waiting.next().await {
        assert_eq!(one.key, one.result.unwrap().name.as_str());
        settled += 1;
    }
    assert_eq!(settled, 5);
    assert_eq!(stage.mdc.requests().len() - before, 3, "at 0 s, 2 s and 5 s");

    let absent = [crate::stub::name("instance-1")];
    let wait = list().wait_all(absent, Until::running()).limit(Duration::from_secs(9));
    let ended = wait.await;
    let [ended] = &ended[..] else { panic!("one was waited for") };
    let error = ended.result.as_ref().unwrap_err();
    assert_eq!((error.kind(), error.id()), (Kind::WaitLimit, Some("instance-1")));

    let wait = list().wait_all(&instances[..1], Until::status("Shutdown"));
    let ended = wait.limit(Duration::from_secs(9)).await.remove(0);
    assert_eq!(ended.result.unwrap_err().last_state(), Some("Running"));
}

/// A list has more pages, and there is no way to ask for them.
#[tokio::test]
async fn a_look_reads_a_bounded_number_and_never_one_that_has_settled() {
    let stage = Stage::with(|behaviour| behaviour.page_size = Some(1)).await;
    assert!(stage.mdc.set_stock("66", 100));
    let mut instances = Vec::new();
    for _ in 0..21 {
        instances.push(stage.rent("train").await);
    }
    stage.time.advance(Duration::from_secs(10));
    let before = stage.mdc.requests().len();
    let list = stage.cluster.list_instances();
    let mut waiting = list.wait_all(&instances, Until::running());
    waiting.next().await.unwrap().result.unwrap();
    assert_eq!(stage.mdc.requests().len() - before, 1, "it settles as it comes");
    assert_eq!(waiting.pending(), 20);
    while let Some(one) = waiting.next().await {
        one.result.unwrap();
    }
    assert_eq!(stage.mdc.requests().len() - before, 17 + 5);
}

//! Whole rentals from the emulator.

use std::time::Duration;

use ac_openapi_client::*;
use wiremock::MockServer;

use crate::support::*;

#[tokio::test]
async fn from_keys_to_a_confirmed_deletion() {
    let Emulated { ac, client, .. } = emulated(|_| ()).await;
    let limits = client.get_node_limits(Accelerator::Gpu, "TeslaM40").await.unwrap();
    assert!(limits.memory_mb.copied().is_some_and(|most| most >= 15_360));

    let created = create_sample(&client).port(PortProtocol::Ssh, 22).await.unwrap();
    assert_eq!(ac.ledger().to_string(), "created 1, billing 0, pending 1");
    let ready = client.wait_until(&created.id, Until::addressed_ports(2)).await.unwrap();
    assert_eq!(ready.name.as_str(), Some("Instances_2205113838"));
    assert_eq!(ready.ports().filter(|port| port.access_url.is_set()).count(), 2);
    assert!(ready.address().is_some());
    assert_eq!(ac.ledger().billing, 1);

    let url = client.get_access_url(&created.id).await.unwrap().unwrap();
    assert!(url.http().is_some());
    let script = Script::new("echo one\necho two", ScriptScope::All);
    let _handed_over = client.execute_script(&created.id, script).await.unwrap();
    assert_eq!(ac.scripts(created.id.as_str()), ["echo one\necho two\n"]);

    let _accepted = client.stop_instances(&created.id).await.unwrap();
    assert!(client.confirm_stopped(&created.id).await.unwrap().all_ended());
    let _accepted = client.delete_instances(&created.id).await.unwrap();
    let gone = client.confirm_deleted(&created.id).await.unwrap();
    assert!(gone.all_gone(), "{gone}");
    assert_eq!(ac.ledger().to_string(), "created 1, billing 0");
}

#[tokio::test]
async fn a_stopped_instance_gets_another_size_and_runs_again_after_a_restart_that_takes_its_time() {
    let minutes = Duration::from_secs(270);
    let it = emulated(|behaviour| behaviour.waiting_again_for = minutes).await;
    let id = create_sample(&it.client).await.unwrap().id;
    it.client.wait_until(&id, Until::running()).await.unwrap();
    let _accepted = it.client.stop_instances(&id).await.unwrap();
    it.client.wait_until(&id, Until::ended()).await.unwrap();

    let spec = ResourceSpec { cpu_number: 4, gpu_number: 1, ram_mb: 16_384 };
    let _accepted = it.client.update_resource_spec(&id, spec).await.unwrap();
    let before = it.time.elapsed();
    let accepted = it.client.restart_instance(&id).await.unwrap();
    assert_eq!(accepted.data, id.as_str());
    let running = it.client.wait_until(&id, Until::restarted()).await.unwrap();
    assert_eq!((running.cpu_number.copied(), running.ram_mb.copied()), (Some(4), Some(16_384)));
    assert!(it.time.elapsed() - before >= minutes);
}

#[tokio::test]
async fn a_failed_instance_ends_the_wait_and_can_be_restarted() {
    let it = emulated(|behaviour| behaviour.deploying_fails = true).await;
    let id = create_sample(&it.client).await.unwrap().id;
    let error = it.client.wait_until(&id, Until::running()).await.unwrap_err();
    assert_eq!((error.kind(), error.last_state()), (Kind::WaitEnded, Some("Failed")));
    it.ac.change(|behaviour| behaviour.deploying_fails = false);
    let _accepted = it.client.restart_instance(&id).await.unwrap();
    it.client.wait_until(&id, Until::restarted()).await.unwrap();
}

#[tokio::test]
async fn a_rental_outlives_its_tokens() {
    let hour = Duration::from_secs(3600);
    let it = emulated(|behaviour| {
        behaviour.token_lifetime = hour;
        behaviour.waiting_for = hour * 3;
    })
    .await;
    let id = create_sample(&it.client).await.unwrap().id;
    let waiting = it.client.wait_until(&id, Until::running()).limit(hour * 4);
    waiting.await.unwrap();
    assert_eq!(it.ac.ledger().requests_to("POST", TOKENS).seen, 4);
    it.time.advance(hour * 30);
    let _accepted = it.client.delete_instances(&id).await.unwrap();
    assert!(it.client.confirm_deleted(&id).await.unwrap().all_gone());
}

#[tokio::test]
async fn the_platform_s_token_opens_its_own_calls_and_no_containers() {
    let it = emulated(|_| ()).await;
    let tokens = it.access.tokens().await.unwrap();
    let token = tokens.platform().unwrap().token.cloned().unwrap();
    let platform = it.access.platform();
    let user = platform.get_user(token.clone()).await.unwrap();
    assert!(user.account_balance.is_set());
    assert_eq!(platform.validate_token(token.clone()).await.unwrap(), TokenState::Valid);
    let error = platform.get_center(token.clone()).await.unwrap_err();
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::INTERNAL));
    let client = Client::builder(token, it.ac.base_url()).build().unwrap();
    client.list_instances().await.unwrap_err();
}

#[tokio::test]
async fn what_the_region_offers_can_be_asked() {
    let it = emulated(|_| ()).await;
    let groups = it.client.list_resource_groups().await.unwrap();
    assert!(groups.to_string().contains("TeslaM40"), "{groups}");
    let dirs = it.client.list_allowed_mount_dirs().await.unwrap();
    assert!(dirs.to_string().contains("/home/"), "{dirs}");
    let by_get = it.client.list_images_by_get(Accelerator::Dcu, ImageType::Base).await.unwrap();
    assert!(by_get.to_string().contains("image.ac.com"), "{by_get}");
    let images = it.client.list_images(ImageAccess::Public).per_page(1).stream();
    let images = images.collect().await.unwrap();
    let image = ImageRef::try_from(images.first().unwrap()).unwrap();
    let instance = NewInstance { image, ..named("from-list") };
    let _created = it.client.create_instance(instance).await.unwrap();
}

#[tokio::test]
async fn many_instances_come_in_pages_and_are_waited_for_together() {
    let it = emulated(|behaviour| behaviour.largest_limit = Some(7)).await;
    let mut ids = Vec::new();
    for number in 0..20 {
        ids.push(it.client.create_instance(named(&format!("n{number}"))).await.unwrap().id);
    }
    for form in [ListForm::Body, ListForm::Query] {
        let listed = it.client.list_instances().form(form).stream().collect().await.unwrap();
        assert_eq!(listed.len(), 20);
    }
    let ids = InstanceIds::try_from_iter(ids).unwrap();
    let settled = it.client.list_instances().per_page(100).wait_all(ids, Until::running()).await;
    assert_eq!(settled.into_iter().filter(|one| one.result.is_ok()).count(), 20);
}

#[tokio::test]
async fn many_restarts_are_waited_for_each_for_itself() {
    let server = MockServer::start().await;
    let list = |a: &str, b: &str| {
        success(&format!(r#"[{{"id":"a","status":"{a}"}},{{"id":"b","status":"{b}"}}]"#))
    };
    // `b` is still shown as stopped when `a` is on its way already.
    for page in [list("Waiting", "Terminated"), list("Running", "Waiting")] {
        once(&server, "GET", TASK, page).await;
        once(&server, "GET", TASK, success("[]")).await;
    }
    on(&server, "GET", TASK, list("Running", "Running")).await;
    let client = client(&server, &ManualClock::new());
    let both = InstanceIds::from(id("a")).and(id("b"));
    let settled = client.list_instances().wait_all(both, Until::restarted()).await;
    assert_eq!(settled.len(), 2);
    for one in settled {
        assert_eq!(one.result.unwrap().phase(), Phase::Running, "{}", one.key);
    }
}

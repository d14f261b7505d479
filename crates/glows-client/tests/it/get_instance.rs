//! Asking for one instance.

use glows_client::{Kind, Status};
use gpu_emulator::glows::IdForm;

use crate::support::{create, emulated, id, key};

#[tokio::test]
async fn both_spellings_of_an_id_and_the_key_find_the_instance() {
    let it = emulated().await;
    it.glows.change(|behaviour| behaviour.id_form = IdForm::Prefixed);
    let created = create(&it.client, "order.1").await.unwrap();
    let prefixed = created.id.as_str().to_owned();
    let bare = prefixed.strip_prefix("ins-").unwrap();
    for found in [
        it.client.get_instance(id(&prefixed)).await,
        it.client.get_instance(id(bare)).await,
        it.client.get_instance(key("order.1")).await,
        it.client.get_instance(&created).await,
    ] {
        assert_eq!(found.unwrap(), created);
    }
}

#[tokio::test]
async fn an_error_tells_which_instance_it_is_about() {
    let it = emulated().await;
    let error = it.client.get_instance(id("nobody")).await.unwrap_err();
    assert_eq!((error.kind(), error.id(), error.key()), (Kind::Vendor, Some("nobody"), None));
    let error = it.client.get_instance(key("nobody")).await.unwrap_err();
    assert_eq!((error.id(), error.key()), (None, Some("nobody")));
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn a_status_that_nobody_published_is_kept_and_not_guessed_at() {
    let it = emulated().await;
    let created = create(&it.client, "order.1").await.unwrap();
    it.glows.set_status("order.1", Some("Suspending"));
    let seen = it.client.get_instance(&created).await.unwrap();
    assert_eq!(seen.status.get(), Some(&Status::from("Suspending")));
    assert_eq!(seen.status_text(), "Suspending");
    assert_eq!(seen.is_billing(), None);
    assert!(!seen.has_ended() && !seen.is_running());
    it.glows.set_status("order.1", Some("Released"));
    let seen = it.client.get_instance(&created).await.unwrap();
    assert!(seen.has_ended() && seen.is_billing() == Some(false));
}

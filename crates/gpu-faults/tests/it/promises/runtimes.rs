//! A client may be shared by several runtimes: none waits for a connection that another, which stands
//! still, has opened.

use std::time::Duration;

use gpu_emulator::{AcOpenApi, Glows, Mdc};
use tokio::runtime::{Builder, Runtime};

/// Stands still unless it is entered.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// One call after the other, each from the next of three live runtimes.
fn in_turn(call: impl AsyncFn()) {
    let runtimes = [runtime(), runtime(), runtime()];
    for runtime in runtimes.iter().cycle().take(9) {
        // An attempt that stalls is given up after 30 s.
        let within = async { tokio::time::timeout(Duration::from_secs(20), call()).await };
        assert!(runtime.block_on(within).is_ok(), "it waits for the connection of another runtime");
    }
}

#[test]
fn a_client_is_used_from_several_live_runtimes_in_turn() {
    let services = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();

    let glows = services.block_on(Glows::start()).unwrap();
    let client = glows_client::Client::builder(glows.token()).base_url(glows.base_url());
    let client = client.build().unwrap();
    in_turn(async || drop(client.list_instances().await.unwrap()));
    assert_eq!(glows.requests().len(), 9, "a call was repeated");

    let mdc = services.block_on(Mdc::start()).unwrap();
    let user = mdc_client::UserId::new(mdc.user_id()).unwrap();
    let credentials = mdc_client::Credentials::new(mdc.token(), user);
    let client = mdc_client::Client::builder(credentials, &mdc.base_url()).build().unwrap();
    in_turn(async || drop(client.list_regions().await.unwrap()));
    assert_eq!(mdc.requests().len(), 9, "a call was repeated");

    let ac = services.block_on(AcOpenApi::start()).unwrap();
    let client = ac_openapi_client::Client::builder(ac.token(), ac.base_url()).build().unwrap();
    in_turn(async || drop(client.list_instances().await.unwrap()));
    assert_eq!(ac.requests().len(), 9, "a call was repeated");
}

//! Nothing that can be printed shows a credential: values, requests, previews and errors. The matrix of
//! gpu-faults looks through traces and errors of all calls.

use gpu_emulator::{Fault, Mdc};
use mdc_client::{DisplayName, SkuId, Until, Volume, WithSecrets};

use crate::stub::{TOKEN, USER, client};

const PASSWORD: &str = "passw0rd-canary-99";
const NOTEBOOK: &str = "n0tebook-canary-77";

#[tokio::test]
async fn a_whole_rental_shows_no_credential() {
    let mdc = Mdc::builder().token(TOKEN).user_id(USER).ssh_password(PASSWORD);
    let mdc = mdc.jupyter_token(NOTEBOOK).behaviour(|it| it.creating_for = Default::default());
    let mdc = mdc.start().await.unwrap();
    let client = client(&mdc.base_url(), TOKEN, USER);
    let regions = client.list_regions().await.unwrap();
    let cluster = client.cluster(regions.as_slice().first().unwrap());
    let name = DisplayName::unique("train").unwrap();
    let create = cluster.create_instance(SkuId::new("66").unwrap(), name, "i");
    let create = create.volume(Volume::new(50));
    let preview = create.preview().unwrap();
    let mut shown = format!("{client:?} {regions:?} {cluster:?} {create:#?} {preview} {preview:?}");

    let instance = create.await.unwrap();
    let ready = cluster.wait_until(&instance, Until::ssh_ready()).await.unwrap();
    let (ssh, password) = (ready.ssh().unwrap(), ready.ssh_password().unwrap());
    shown += &format!("{instance:?} {ready:#?} {ssh} {ssh:?} {password:?}");
    shown += &format!("{} {}", ready.jupyter().unwrap(), serde_json::to_string(&ready).unwrap());
    shown += &format!("{:?}", cluster.list_instances().await.unwrap());
    shown += &format!("{:?}", cluster.list_instances().send_raw().await.unwrap());

    let echo = format!("token {TOKEN} of {USER}, ssh password: {PASSWORD} or ?token={NOTEBOOK}");
    let json = format!(r#"{{"message":"{echo}","sshPassword":"{PASSWORD}","x":"{NOTEBOOK}"}}"#);
    for fault in [
        Fault::status(400).text(&*echo),
        Fault::status(400).json(&*json),
        Fault::status(500).html(format!("<html>{echo}</html>")),
        Fault::status(200).json(&*json),
        Fault::status(200).text(&*echo),
    ] {
        mdc.fail_next(100, fault);
        for error in [
            cluster.get_instance(&ready).await.unwrap_err(),
            cluster.list_instances().await.unwrap_err(),
            cluster.power_off(&ready).await.unwrap_err(),
            cluster.delete_instance(&ready).await.unwrap_err(),
        ] {
            shown += &format!("{error} {error:#?}");
        }
        mdc.clear_faults();
    }
    shown += &format!("{:?}", cluster.delete_instance(&ready).await.unwrap());
    shown += &format!("{:?}", cluster.confirm_deleted(&ready).await.unwrap());

    assert!(shown.contains("sshPassword") && shown.contains("token=[secret]"), "{shown}");
    for canary in [TOKEN, USER, PASSWORD, NOTEBOOK] {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }

    // They are all there for those who ask.
    assert_eq!(password.expose(), PASSWORD);
    assert!(ready.jupyter().unwrap().expose().ends_with(NOTEBOOK));
    let clear = serde_json::to_string(&WithSecrets(&ready)).unwrap();
    assert!(clear.contains(PASSWORD) && clear.contains(NOTEBOOK) && clear.contains(USER));
}

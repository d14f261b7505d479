//! Every sample of an answer: read, shown, and written back as it came.

use ac_openapi_client::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::support::*;

/// Reads the `data` of a sample, and checks that nothing of it is lost on the way back.
fn read<T: DeserializeOwned + Serialize>(fixture: &str) -> T {
    let data = json(fixture)["data"].take();
    let text = data.to_string();
    let value: T = serde_json::from_str(&text).unwrap();
    let back = serde_json::to_string(&WithSecrets(&value)).unwrap();
    assert_eq!(json(&back), data);
    value
}

#[test]
fn tokens() {
    insta::assert_debug_snapshot!(read::<Tokens>(fixture!("tokens.response")));
    let tokens: Tokens = read(fixture!("tokens.response"));
    assert_eq!(tokens.regions().count(), 2);
    assert!(tokens.platform().is_some());
}

#[test]
fn tokens_with_a_disabled_region() {
    let tokens: Tokens = read(fixture!("tokens.response.disabled-region"));
    let disabled: Vec<_> = tokens.regions().map(RegionToken::is_disabled).collect();
    assert_eq!(disabled, [false, true]);
    let odd: Tokens = serde_json::from_str(r#"[{"clusterId":"1","token":"a"},7]"#).unwrap();
    assert_eq!((odd.regions().count(), odd.bad().len()), (1, 1));
}

#[test]
fn what_else_is_answered() {
    insta::assert_debug_snapshot!("center", read::<Center>(fixture!("center.response")));
    insta::assert_debug_snapshot!("detail", read::<Instance>(fixture!("detail.response")));
    let limits: NodeLimits = read(fixture!("node_limits.response"));
    insta::assert_debug_snapshot!("node_limits", limits);
    insta::assert_debug_snapshot!("images", read::<Page<Image>>(fixture!("images.response")));
    let state: TokenState = read(fixture!("token_state.response"));
    assert_eq!(state, TokenState::Valid);
}

#[test]
fn the_access_url() {
    let url: AccessUrl = read(fixture!("url.response"));
    assert_eq!(format!("{url} {url:?}").matches("fake0000").count(), 0);
    insta::assert_debug_snapshot!(url);
}

#[test]
fn a_listed_image_is_fit_for_a_new_instance() {
    let page: Page<Image> = read(fixture!("images.response"));
    let ImageRef { path, version, .. } = ImageRef::try_from(&page.items.as_slice()[0]).unwrap();
    assert!(path.starts_with("image.ac.com:5000/dcu/") && version.starts_with("custom:"));
}

#[test]
fn an_instance_with_everything_is_read_and_written_back() {
    let everything = r#"{"id":"a","taskNumber":"2","containerPortInfoList":[
        {"accessUrl":"http://h:1/x/?token=hunter2","containerPort":"18888","protocolType":"HTTP"},
        {"accessUrl":"","containerPort":22,"protocolType":"TELNET","since":1}],
        "mountInfoList":[{"sourcePath":"/s","type":"data"}],"status":"Hibernating",
        "startTime":"2022-05-11 19:30:34","remainingTime":"14d 23h 48m",
        "timeoutLimit":"360:00:00","startScriptContent":"export A=hunter2","unheardOf":{"a":[1]}}"#;
    let instance: Instance = serde_json::from_str(everything).unwrap();
    assert_eq!(instance.task_number.copied(), Some(2));
    assert_eq!(instance.phase(), Phase::Unknown);
    let ports: Vec<_> = instance.ports().map(|port| port.container_port.copied()).collect();
    assert_eq!(ports, [Some(18888), Some(22)]);
    let back = serde_json::to_string(&WithSecrets(&instance)).unwrap();
    assert_eq!(json(&back), json(everything));
    let masked = serde_json::to_string(&instance).unwrap();
    assert!(!format!("{instance:?} {masked}").contains("hunter2"));
}

//! Only the right token with the right namespace is let in.

use super::*;

#[tokio::test]
async fn a_wrong_token_or_namespace_is_refused_everywhere() {
    let mdc = start(|_| ()).await;
    let token = format!("Authorization: bearer {}", mdc.token());
    let basic = format!("Authorization: Basic {}", mdc.token());
    let cases: [(&[&str], u16, &str); 6] = [
        (&["namespace: xxx"], 401, "invalid token"),
        (&["namespace: xxx", "Authorization: bearer other"], 401, "invalid token"),
        (&["namespace: xxx", &basic], 401, "invalid token"),
        (&[&token], 403, "namespace is not allowed"),
        (&[&token, "namespace: yyy"], 403, "namespace is not allowed"),
        (&[&token, "namespace:"], 403, "namespace is not allowed"),
    ];
    let instance = format!("{INSTANCES}/instance-12345678");
    let calls = [
        ("GET", "/mdc/api/v1/regions"),
        ("GET", "/mdc/api/v1/skus/computings?region_id=x"),
        ("POST", INSTANCES),
        ("GET", INSTANCES),
        ("DELETE", INSTANCES),
        ("GET", &instance),
        ("POST", &format!("{instance}/power_off")),
        ("POST", &format!("{instance}/power_on")),
    ];
    for (method, target) in calls {
        for (headers, status, message) in cases {
            let new = Request::new(method, target);
            let request = headers.iter().fold(new, |request, line| request.header(*line));
            assert_refused(&request.send(mdc.address()).await, status, message);
        }
    }
}

#[tokio::test]
async fn the_scheme_may_be_in_any_case() {
    let mdc = start(|_| ()).await;
    for scheme in ["bearer", "Bearer", "BEARER"] {
        let header = format!("Authorization: {scheme} {}", mdc.token());
        let request = Request::new("GET", "/mdc/api/v1/regions");
        let request = request.header(&header).header("namespace: xxx");
        assert_eq!(request.send(mdc.address()).await.status, 200, "{scheme}");
    }
}

#[tokio::test]
async fn an_unknown_path_is_not_found_and_a_wrong_method_not_allowed() {
    let mdc = start(|_| ()).await;
    assert_eq!(call(&mdc, "GET", "/mdc/api/v1/images").await.status, 404);
    assert_eq!(call(&mdc, "PUT", INSTANCES).await.status, 405);
    let off = format!("{INSTANCES}/instance-12345678/power_off");
    assert_eq!(call(&mdc, "GET", &off).await.status, 405);
}

#[tokio::test]
async fn debug_and_log_show_no_secret() {
    let builder = Mdc::builder()
        .token("canary-token")
        .ssh_password("canary-password")
        .jupyter_token("canary-notebook");
    assert!(!format!("{builder:?}").contains("canary"));
    let mdc = builder.user_id("xxx").start().await.expect("a free port");
    created(&mdc, &Order::new("a")).await;
    mdc.clock().advance(seconds(3));
    let listed = list(&mdc).await.to_string();
    assert!(listed.contains("canary-password") && listed.contains("?token=canary-notebook"));
    let shown = format!("{mdc:?} {:?} {:?} {:?}", mdc.ledger(), mdc.requests(), mdc.machines());
    assert!(!shown.contains("canary"), "{shown}");
}

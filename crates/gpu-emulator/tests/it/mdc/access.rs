//! Only the right token with the right namespace is let in.

use gpu_emulator::Vendor as _;
use gpu_emulator::mdc::MdcService;

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
    for (method, route) in MdcService::endpoints().iter() {
        let target = route.replace("{clusterName}", "host-cluster").replace("{name}", "instance-0");
        for (headers, status, message) in cases {
            let new = Request::new(method, &target);
            let request = headers.iter().fold(new, |request, line| request.header(*line));
            assert_refused(&request.send(mdc.address()).await, status, message);
        }
    }
    for scheme in ["Bearer", "BEARER"] {
        let request = Request::new("GET", "/mdc/api/v1/regions").header("namespace: xxx");
        let request = request.header(format!("Authorization: {scheme} {}", mdc.token()));
        assert_eq!(request.send(mdc.address()).await.status, 200, "{scheme}");
    }
}

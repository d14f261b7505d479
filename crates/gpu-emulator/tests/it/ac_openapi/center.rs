//! The region of a token and its URLs, and the user.

use std::net::SocketAddr;

use super::*;

const CENTER: &str = "/ac/openapi/v2/center";

async fn ask(ac: &AcOpenApi, path: &str, region: &str) -> Answer {
    call_as(ac, &ac.token_of(region).expect("a token"), "GET", path).await
}

#[tokio::test]
async fn the_other_region_has_a_bare_host_for_containers_and_the_platform_is_none() {
    let ac = start(|_| ()).await;
    let region = data(&ask(&ac, CENTER, "111131").await);
    assert_eq!((&region["id"], &region["name"]), (&json!(111131), &json!("test中心")));
    let wanted = json!([{"enable": "true", "version": "2.4.3", "url": ac.base_url()}]);
    assert_eq!(region["aiUrls"], wanted);
    let answer = ask(&ac, CENTER, "0").await;
    let wanted = json!({"code": "10001", "msg": "internal_error", "data": "internal_error"});
    assert_eq!((answer.status, answer.json()), (200, wanted));
}

#[tokio::test]
async fn neither_a_doubled_ai_nor_a_disabled_url_leads_anywhere() {
    let ac = start(|_| ()).await;
    let region = data(&ask(&ac, CENTER, "11112").await);
    let path = |at: usize| {
        let url = region["aiUrls"][at]["url"].as_str().expect("a URL");
        url.strip_prefix(&ac.base_url()).expect("its base").to_owned()
    };
    let group = "/openapi/v2/instance-service/resource-group";
    for (base, status) in [(path(0), 404), (format!("{}/ai", path(1)), 404), (path(1), 200)] {
        let answer = call(&ac, "GET", &format!("{base}{group}")).await;
        assert_eq!(answer.status, status, "{base}");
    }
}

#[tokio::test]
async fn urls_lead_to_the_proxy_that_was_asked_but_not_to_a_host_off_loopback() {
    let ac = start(|_| ()).await;
    let proxy = FaultProxy::builder(ac.address()).start().await;
    let proxy = proxy.expect("a free port");
    let port = proxy.address().port();
    for host in ["127.0.0.1", "localhost", "LOCALHOST"] {
        let url = enabled_url(proxy.address(), &format!("{host}:{port}")).await;
        assert_eq!(url, format!("http://127.0.0.1:{port}/ai"), "{host}");
    }
    for host in
        ["example.com", "192.0.2.1:80", "localhost", "localhost:http", "localhost.example.com:80"]
    {
        let url = enabled_url(ac.address(), host).await;
        assert_eq!(url, format!("{}/ai", ac.base_url()), "{host}");
    }
}

async fn enabled_url(to: SocketAddr, host: &str) -> Value {
    let request = format!(
        "GET {CENTER} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\ntoken: given\r\n\r\n"
    );
    let answer = exchange(to, request.as_bytes()).await;
    data(&answer)["aiUrls"][1]["url"].clone()
}

#[tokio::test]
async fn the_user_is_told_to_any_token() {
    let ac = AcOpenApi::builder().user("bob").start().await;
    let ac = ac.expect("a free port");
    let wanted = json!({
        "country": "中国",
        "address": "",
        "fullName": "Emulated User",
        "accountName": "bob",
        "userName": "bob",
        "computerCenter": "ac",
        "timeZone": "(UTC+0800) China Standard Time",
        "language": "zh_CN",
        "accountStatus": "Normal",
        "accountBalance": "0.00"
    });
    for region in ["0", "11112", "111131"] {
        let user = data(&ask(&ac, "/ac/openapi/v2/user", region).await);
        assert_eq!(user, wanted);
    }
}

#[tokio::test]
async fn platform_calls_need_a_token() {
    let ac = start(|_| ()).await;
    for path in [CENTER, "/ac/openapi/v2/user"] {
        let none = Request::new("GET", path).send(ac.address()).await;
        assert_refused(&none, "10003", "参数不全: token");
        assert_refused(&call_as(&ac, "other", "GET", path).await, "10008", "权限不足");
    }
}

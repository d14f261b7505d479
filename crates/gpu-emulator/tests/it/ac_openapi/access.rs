//! Who may make container calls.

use gpu_emulator::Vendor as _;
use gpu_emulator::ac_openapi::AcOpenApiService;

use super::*;

/// Every container call, with another token.
async fn each_call(ac: &AcOpenApi, token: Option<&str>) -> Vec<Answer> {
    let mut answers = vec![];
    let endpoints = AcOpenApiService::endpoints();
    for (method, route) in endpoints.iter().filter(|(_, route)| route.starts_with("/ai/")) {
        let request = Request::new(method, &route.replace("{id}", NOBODY));
        let header = |token| format!("token: {token}");
        let request = token.map(header).into_iter().fold(request, Request::header);
        answers.push(request.send(ac.address()).await);
    }
    assert_eq!(answers.len(), 15);
    answers
}

#[tokio::test]
async fn every_container_call_needs_the_token_of_a_usable_region() {
    let ac = start(|_| ()).await;
    let expired = ac.token_of("11112").expect("a token");
    ac.clock().advance(seconds(12 * 3600));
    let platform = ac.token_of("0").expect("a token");
    let table = [
        (None, "10003", "参数不全: token"),
        (Some("other"), "10008", "权限不足"),
        (Some(&expired), "10008", "权限不足"),
        (Some(&platform), "10009", "没有权限访问接口"),
    ];
    for (token, code, message) in table {
        for answer in each_call(&ac, token).await {
            assert_refused(&answer, code, message);
        }
    }
    ac.change(|behaviour| behaviour.frozen = true);
    for answer in each_call(&ac, Some("given")).await {
        assert_refused(&answer, "10007", "用户已被冻结");
    }
    assert_eq!(ac.ledger().created, 0);
}

#[tokio::test]
async fn a_gateway_may_refuse_a_token_in_its_own_words() {
    let ac = start(|behaviour| behaviour.gateway_refuses_tokens = true).await;
    for answer in each_call(&ac, Some("other")).await {
        let wanted = json!({"code": "1001", "message": "jwt token is invalid"});
        assert_eq!((answer.status, answer.json()), (200, wanted));
    }
}

#[tokio::test]
async fn a_region_without_gateway_answers_nothing_but_404() {
    let ac = start(|behaviour| {
        behaviour.regions_without_gateway.insert("11112".into());
    })
    .await;
    for answer in each_call(&ac, Some("given")).await {
        assert_eq!(answer.status, 404);
        assert!(answer.head.contains("content-type: text/plain"));
    }
    let other = ac.token_of("111131").expect("a token");
    for answer in each_call(&ac, Some(&other)).await {
        assert_eq!(answer.status, 200);
    }
}

#[tokio::test]
async fn a_region_shows_its_own_instances_only() {
    let ac = start(|_| ()).await;
    let id = created(&ac, &order()).await;
    let token = ac.token_of("111131").expect("a token");
    let list = call_as(&ac, &token, "GET", &format!("{TASK}/list?limit=9&sort=desc")).await;
    assert_eq!(data(&list), json!({"total": 0, "data": []}));
    let detail = call_as(&ac, &token, "GET", &format!("{SERVICE}/{id}/detail")).await;
    assert_refused(&detail, "816822", "任务不存在");
}

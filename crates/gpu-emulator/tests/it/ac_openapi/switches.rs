//! What AC's service may get wrong, and what its instances cost.

use super::*;

const ALL: &str = "limit=20&sort=asc";

#[tokio::test]
async fn filters_can_be_ignored_and_an_empty_list_be_null() {
    let ac = start(|behaviour| {
        behaviour.lapses.ignores_filters = true;
        behaviour.null_for_empty_list = true;
    })
    .await;
    let empty = data(&call(&ac, "GET", &format!("{TASK}/list?{ALL}")).await);
    assert_eq!(empty, json!({"total": 0, "data": null}));
    created(&ac, &named("a")).await;
    let asked = json!({"status": "Failed", "limit": 20, "sort": "asc"});
    let found = data(&call_with(&ac, "GET", TASK, &asked).await);
    assert_eq!(names(&found["data"]), ["a"]);
}

#[tokio::test]
async fn a_renewal_can_end_the_old_token_and_give_a_new_one_with_a_line_break() {
    let ac = start(|behaviour| behaviour.renewal_ends_old_token = true).await;
    let old = ac.token_of("11112").expect("a token");
    let next = ("POST", "/ac/openapi/v2/tokens/next");
    let with_break = |json: &mut Value| {
        json["data"] = format!("{}\n", json["data"].as_str().unwrap_or_default()).into();
    };
    ac.edit_next(1, Edit::json(with_break).only(next.0, next.1));
    let new = data(&call_as(&ac, &old, next.0, next.1).await);
    let new = new.as_str().expect("a token").strip_suffix('\n').expect("a line break");
    let state = "/ac/openapi/v2/tokens/state";
    data(&call_as(&ac, new, "GET", state).await);
    assert_refused(&call_as(&ac, &old, "GET", state).await, "10008", "权限不足");
}

#[tokio::test]
async fn unknown_images_and_want_of_accelerators_refuse_a_create() {
    let ac = start(|behaviour| {
        behaviour.strict_names = true;
        behaviour.accelerators.insert("TeslaM40".into(), 1);
    })
    .await;
    let unknown = create(&ac, &order_with("imagePath", "docker.io/library/alpine")).await;
    assert_refused(&unknown, "10004", "参数无效: no such image");
    let id = running(&ac, &named("a")).await;
    let full = create(&ac, &named("b")).await;
    assert_refused(&full, "716865", "创建任务错误: no accelerator is free");
    ac.end(&id);
    created(&ac, &named("b")).await;
}

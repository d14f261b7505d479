//! The list, in both forms.

use super::*;

/// The documented request, which sends the filters that are not used as `null`.
fn ask() -> Value {
    json!({
        "status": null, "instanceServiceName": null, "taskType": null,
        "start": 0, "limit": 20, "sort": "asc"
    })
}

/// The answers to the documented form and to the same as a query.
async fn both(ac: &AcOpenApi, body: &Value) -> [Answer; 2] {
    let mut query = String::new();
    for (name, value) in body.as_object().expect("an object") {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            query += &format!("&{name}={}", value.replace("null", ""));
        }
    }
    let by_query = call(ac, "GET", &format!("{TASK}/list?{query}")).await;
    [call_with(ac, "GET", TASK, body).await, by_query]
}

async fn with_instances() -> AcOpenApi {
    let ac = start(|_| ()).await;
    created(&ac, &named("a")).await;
    created(&ac, &order_with("taskType", "jupyter")).await;
    ac.clock().advance(seconds(5));
    created(&ac, &named("b")).await;
    created(&ac, &named("b")).await;
    ac
}

#[tokio::test]
async fn both_forms_filter_alike() {
    let ac = with_instances().await;
    let other = "Instances_2205113838";
    let table: [(&str, Value, &[&str]); 9] = [
        ("sort", json!("asc"), &["a", other, "b", "b"]),
        ("sort", json!("desc"), &["b", "b", other, "a"]),
        ("status", json!("Running"), &["a", other]),
        ("status", json!("Failed"), &[]),
        ("taskType", json!("jupyter"), &[other]),
        ("instanceServiceName", json!(["b"]), &["b", "b"]),
        ("instanceServiceName", json!(["a", "b"]), &["a", "b", "b"]),
        ("start", json!(3), &["b"]),
        ("limit", json!(2), &["a", other]),
    ];
    for (field, value, wanted) in table {
        let mut body = ask();
        body[field] = value;
        for answer in both(&ac, &body).await {
            assert_eq!(names(&data(&answer)["data"]), wanted, "{body}");
        }
    }
    // The first of several counts, a query may stand in place of the body, and the total is that of
    // all pages.
    for route in ["/list", ""] {
        let query = "limit=1&limit=9&sort=desc&instanceServiceName=b";
        let page = data(&call(&ac, "GET", &format!("{TASK}{route}?{query}")).await);
        assert_eq!((&page["total"], page["data"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    }
    ac.change(|behaviour| behaviour.largest_limit = Some(2));
    assert_eq!(listed(&ac, "limit=20&sort=desc").await, ["b", "b"]);
}

#[tokio::test]
async fn filters_may_be_left_out_but_limit_and_sort_not() {
    let ac = with_instances().await;
    for answer in both(&ac, &json!({"limit": 20, "sort": "desc"})).await {
        assert_eq!(data(&answer)["total"], 4);
    }
    let number = "limit: invalid type: string \"a\", expected a nonzero u64";
    let zero = "limit: invalid value: integer `0`, expected a nonzero u64";
    let table = [
        ("limit", Value::Null, "10003", "参数不全: limit"),
        ("sort", Value::Null, "10003", "参数不全: sort"),
        ("sort", json!("DESC"), "10004", "参数无效: sort: not \"DESC\""),
        ("limit", json!("a"), "10004", &format!("参数无效: {number}")),
        ("limit", json!(0), "10004", &format!("参数无效: {zero}")),
        ("status", json!("running"), "10004", "参数无效: status: not \"running\""),
    ];
    for (field, value, code, message) in table {
        let mut body = ask();
        body[field] = value;
        for answer in both(&ac, &body).await {
            assert_refused(&answer, code, message);
        }
    }
    assert_refused(&call(&ac, "GET", TASK).await, "10003", "参数不全: body");
}

#[tokio::test]
async fn the_list_may_be_wrapped_in_four_ways() {
    let ac = with_instances().await;
    let [full, _] = both(&ac, &ask()).await;
    let instances = data(&full)["data"].clone();
    let table = [
        (ListShape::NestedWithTotal, json!({"total": 4, "data": instances})),
        (ListShape::Bare, instances.clone()),
        (ListShape::Nested, json!({"data": instances})),
        (ListShape::Records, json!({"total": 4, "records": instances})),
    ];
    for (shape, wanted) in table {
        ac.change(|behaviour| behaviour.list_shape = shape);
        for answer in both(&ac, &ask()).await {
            assert_eq!(data(&answer), wanted);
        }
    }
}

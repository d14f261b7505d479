//! The list, in both forms.

use super::*;

/// The documented request, which sends the filters that are not used as `null`.
fn ask() -> Value {
    json!({
        "status": null, "instanceServiceName": null, "taskType": null,
        "start": 0, "limit": 20, "sort": "asc"
    })
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
    let table: [(&str, Value, &str, &[&str]); 9] = [
        ("sort", json!("asc"), "sort=asc", &["a", "Instances_2205113838", "b", "b"]),
        ("sort", json!("desc"), "sort=desc", &["b", "b", "Instances_2205113838", "a"]),
        ("status", json!("Running"), "status=Running", &["a", "Instances_2205113838"]),
        ("status", json!("Failed"), "status=Failed", &[]),
        ("taskType", json!("jupyter"), "taskType=jupyter", &["Instances_2205113838"]),
        ("instanceServiceName", json!(["b"]), "instanceServiceName=b", &["b", "b"]),
        (
            "instanceServiceName",
            json!(["a", "b"]),
            "instanceServiceName=a&instanceServiceName=b",
            &["a", "b", "b"],
        ),
        ("start", json!(3), "start=3", &["b"]),
        ("limit", json!(2), "limit=2", &["a", "Instances_2205113838"]),
    ];
    for (field, value, parameter, wanted) in table {
        let mut body = ask();
        body[field] = value;
        let answer = data(&call_with(&ac, "GET", TASK, &body).await);
        assert_eq!(names(&answer["data"]), wanted, "{body}");
        // The first of several counts.
        let query = format!("{parameter}&status=&limit=20&sort=asc");
        assert_eq!(listed(&ac, &query).await, wanted, "{query}");
    }
}

#[tokio::test]
async fn the_total_is_that_of_all_pages() {
    let ac = with_instances().await;
    let target = format!("{TASK}/list?limit=1&sort=desc&instanceServiceName=b");
    let page = data(&call(&ac, "GET", &target).await);
    assert_eq!((&page["total"], page["data"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    ac.change(|behaviour| behaviour.largest_limit = Some(2));
    assert_eq!(listed(&ac, "limit=20&sort=desc").await, ["b", "b"]);
}

#[tokio::test]
async fn filters_may_be_left_out_but_limit_and_sort_not() {
    let ac = with_instances().await;
    let body = json!({"limit": 20, "sort": "desc"});
    let answer = data(&call_with(&ac, "GET", TASK, &body).await);
    assert_eq!(answer["total"], 4);
    let table = [
        (json!({"sort": "desc"}), "sort=desc", "10003", "参数不全: limit"),
        (json!({"limit": 1}), "limit=1", "10003", "参数不全: sort"),
        (
            json!({"limit": 1, "sort": "DESC"}),
            "limit=1&sort=DESC",
            "10004",
            "参数无效: sort: not \"DESC\"",
        ),
        (
            json!({"limit": "a", "sort": "desc"}),
            "limit=a&sort=desc",
            "10004",
            "参数无效: limit: invalid type: string \"a\", expected a nonzero u64",
        ),
        (
            json!({"limit": 0, "sort": "desc"}),
            "limit=0&sort=desc",
            "10004",
            "参数无效: limit: invalid value: integer `0`, expected a nonzero u64",
        ),
        (
            json!({"limit": 1, "sort": "desc", "status": "running"}),
            "limit=1&sort=desc&status=running",
            "10004",
            "参数无效: status: not \"running\"",
        ),
    ];
    for (body, query, code, message) in table {
        let by_body = call_with(&ac, "GET", TASK, &body).await;
        let by_query = call(&ac, "GET", &format!("{TASK}/list?{query}")).await;
        for answer in [by_body, by_query] {
            assert_refused(&answer, code, message);
        }
    }
}

#[tokio::test]
async fn a_query_may_stand_in_place_of_the_body_and_nothing_at_all_is_missed() {
    let ac = with_instances().await;
    let answer = call(&ac, "GET", &format!("{TASK}?limit=20&sort=desc")).await;
    assert_eq!(data(&answer)["total"], 4);
    let answer = call(&ac, "GET", TASK).await;
    assert_refused(&answer, "10003", "参数不全: body");
}

#[tokio::test]
async fn the_list_may_be_wrapped_in_four_ways() {
    let ac = with_instances().await;
    let target = format!("{TASK}/list?limit=20&sort=desc");
    let full = data(&call(&ac, "GET", &target).await);
    let instances = full["data"].clone();
    assert_eq!(full, json!({"total": 4, "data": instances}));
    let table = [
        (ListShape::Bare, instances.clone()),
        (ListShape::Nested, json!({"data": instances})),
        (ListShape::Records, json!({"total": 4, "records": instances})),
    ];
    for (shape, wanted) in table {
        ac.change(|behaviour| behaviour.list_shape = shape);
        assert_eq!(data(&call(&ac, "GET", &target).await), wanted);
        assert_eq!(
            data(&call_with(&ac, "GET", TASK, &json!({"limit": 20, "sort": "desc"})).await),
            wanted
        );
    }
}

//! Images, in both editions.

use super::*;

const IMAGES: &str = "/ai/openapi/v2/image/images";

/// The documented request for public images of any name.
fn ask() -> Value {
    json!({
        "access": "public", "start": 0, "limit": 20, "sort": "ASC", "orderBy": "create_time",
        "name": "", "type": "", "acceleratorType": ""
    })
}

async fn found(ac: &AcOpenApi, body: &Value) -> Vec<String> {
    let page = data(&call_with(ac, "POST", IMAGES, body).await);
    let images = page["data"].as_array().expect("images").iter();
    let names = images.map(|image| image["name"].as_str().expect("a name"));
    names.map(str::to_owned).collect()
}

#[tokio::test]
async fn the_first_edition_filters_sorts_and_pages() {
    let ac = start(|_| ()).await;
    let (custom, lab, jupyter) = ("custom", "jupyterlab-pytorch", "jupyter");
    let table: [(&str, Value, &[&str]); 9] = [
        ("start", json!(0), &[custom, lab, jupyter]),
        ("sort", json!("DESC"), &[jupyter, lab, custom]),
        ("orderBy", json!("clone_times"), &[custom, jupyter, lab]),
        ("name", json!("py3.7"), &[jupyter]),
        ("type", json!("JupyterLab"), &[lab, jupyter]),
        ("acceleratorType", json!("dcu"), &[custom, lab]),
        ("access", json!("private"), &["test"]),
        ("start", json!(2), &[jupyter]),
        ("limit", json!(1), &[custom]),
    ];
    for (field, value, wanted) in table {
        let mut body = ask();
        body[field] = value;
        assert_eq!(found(&ac, &body).await, wanted, "{body}");
    }
}

#[tokio::test]
async fn the_first_edition_needs_five_fields() {
    let ac = start(|_| ()).await;
    for field in ["access", "orderBy", "limit", "start", "sort"] {
        let mut body = ask();
        body[field] = Value::Null;
        let answer = call_with(&ac, "POST", IMAGES, &body).await;
        assert_refused(&answer, "10003", &format!("参数不全: {field}"));
    }
    let mut body = ask();
    body["sort"] = json!("desc");
    let answer = call_with(&ac, "POST", IMAGES, &body).await;
    assert_refused(&answer, "10004", "参数无效: sort: not \"desc\"");
}

#[tokio::test]
async fn the_other_edition_asks_by_a_get_with_a_body() {
    let ac = start(|_| ()).await;
    let body = json!({"acceleratorType": "dcu", "imageType": "Base"});
    let page = data(&call_with(&ac, "GET", &format!("{SERVICE}/images"), &body).await);
    let names = page["data"].as_array().expect("images").iter();
    let names: Vec<_> = names.map(|image| image["name"].clone()).collect();
    assert_eq!((&page["total"], names), (&json!(2), vec![json!("custom"), json!("test")]));
}

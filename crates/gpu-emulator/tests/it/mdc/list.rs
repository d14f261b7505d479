//! The list, whole and in pages that nobody documented.

use super::*;

async fn three(mdc: &Mdc) {
    for name in ["a", "b", "c"] {
        created(mdc, &Order::new(name)).await;
    }
}

fn shown(page: &Value) -> (Vec<&str>, bool, u64) {
    let nodes = page["nodes"].as_array().expect("an array");
    let names = nodes.iter().map(|one| one["displayName"].as_str().expect("a name"));
    let next = page["hasNextPage"].as_bool().expect("a boolean");
    (names.collect(), next, page["totalCount"].as_u64().expect("a count"))
}

#[tokio::test]
async fn everything_is_on_one_page() {
    let mdc = start(|_| ()).await;
    three(&mdc).await;
    assert_eq!(shown(&list(&mdc).await), (vec!["a", "b", "c"], false, 3));
    mdc.change(|behaviour| behaviour.newest_first = true);
    assert_eq!(shown(&list(&mdc).await), (vec!["c", "b", "a"], false, 3));
}

#[tokio::test]
async fn a_small_page_says_that_there_are_more_and_its_parameter_has_the_switchs_name() {
    let mdc = start(|behaviour| behaviour.page_size = Some(2)).await;
    three(&mdc).await;
    let get = async |query: &str| call(&mdc, "GET", &format!("{INSTANCES}?{query}")).await;
    let pages: [(&str, &[&str], bool); 4] = [
        ("", &["a", "b"], true),
        ("page=1", &["a", "b"], true),
        ("page=2", &["c"], false),
        ("page=3", &[], false),
    ];
    for (query, names, more) in pages {
        assert_eq!(shown(&get(query).await.json()), (names.to_vec(), more, 3), "{query}");
    }
    mdc.change(|behaviour| behaviour.page_parameter = "pageNum".into());
    assert_eq!(shown(&get("page=2").await.json()).0, ["a", "b"]);
    assert_eq!(shown(&get("pageNum=2").await.json()).0, ["c"]);
    for number in ["0", "x", ""] {
        let message = format!("page {number:?} is not a positive integer");
        assert_refused(&get(&format!("pageNum={number}")).await, 400, &message);
    }
    mdc.change(|behaviour| behaviour.page_size = Some(3));
    assert_eq!(shown(&list(&mdc).await), (vec!["a", "b", "c"], false, 3));
}

#[tokio::test]
async fn an_unknown_cluster_has_no_list_and_an_empty_one_two_forms() {
    let mdc = start(|_| ()).await;
    let answer = call(&mdc, "GET", &INSTANCES.replace("host", "no")).await;
    assert_refused(&answer, 404, "cluster not found");
    for (as_null, nodes) in [(false, json!([])), (true, Value::Null)] {
        mdc.change(|behaviour| behaviour.null_for_empty_list = as_null);
        let empty = json!({"hasNextPage": false, "nodes": nodes, "totalCount": 0});
        assert_eq!(list(&mdc).await, empty);
    }
}

//! A list says whether it is all there is.

use gpu_emulator::Mdc;
use mdc_client::Kind;

use crate::stage::Stage;
use crate::stub::Stub;

#[tokio::test]
async fn a_page_with_more_behind_it_says_so_and_those_who_know_ask_for_the_next() {
    let stage = Stage::with(|behaviour| behaviour.page_size = Some(2)).await;
    for _ in 0..3 {
        stage.rent("train").await;
    }
    let first = stage.cluster.list_instances().await.unwrap();
    assert_eq!((first.instances().len(), first.total_count.copied()), (2, Some(3)));
    let why = first.incomplete_because().unwrap();
    assert_eq!(why, "more pages exist, and no way to ask for them is documented");

    let second = stage.cluster.list_instances().query_extra("page", "2").await.unwrap();
    assert_eq!(second.instances().len(), 1);
    // One of three: this page alone is not all, either.
    assert!(second.incomplete_because().is_some());
}

/// Go writes an empty list as `null`.
#[tokio::test]
async fn null_is_an_empty_list_only_if_the_count_agrees() {
    for (list, read) in [
        (r#"{"hasNextPage":false,"nodes":null,"totalCount":0}"#, Some((0, 0))),
        (r#"{"hasNextPage":false,"nodes":[]}"#, Some((0, 0))),
        (r#"{"nodes":[],"totalCount":0}"#, Some((0, 0))),
        (r#"{"nodes":[{"name":"a"}]}"#, Some((1, 0))),
        (r#"{"nodes":[{"name":{}}]}"#, Some((0, 1))),
        (r#"{"hasNextPage":false,"nodes":null,"totalCount":1}"#, None),
        (r#"{"hasNextPage":false,"nodes":null}"#, None),
        (r#"{"nodes":[]}"#, None),
        (r#"{"code":"10001","message":"failed","nodes":[]}"#, None),
        (r#"{"hasNextPage":false,"totalCount":0}"#, None),
        (r#"{"hasNextPage":false,"nodes":{},"totalCount":0}"#, None),
        ("[]", None),
        ("null", None),
    ] {
        let seen = Stub::saying(list).await.cluster().list_instances().await;
        assert!(seen.as_ref().err().is_none_or(|error| error.kind() == Kind::Unreadable));
        let seen = seen.ok().map(|list| (list.instances().len(), list.bad().len()));
        assert_eq!(seen, read, "{list}");
    }
}

/// Both regions of the emulator, and the rows that the issue of stock and discount turns on.
#[tokio::test]
async fn regions_lead_to_their_skus() {
    let mdc = Mdc::start().await.unwrap();
    let client = crate::stub::client(&mdc.base_url(), mdc.token(), mdc.user_id());
    let regions = client.list_regions().await.unwrap();
    assert_eq!(regions.as_slice().len(), 2);
    for region in &regions {
        let skus = client.list_skus(region).await.unwrap();
        assert!(skus.bad().is_empty() && !skus.is_empty());
        for sku in &skus {
            assert_eq!(sku.cluster_name.get(), Some(&region.cluster_name));
            assert!(sku.list_price().is_some() && sku.in_stock().is_some(), "{sku:?}");
        }
    }
}

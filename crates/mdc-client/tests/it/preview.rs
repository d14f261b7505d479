//! A request can be seen before it is sent, its credentials masked.

use std::time::Duration;

use mdc_client::{DisplayName, RegionId, SkuId, Volume};

use crate::stub::{TOKEN, USER, client, cluster_name, name};

#[test]
fn every_call_shows_itself_as_curl() {
    let client = client("https://neolink-ai.com/", TOKEN, USER);
    let cluster = client.cluster(cluster_name("host-cluster"));
    let one = || name("instance-4ca9xxxx");
    let region = RegionId::new("14c5a9e3-0d09-4aa0-99d3-c096b80cceaa").unwrap();
    let create = cluster
        .create_instance(SkuId::new("66").unwrap(), DisplayName::new("test1").unwrap(), "h/p/i:t")
        .volume(Volume::new(50));
    let off =
        cluster.power_off(one()).grace_period(Duration::from_secs(10)).snapshot("image1", "v1.1.0");
    let previews = [
        client.list_regions().preview(),
        client.list_skus(region).preview(),
        create.preview(),
        cluster.list_instances().preview(),
        cluster.get_instance(one()).preview(),
        off.preview(),
        cluster.power_on(one()).preview(),
        cluster.delete_instance(one()).preview(),
    ];
    let shown: Vec<_> = previews.into_iter().map(|preview| preview.unwrap().as_curl()).collect();
    let shown = shown.join("\n\n");
    assert!(!shown.contains(TOKEN) && !shown.contains(USER));
    insta::assert_snapshot!(shown);
}

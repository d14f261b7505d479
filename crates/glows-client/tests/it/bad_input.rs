//! Wrong input: an error that names the field, before anything is sent.

use glows_client::{
    Category, Client, CreateInstance, Delivery, Error, Hardware, ImageId, InstanceId, Kind,
    MetaKey, Port, Protocol, PublicIpId, Region, Source,
};

use crate::support::{create, id, saying};

fn refused(error: impl Into<Error>, field: &str) {
    let error = error.into();
    assert_eq!(error.kind(), Kind::Invalid, "{error}");
    assert_eq!(error.field(), Some(field), "{error}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[tokio::test]
async fn a_create_that_can_be_wrong_is_refused_before_it_is_sent() {
    let (server, client) = saying("{}").await;
    let wrong: Vec<(&str, CreateInstance)> = vec![
        ("cmd", create(&client, "k").cmd("")),
        ("cmd", create(&client, "k").cmd("  ")),
        ("cmd", of_category(&client, Category::Vm).cmd("sleep 1")),
        ("cmd", of_category(&client, Category::from("pod")).cmd("sleep 1")),
        ("category", of_category(&client, Category::from(""))),
        ("ports", create(&client, "k").http_port(0)),
        ("ports", create(&client, "k").http_port(80).ssh_port(80)),
        ("ports", create(&client, "k").ports([Port::new(53, Protocol::Udp).unwrap()])),
        ("ports", create(&client, "k").ports([Port::new(3389, Protocol::from("rdp")).unwrap()])),
        ("envs", create(&client, "k").env("a", "hunter2;")),
        ("envs", create(&client, "k").env("a;b", "hunter2")),
        ("envs", create(&client, "k").env("a=b", "hunter2")),
        ("envs", create(&client, "k").env("", "hunter2")),
        ("envs", create(&client, "k").env(" ", "hunter2")),
        ("unit_qty", create(&client, "k").unit_qty(0)),
        ("body_extra.gpu_name", create(&client, "k").body_extra("gpu_name", "other")),
    ];
    for (field, create) in wrong {
        refused(create.preview().unwrap_err(), field);
        let error = create.clone().await.unwrap_err();
        refused(error.clone(), field);
        assert_eq!(error.key(), Some("k"));
        assert!(!format!("{error:?} {error}").contains("hunter2"), "{error}");
        refused(create.find_or_create().await.unwrap_err(), field);
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

fn of_category(client: &Client, category: Category) -> CreateInstance {
    client.create_instance(
        Source::image("87p9kq26"),
        Hardware::gpu("NVIDIA L40S PCIe"),
        category,
        Region::new("TW-03").unwrap(),
        MetaKey::new("k").unwrap(),
    )
}

#[tokio::test]
async fn the_documented_lengths_hold_exactly() {
    let (_server, client) = saying("{}").await;
    for (field, key, image, gpu) in
        [("meta_key", 65, 1, 1), ("image_id", 1, 65, 1), ("gpu_name", 1, 1, 129)]
    {
        let of = |key, image, gpu| {
            let (image, gpu) = (Source::image("i".repeat(image)), Hardware::gpu("g".repeat(gpu)));
            client.create_instance(image, gpu, Category::Container, "r", "k".repeat(key)).preview()
        };
        refused(of(key, image, gpu).unwrap_err(), field);
        assert!(of(key.min(64), image.min(64), gpu.min(128)).is_ok());
    }
}

/// A key that is read from a file ends with a line break: sent so, it finds no machine, and a second
/// one would be rented, or a living one be called gone.
#[tokio::test]
async fn nothing_that_is_needed_can_be_blank_or_bring_a_line_break_along() {
    let (_server, client) = saying("{}").await;
    let (image, gpu) = (Source::image("i"), Hardware::gpu("g"));
    for blank in ["", " ", "\t\n", "a\n", " a", "a\u{a0}", "a\r\nb", "a\0b", "a\u{7f}"] {
        refused(blank.parse::<InstanceId>().unwrap_err(), "instance_id");
        refused(PublicIpId::try_from(blank).unwrap_err(), "public_ip_id");
        for (field, source, hardware, region, key) in [
            ("image_id", Source::image(blank), gpu.clone(), "r", "k"),
            ("snapshot_id", Source::snapshot(blank), gpu.clone(), "r", "k"),
            ("gpu_name", image.clone(), Hardware::gpu(blank), "r", "k"),
            ("cpu_name", image.clone(), Hardware::cpu(blank), "r", "k"),
            ("region", image.clone(), gpu.clone(), blank, "k"),
            ("meta_key", image.clone(), gpu.clone(), "r", blank),
        ] {
            let create = client.create_instance(source, hardware, Category::Container, region, key);
            refused(create.preview().unwrap_err(), field);
            assert_eq!(create.meta_key().is_some(), field != "meta_key");
            assert_eq!(create.region().is_some(), field != "region");
        }
    }
}

#[tokio::test]
async fn what_was_deserialised_is_measured_before_it_is_sent() {
    let (server, client) = saying("{}").await;
    let text = |length: usize| serde_json::Value::from("x".repeat(length));
    let key: MetaKey = serde_json::from_value(text(65)).unwrap();
    let image: ImageId = serde_json::from_value(text(65)).unwrap();
    let image_ok = ImageId::new("i").unwrap();
    let key_ok = MetaKey::new("k").unwrap();
    let region_ok = Region::new("TW-03").unwrap();
    let odd: MetaKey = serde_json::from_str(r#""job\n""#).unwrap();
    let region: Region = serde_json::from_str(r#"" TW\u0000""#).unwrap();
    for (field, image, key, region) in [
        ("meta_key", &image_ok, &key, &region_ok),
        ("meta_key", &image_ok, &odd, &region_ok),
        ("image_id", &image, &key_ok, &region_ok),
        ("region", &image_ok, &key_ok, &region),
    ] {
        let (image, gpu) = (Source::image(image.clone()), Hardware::gpu("g"));
        let (region, key) = (region.clone(), key.clone());
        let create = client.create_instance(image, gpu, Category::Container, region, key);
        refused(create.await.unwrap_err(), field);
    }
    let specs = client.list_specs(&image_ok, &region, 0);
    refused(specs.await.unwrap_err(), "region");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn other_calls_refuse_what_they_cannot_mean() {
    let (server, client) = saying("{}").await;
    refused(client.list_instances().page(0).await.unwrap_err(), "page");
    refused(client.list_instances().per_page(0).await.unwrap_err(), "per_page");
    refused(
        client.list_instances().per_page(0).stream().next().await.unwrap().unwrap_err(),
        "per_page",
    );
    refused(client.take_snapshot(&id("a"), " ").await.unwrap_err(), "name");
    assert!(server.received_requests().await.unwrap().is_empty());
}

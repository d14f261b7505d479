//! What a create makes of its body.

use super::*;

#[tokio::test]
async fn the_same_display_name_twice_is_two_machines() {
    let mdc = start(|_| ()).await;
    let first = created(&mdc, &Order::new("a")).await;
    let second = created(&mdc, &Order::new("a")).await;
    assert_ne!(first, second);
    assert_eq!(mdc.ledger().created, 2);
}

#[tokio::test]
async fn the_order_shows_in_the_answer() {
    let mdc = start(|_| ()).await;
    let order = Order::new("两块卡").sku("3").disk(200);
    let order = order
        .with("/Cost/CouponID", "c-1")
        .with("/VolumeMount/0/PathInContainer", "/data")
        .with("/Region", "北京一区");
    let name = running(&mdc, &order).await;
    let one = get(&mdc, &name).await.json();
    assert_eq!(one["displayName"], "两块卡");
    assert_eq!(
        one["resources"],
        json!({"cpu": "48", "memory": "384Gi", "GPUNum": "2", "GPUType": "H20"})
    );
    let cost = json!({
        "CostType": "1", "CostTime": "", "DiscountID": "10000", "GPUSKUID": "3",
        "DiskSKUID": "1", "CouponID": "c-1"
    });
    assert_eq!(one["cost"], cost);
    let annotation = |name: &str| &one["annotations"][format!("demo.cdc.datenfab.com/{name}")];
    assert_eq!(annotation("unit-price"), "2000");
    assert_eq!(annotation("cost-discount-id"), "10000");
    assert_eq!(annotation("cost-coupon-id"), "c-1");
    let disk = &one["volumeMounts"][1];
    assert_eq!((&disk["PathInContainer"], &disk["Size"]), (&json!("/data"), &json!(200)));
    assert_eq!(one["Pods"][0]["nodeScheduled"].as_str().map(|node| &node[..8]), Some("gpu-h20-"));
}

#[tokio::test]
async fn a_discount_is_noted_only_while_it_runs() {
    let mdc = start(|_| ()).await;
    let discount = |answer: Value| answer["cost"]["DiscountID"].clone();
    let order = Order::new("a").sku("2");
    assert_eq!(discount(create(&mdc, &order).await.json()), "10000");
    let not_yet = Order::new("a").sku("73");
    assert_eq!(discount(create(&mdc, &not_yet).await.json()), "");
    // From 2024-09-20 past 2024-10-01.
    mdc.clock().advance(seconds(11 * 86_400));
    assert_eq!(discount(create(&mdc, &order).await.json()), "");
}

#[tokio::test]
async fn prepaid_modes_have_their_own_skus_and_terms() {
    let mdc = start(|_| ()).await;
    for (sku, mode, term, days) in
        [("68", "4", "3D", 3), ("69", "3", "2W", 14), ("70", "2", "1M", 30)]
    {
        let order = Order::new("a").sku(sku).with("/Cost/CostType", mode);
        let refused = create(&mdc, &order).await;
        let message = format!("CostTime \"\" does not fit CostType {mode}");
        assert_refused(&refused, 400, &message);
        let answer = create(&mdc, &order.with("/Cost/CostTime", term)).await.json();
        let cost = &answer["cost"];
        assert_eq!((&cost["CostType"], &cost["CostTime"]), (&json!(mode), &json!(term)));
        let name = answer["name"].as_str().expect("a name");
        for (lasts, is) in [(days * 86_400 - 1, "Running"), (1, "Shutdown")] {
            mdc.clock().advance(seconds(lasts));
            assert_eq!(status(&mdc, name).await, is, "{term}");
        }
    }
    let mixed = Order::new("a").with("/Cost/CostType", "4").with("/Cost/CostTime", "3D");
    assert_refused(&create(&mdc, &mixed).await, 400, "CostType is not that of SKU 66");
    mdc.change(|behaviour| behaviour.sku_has_one_mode = false);
    assert_eq!(create(&mdc, &mixed).await.status, 200);
}

#[tokio::test]
async fn a_refused_create_leaves_nothing() {
    let mdc = start(|_| ()).await;
    let prepaid = |term: &str| {
        let order = Order::new("a").sku("68").with("/Cost/CostType", "4");
        order.with("/Cost/CostTime", term)
    };
    let body_is_wrong = [
        ("/Cost/CostType", json!(1)),
        ("/Cost/GPUSKUID", json!(66)),
        ("/Cost", json!(["1", "", "1", "66", ""])),
        ("/VolumeMount", json!([["/root/data", 50, "shared-filesystem"]])),
        ("/VolumeMount/0/Size", json!("50")),
        ("/VolumeMount/0/Size", json!(-1)),
        ("/VolumeMount/0/Size", json!("")),
        ("/Region", Value::Null),
    ];
    let value_is_wrong = [
        ("/namespace", "yyy", "namespace is not the user id"),
        ("/Region", "华东一区", "Region \"华东一区\" is not that of the cluster"),
        ("/Cost/CostTime", "3D", "CostTime is not for pay as you go"),
        ("/Cost/CostType", "", "CostType is \"\", not 1, 2, 3 or 4"),
        ("/Cost/CostType", "5", "CostType is \"5\", not 1, 2, 3 or 4"),
        ("/Cost/DiskSKUID", "2", "DiskSKUID is \"2\", not 1"),
        ("/Cost/GPUSKUID", "81", "GPUSKUID \"81\" is not on offer here"),
        ("/Cost/GPUSKUID", "68", "CostType is not that of SKU 68"),
        ("/VolumeMount/0/Type", "nfs", "Type is \"nfs\", not shared-filesystem"),
        ("/VolumeMount/0/PathInContainer", "a", "PathInContainer \"a\" is not absolute"),
        ("/displayName", "", "displayName is required"),
        ("/image", "", "image is required"),
    ];
    let mut table = vec![
        (Order::new("a").with("/VolumeMount/0/Size", 0), "Size is 0"),
        (prepaid("3D").with("/Cost/CouponID", "c"), "CouponID is for pay as you go only"),
    ];
    table.extend(body_is_wrong.map(|(at, value)| (Order::new("a").with(at, value), "body: ")));
    table.extend(value_is_wrong.map(|(at, text, told)| (Order::new("a").with(at, text), told)));
    for term in ["", "3", "D", "3W", "3d", "+3D", "0D", "1W2D"] {
        table.push((prepaid(term), "CostTime "));
    }
    let required = "/Cost /VolumeMount /namespace /displayName /image /Cost/CostType \
        /Cost/DiskSKUID /Cost/GPUSKUID";
    for pointer in required.split(' ') {
        table.push((Order::new("a").with(pointer, Value::Null), "body: "));
        table.push((Order::new("a").without(pointer), "body: "));
    }
    for (order, message) in table {
        let answer = create(&mdc, &order).await;
        assert_eq!(answer.status, 400, "{}", order.0);
        let told = answer.json()["message"].as_str().expect("a text").to_owned();
        assert!(told.starts_with(message), "{told}");
    }
    let template = crate::documented::sample("mdc/create.request")["body"].to_string();
    let template = template.replace("\"Size\":50", "\"Size\": ");
    let text = request(&mdc, "POST", INSTANCES).json(&json!("BODY")).bytes();
    let text = String::from_utf8(text).expect("text").replace("\"BODY\"", &template);
    let text = text.replace("Content-Length: 6", &format!("Content-Length: {}", template.len()));
    assert_eq!(exchange(mdc.address(), text.as_bytes()).await.status, 400, "the page's template");
    let elsewhere = INSTANCES.replace("host-cluster", "nowhere");
    let request = request(&mdc, "POST", &elsewhere).json(&Order::new("a").0);
    assert_refused(&request.send(mdc.address()).await, 404, "cluster not found");
    let bare = call(&mdc, "POST", INSTANCES).await;
    assert_refused(&bare, 400, "content-type is not application/json");
    assert_eq!(list(&mdc).await, json!({"hasNextPage": false, "nodes": [], "totalCount": 0}));
    assert_eq!(mdc.ledger().to_string(), "created 0, billing 0");
}

#[tokio::test]
async fn what_is_optional_may_be_missing_and_a_disk_be_an_object_as_the_table_has_it() {
    let mdc = start(|_| ()).await;
    let optional = "/Region /Cost/CouponID /Cost/CostTime /VolumeMount/0/PathInContainer \
        /VolumeMount/0/Size /VolumeMount/0/Type";
    let orders =
        optional.split(' ').map(|pointer| (Order::new("a").without(pointer), "/root/data", 50));
    let disk = json!({"PathInContainer": "/data", "Size": 60, "Type": "shared-filesystem"});
    let as_object = (Order::new("a").with("/VolumeMount", disk), "/data", 60);
    let disks = json!([{}, {"PathInContainer": "/b", "Size": 10}]);
    for (mounts, count) in [(json!([]), 1), (disks, 3)] {
        let answer = create(&mdc, &Order::new("a").with("/VolumeMount", mounts)).await.json();
        assert_eq!(answer["volumeMounts"].as_array().map(Vec::len), Some(count));
    }
    for (order, path, size) in orders.chain([as_object]) {
        let name = created(&mdc, &order).await;
        let disk = get(&mdc, &name).await.json()["volumeMounts"][1].take();
        assert_eq!((&disk["PathInContainer"], &disk["Size"]), (&json!(path), &json!(size)));
    }
}

#[tokio::test]
async fn times_are_written_in_china_as_far_as_there_is_a_calendar() {
    for (at, text) in [(1_727_712_300, "2024-10-01T00:05:00+08:00"), (u64::MAX, "9999-12-31T")] {
        let clock = Clock::manual_at(seconds(at));
        let mdc = Mdc::builder().clock(clock).user_id("xxx").start().await.expect("a free port");
        let created = create(&mdc, &Order::new("a")).await.json();
        let time = created["creationTimestamp"].as_str().expect("a time");
        assert!(time.starts_with(text), "{time}");
    }
}

#[tokio::test]
async fn clusters_do_not_see_each_others_machines() {
    let mdc = start(|_| ()).await;
    let east = INSTANCES.replace("host-cluster", "east-cluster");
    let order = Order::new("a").sku("81");
    let answer = request(&mdc, "POST", &east).json(&order.0).send(mdc.address()).await;
    let name = answer.json()["name"].as_str().expect("a name").to_owned();
    assert_eq!(answer.json()["Region"], "east-cluster");
    assert_eq!(list(&mdc).await["totalCount"], 0);
    assert_refused(&get(&mdc, &name).await, 404, "instance not found");
    assert_refused(&delete(&mdc, &name).await, 404, "instance not found");
    assert_eq!(call(&mdc, "GET", &format!("{east}/{name}")).await.status, 200);
    let wrong = create(&mdc, &order).await;
    assert_refused(&wrong, 400, "GPUSKUID \"81\" is not on offer here");
}

fn after<'a>(text: &'a Value, mark: &str) -> &'a str {
    let text = text.as_str().expect("a text");
    text.split_once(mark).expect("the mark").1
}

#[tokio::test]
async fn made_up_values_have_the_form_of_the_sample() {
    let mdc = start(|_| ()).await;
    create(&mdc, &Order::new("test1")).await;
    mdc.clock().advance(seconds(3));
    let one = list(&mdc).await["nodes"][0].clone();
    let name = one["name"].as_str().expect("a name");
    let pod = one["Pods"][0]["Name"].as_str().expect("a name");
    assert_eq!(pod.strip_prefix(name).expect("the name").len(), 6);
    let token = after(&one["servers"]["Jupyterlab"], "?token=");
    let password = one["servers"]["SSH"]["sshPassword"].as_str().expect("a password");
    assert_eq!((token.len(), password.len()), (32, 12));
    let volume = one["volumeMounts"][1]["PVCName"].as_str().expect("a volume");
    assert_eq!(volume.strip_prefix("volume-").expect("a volume").len(), 8);
}

#[tokio::test]
async fn unless_asked_for_no_address_leads_to_a_real_host() {
    let mdc = start(|_| ()).await;
    create(&mdc, &Order::new("a")).await;
    mdc.clock().advance(seconds(3));
    let servers = list(&mdc).await["nodes"][0]["servers"].clone();
    let ssh = servers["SSH"]["sshAddr"].as_str().expect("a command");
    assert!(ssh.ends_with(".gws.demo.cdc.datenfab.com.example"), "{ssh}");
    for tool in ["Jupyterlab", "Tensorboard"] {
        let url = servers[tool].as_str().expect("a URL");
        assert!(url.contains(".gw.neolink-ai.com.example/"), "{url}");
    }
    mdc.change(|behaviour| behaviour.ssh_at = Some(([127, 0, 0, 1], 2222).into()));
    let ssh = list(&mdc).await["nodes"][0]["servers"]["SSH"]["sshAddr"].clone();
    assert_eq!(ssh, "ssh -p2222 root@127.0.0.1");
}

//! Off and on again.

use super::*;

#[tokio::test]
async fn a_machine_goes_off_through_a_state_between_and_comes_back_the_same() {
    let mdc = start(|_| ()).await;
    let name = running(&mdc, &Order::new("a")).await;
    let before = get(&mdc, &name).await.json();
    assert_ok(&power_off(&mdc, &name, &json!({})).await);
    assert_eq!(status(&mdc, &name).await, "ShuttingDown");
    mdc.clock().advance(seconds(2));
    let off = get(&mdc, &name).await.json();
    assert_eq!(off["status"], "Shutdown");
    assert_eq!((off.get("servers"), off.get("Pods")), (None, None));
    assert_eq!(list(&mdc).await["nodes"][0].get("servers"), None);

    assert_ok(&power_on(&mdc, &name).await);
    assert_eq!(status(&mdc, &name).await, "Starting");
    mdc.clock().advance(seconds(3));
    assert_eq!(get(&mdc, &name).await.json(), before);
}

#[tokio::test]
async fn the_grace_period_is_the_longest_it_takes() {
    let mdc = start(|behaviour| behaviour.stopping_for = seconds(3600)).await;
    for (body, takes) in [
        (json!({"gracePeriodSeconds": 30}), 30),
        (json!({}), 10),
        (json!({"gracePeriodSeconds": 0}), 0),
        (json!({"gracePeriodSeconds": 7200}), 3600),
    ] {
        let name = running(&mdc, &Order::new("a")).await;
        assert_ok(&power_off(&mdc, &name, &body).await);
        if takes > 0 {
            mdc.clock().advance(seconds(takes - 1));
            assert_eq!(status(&mdc, &name).await, "ShuttingDown", "{body}");
            mdc.clock().advance(seconds(1));
        }
        assert_eq!(status(&mdc, &name).await, "Shutdown", "{body}");
    }
}

#[tokio::test]
async fn saving_an_image_takes_longer_and_only_works_while_running() {
    let mdc = start(|_| ()).await;
    let body = json!({
        "gracePeriodSeconds": 10, "needSnapshot": true, "imageName": "image1", "tag": "v1.1.0"
    });
    let name = created(&mdc, &Order::new("a")).await;
    let early = power_off(&mdc, &name, &body).await;
    assert_refused(&early, 409, "only a running instance can be saved");
    mdc.clock().advance(seconds(3));
    assert_ok(&power_off(&mdc, &name, &body).await);
    let (on, off) = ("created 1, billing 1", "created 1, billing 0");
    stands(&mdc, &name, &[(6, "ShuttingDown", on), (1, "Shutdown", off)]).await;
    assert_eq!(mdc.saved_images(), ["images.neolink-ai.com/xxx/image1:v1.1.0"]);
}

#[tokio::test]
async fn what_is_neither_sample_nor_table_is_refused_and_changes_nothing() {
    let mdc = start(|_| ()).await;
    let name = running(&mdc, &Order::new("a")).await;
    let image =
        |name: &str, tag: &str| json!({"needSnapshot": true, "imageName": name, "tag": tag});
    let table = [
        (json!({"gracePeriodSeconds": -1}), "body: "),
        (json!({"gracePeriodSeconds": 1.5}), "body: "),
        (json!({"gracePeriodSeconds": null}), "body: "),
        (json!({"gracePeriodSeconds": "ten"}), "body: "),
        (json!({"needSnapshot": "yes"}), "body: "),
        (json!({"needSnapshot": 1}), "body: "),
        (json!({"imageName": null}), "body: "),
        (json!([]), "body: "),
        (json!("ok"), "body: "),
        (json!({"needSnapshot": true}), "imageName is required to save an image"),
        (image("", "v1"), "imageName is required to save an image"),
        (image("a", ""), "tag is required to save an image"),
        (image("a", &"é".repeat(129)), "tag is longer than 128 characters"),
    ];
    for (body, message) in table {
        let answer = power_off(&mdc, &name, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        let told = answer.json()["message"].as_str().expect("a text").to_owned();
        assert!(told.starts_with(message), "{body}: {told}");
    }
    let untyped = request(&mdc, "POST", &format!("{INSTANCES}/{name}/power_off")).json(&json!({}));
    let untyped = untyped.without("Content-Type").header("Content-Type: text/plain");
    let answer = untyped.send(mdc.address()).await;
    assert_refused(&answer, 400, "content-type is not application/json");
    assert_eq!(status(&mdc, &name).await, "Running");
    assert!(mdc.saved_images().is_empty());
}

#[tokio::test]
async fn the_texts_of_the_table_and_the_empty_template_are_taken_as_well() {
    let template = json!({
        "gracePeriodSeconds": "", "needSnapshot": "", "imageName": "", "tag": ""
    });
    let saving = |name: &str| json!({"gracePeriodSeconds": "10", "needSnapshot": "True", "imageName": name, "tag": "v"});
    let table = [
        (template, 0),
        (json!({"gracePeriodSeconds": "30", "needSnapshot": "False"}), 0),
        (json!({"needSnapshot": false, "imageName": "a"}), 0),
        (saving("image1"), 1),
        (saving(&"é".repeat(128)), 1),
    ];
    for (body, saved) in table {
        let mdc = start(|_| ()).await;
        let name = running(&mdc, &Order::new("a")).await;
        assert_ok(&power_off(&mdc, &name, &body).await);
        assert_eq!(mdc.saved_images().len(), saved, "{body}");
    }
}

#[tokio::test]
async fn a_machine_that_is_still_being_created_can_be_powered_off_and_the_body_left_out() {
    let mdc = start(|_| ()).await;
    let name = created(&mdc, &Order::new("a")).await;
    assert_ok(&call(&mdc, "POST", &format!("{INSTANCES}/{name}/power_off")).await);
    mdc.clock().advance(seconds(60));
    assert_eq!(status(&mdc, &name).await, "Shutdown");
}

#[tokio::test]
async fn a_repeated_call_is_accepted_or_refused_but_changes_nothing() {
    let mdc = start(|_| ()).await;
    let name = running(&mdc, &Order::new("a")).await;
    assert_ok(&power_on(&mdc, &name).await);
    mdc.change(|behaviour| behaviour.refuses_repeats = true);
    assert_refused(&power_on(&mdc, &name).await, 409, "it is so already");
    assert_eq!(status(&mdc, &name).await, "Running");

    assert_ok(&power_off(&mdc, &name, &json!({})).await);
    mdc.clock().advance(seconds(1));
    assert_refused(&power_off(&mdc, &name, &json!({})).await, 409, "it is so already");
    assert_refused(&power_on(&mdc, &name).await, 409, "it is shutting down");
    mdc.change(|behaviour| behaviour.refuses_repeats = false);
    assert_ok(&power_off(&mdc, &name, &json!({})).await);
    mdc.clock().advance(seconds(1));
    assert_eq!(status(&mdc, &name).await, "Shutdown", "the first call's time counts");
    assert_ok(&power_off(&mdc, &name, &json!({})).await);
    assert_eq!(status(&mdc, &name).await, "Shutdown");
}

#[tokio::test]
async fn what_is_deleted_or_unknown_has_no_power() {
    let mdc = start(|_| ()).await;
    let name = running(&mdc, &Order::new("a")).await;
    assert_ok(&delete(&mdc, &name).await);
    assert_refused(&power_on(&mdc, &name).await, 409, "it is being deleted");
    assert_refused(&power_off(&mdc, &name, &json!({})).await, 409, "it is being deleted");
    mdc.clock().advance(seconds(1));
    for name in [name.as_str(), "instance-12345678"] {
        assert_refused(&power_on(&mdc, name).await, 404, "instance not found");
        assert_refused(&power_off(&mdc, name, &json!({})).await, 404, "instance not found");
    }
}

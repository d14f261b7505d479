//! Every documented answer is read whole, and written back as it came.

use mdc_client::{Instance, InstanceList, Items, RegionInfo, Sku, WithSecrets};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::stub::read;

/// Reads a documented value, and sees that it is written back as it came.
fn both_ways<T: Serialize + DeserializeOwned>(name: &str) -> T {
    let value = read(name);
    assert_eq!(serde_json::to_value(WithSecrets(&value)).unwrap(), read::<Value>(name), "{name}");
    value
}

#[test]
fn every_sample_is_read_and_written_back_unchanged() {
    let regions: Items<RegionInfo> = both_ways("regions.response");
    insta::assert_debug_snapshot!("regions_are_read", regions);
    let skus: Items<Sku> = both_ways("skus.response");
    insta::assert_debug_snapshot!("skus_are_read", skus);
    let list: InstanceList = both_ways("list.response");
    insta::assert_debug_snapshot!("the_list_is_read", list);
    let created: Instance = both_ways("create.response");
    insta::assert_debug_snapshot!("the_create_answer_is_read", created);
    let got: Instance = both_ways("get.response");
    insta::assert_debug_snapshot!("one_instance_is_read", got);
    let [_, _]: [Instance; 2] = ["create.response.neolink", "get.response.neolink"].map(both_ways);
}

/// The editions differ in the prefix of the annotations and the host of SSH only.
#[test]
fn both_editions_say_the_same() {
    for (sample, host) in [
        ("get.response", "gws.demo.cdc.datenfab.com"),
        ("get.response.neolink", "gws.neolink-ai.com"),
    ] {
        let instance: Instance = read(sample);
        let annotations = instance.annotations.get().unwrap();
        assert_eq!(annotations.get("gpu.resource.key"), Some("nvidia.com/gpu-4090"));
        assert_eq!(annotations.get("cost-order-id").map(str::len), Some(36));
        assert_eq!(annotations.get("saveDataEnabled"), None);
        assert_eq!(instance.unit_price(), Some("250"));
        let price = instance.inferred_price_from_fen().unwrap();
        assert_eq!(price.rate.to_string(), "2.50 CNY/hour");

        let ssh = instance.ssh().unwrap();
        let uid = "a7d2cbab-591d-4482-95ea-2df994ed1b22";
        let command = format!("ssh -p 30379 root@{uid}.{host}");
        assert_eq!(ssh.command(), command);
        assert!(instance.ssh_password().is_some());
        let jupyter = instance.jupyter().unwrap();
        assert_eq!(
            jupyter.expose_without_query(),
            format!("http://{uid}.gw.neolink-ai.com/jupyter")
        );
        assert!(jupyter.query().unwrap().expose().starts_with("token="));
        assert_eq!(
            instance.tensorboard().unwrap().to_string(),
            format!("http://{uid}.gw.neolink-ai.com/monitor")
        );
    }
}

#[test]
fn the_create_answer_is_the_smaller_one_and_says_so() {
    let instance: Instance = read("create.response");
    assert!(instance.servers.is_absent() && instance.pods.is_absent());
    assert_eq!((instance.ssh(), instance.jupyter()), (None, None));
    assert_eq!(instance.update_timestamp.get(), None);
    assert_eq!(instance.storage_billing(50).is_billing(), None);
    let listed: InstanceList = read("list.response");
    let [listed] = listed.instances() else { panic!("one is listed") };
    assert_eq!(listed.storage_billing(40).is_billing(), Some(true));
    assert_eq!(listed.compute_billing().is_billing(), Some(true));
    let resources = listed.resources.get().unwrap();
    assert_eq!(resources.memory.get().unwrap().whole(), Some(96 << 30));
    assert_eq!(resources.cpu.get().unwrap().whole(), Some(16));
    assert_eq!(resources.gpu_num.copied(), Some(1));
}

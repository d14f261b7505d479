//! An order of each vendor's; a lease replaces the name.

use ac_openapi_client::{Accelerator, Client, ImageRef, InstanceName, NewInstance};
use glows_client::{Category, Hardware, MetaKey, Source};
use mdc_client::{Cluster, DisplayName, SkuId, Volume};

/// A container of Glows.ai.
pub fn glows(client: &glows_client::Client, gpu: &str, key: &str) -> glows_client::CreateInstance {
    let (image, gpu) = (Source::image("img-87p9kq26"), Hardware::gpu(gpu));
    client.create_instance(image, gpu, Category::Container, "TW-03", MetaKey::new(key).unwrap())
}

/// A pod of MatrixDC.
pub fn mdc(cluster: &Cluster, sku: &str, name: &str) -> mdc_client::CreateInstance {
    let image = "images.neolink-ai.com/matrixdc/tensorflow:2.15.0";
    let (sku, name) = (SkuId::new(sku).unwrap(), DisplayName::new(name).unwrap());
    cluster.create_instance(sku, name, image).volume(Volume::new(50))
}

/// A container of AC OpenAPI.
pub fn ac(client: &Client, name: &str) -> ac_openapi_client::CreateInstance {
    client.create_instance(ac_container(InstanceName::new(name).unwrap()))
}

/// What to order of AC OpenAPI.
pub fn ac_container(name: InstanceName) -> NewInstance {
    let image = ImageRef::new("10.0.35.26:5000/gpu/jupyter:4.4", "jupyter:4.4");
    NewInstance::new(name, image, Accelerator::Gpu, "TeslaM40")
}

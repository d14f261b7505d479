//! One program for three vendors, which take their credentials from the environment:
//! `cargo run -p gpu-lease --example any_vendor -- mdc`
#![allow(clippy::print_stdout, reason = "it tells a person how to log in")]

use std::error::Error;
use std::time::Duration;

use gpu_lease::{Leases, Vendor};

/// Rents a machine of any vendor for an hour at most, shows how to log in, and gives it back.
pub(crate) async fn rent<V: Vendor + Clone>(
    leases: &Leases,
    vendor: &V,
    order: V::Order,
) -> Result<String, gpu_lease::Error> {
    let request = leases.lease(vendor, order).ready_when_running();
    request
        .max_time(Duration::from_secs(3600))
        .run(async |machine| {
            let login = machine.ssh().map_or_else(|why| why.to_string(), ToString::to_string);
            println!("{} ({}): {login}", machine.id, machine.status);
            Ok(machine.id)
        })
        .await
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let leases = Leases::open(Leases::default_dir()?)?;
    match std::env::args().nth(1).as_deref() {
        Some("glows") => {
            use glows_client::{Category, Client, Hardware, Source};
            let client = Client::from_env()?;
            let (image, gpu) =
                (Source::image("img-87p9kq26"), Hardware::gpu("NVIDIA GeForce RTX 4090"));
            let order =
                client.create_instance(image, gpu, Category::Container, "TW-03", "any-vendor");
            rent(&leases, &client, order).await?;
        }
        Some("mdc") => {
            use mdc_client::{Client, ClusterName, SkuId, Volume};
            let cluster = Client::from_env()?.cluster(ClusterName::new("host-cluster")?);
            let image = "images.neolink-ai.com/matrixdc/tensorflow:2.15.0";
            let order = cluster.create_instance(SkuId::new("66")?, "any-vendor", image);
            rent(&leases, &cluster, order.volume(Volume::new(50))).await?;
        }
        Some("ac") => {
            use ac_openapi_client::{Accelerator, Client, ImageRef, InstanceName, NewInstance};
            let client = Client::from_env().await?;
            let image = ImageRef::new("10.0.35.26:5000/gpu/jupyter:4.4", "jupyter:4.4");
            let name = InstanceName::new("any-vendor")?;
            let order = NewInstance::new(name, image, Accelerator::Gpu, "TeslaM40");
            rent(&leases, &client, client.create_instance(order)).await?;
        }
        _ => return Err("name a vendor: glows, mdc or ac".into()),
    }
    Ok(())
}

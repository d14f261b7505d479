//! Stops and deletes until the container is known to be gone.

use std::time::Duration;

use ac_openapi_client::{Client, InstanceId, InstanceName, Lookup};

use crate::Result;

/// Gives back a container that is known by its id.
pub(crate) async fn by_id(client: &Client, id: &InstanceId) -> Result<()> {
    let giving = client.give_back(id).interval(Duration::from_secs(1));
    match giving.on_progress(|seen| println!("  {}", *seen)).await {
        Ok(seen) if seen.all_gone() => {
            println!("Delete confirmed.");
            return Ok(());
        }
        Ok(seen) => println!("{seen:#}"),
        Err(error) => println!("Giving back failed: {error}"),
    }
    Err(alarm(&format!("the container {id}")))
}

/// Gives back what bears a unique name, if anything does.
pub(crate) async fn by_name(client: &Client, name: &InstanceName) -> Result<()> {
    match client.find_instance(name).await {
        Ok(Lookup::Found(found)) => {
            for instance in found {
                by_id(client, &instance.id).await?;
            }
            Ok(())
        }
        Ok(Lookup::Absent(why)) => {
            println!(
                "No container of the name {name} is there yet ({why}); look again in a while."
            );
            Ok(())
        }
        _ => Err(alarm(&format!("a container named {name}"))),
    }
}

fn alarm(what: &str) -> Box<dyn std::error::Error> {
    format!("NOT CONFIRMED: {what} may still cost. Delete it in the web console.").into()
}

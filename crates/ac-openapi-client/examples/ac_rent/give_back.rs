//! Stops and deletes until the container is known to be gone.

use std::time::Duration;

use ac_openapi_client::{Client, InstanceId, InstanceName, Until};

use crate::Result;

/// Gives back a container that is known by its id.
pub(crate) async fn by_id(client: &Client, id: &InstanceId) -> Result<()> {
    stop(client, id).await;
    for _ in 0..3 {
        match client.delete_instances(id).await {
            Ok(_accepted) => println!("Delete accepted."),
            Err(error) => println!("Delete failed: {error}"),
        }
        let looks = client
            .confirm_deleted(id)
            .interval(Duration::from_secs(1))
            .on_progress(|seen| println!("  {seen}"));
        match looks.await {
            Ok(seen) if seen.all_gone() => {
                println!("Delete confirmed.");
                return Ok(());
            }
            Ok(_) => {}
            Err(error) => println!("Looking failed: {error}"),
        }
    }
    Err(alarm(&format!("the container {id}")))
}

/// Gives back what bears a unique name, if anything does.
pub(crate) async fn by_name(client: &Client, name: &InstanceName) -> Result<()> {
    let found = client.find_by_name(name).await;
    let found = found.map_err(|_| alarm(&format!("a container named {name}")))?;
    if found.is_empty() {
        println!("No container of the name {name} is listed yet; look again in a while.");
    }
    for instance in found {
        by_id(client, &instance.id).await?;
    }
    Ok(())
}

/// Stopping first is polite, and what deleting does to a running container is not documented.
async fn stop(client: &Client, id: &InstanceId) {
    match client.stop_instances(id).await {
        Ok(_accepted) => println!("Stop accepted."),
        Err(error) => println!("Stop failed: {error}"),
    }
    let ended = client
        .wait_until(id, Until::ended())
        .interval(Duration::from_secs(1))
        .limit(Duration::from_secs(60))
        .on_progress(|seen| println!("  {}", crate::known(seen.status.get())));
    if let Err(error) = ended.await {
        println!("Looking failed: {error}");
    }
}

fn alarm(what: &str) -> Box<dyn std::error::Error> {
    format!("NOT CONFIRMED: {what} may still cost. Delete it in the web console.").into()
}

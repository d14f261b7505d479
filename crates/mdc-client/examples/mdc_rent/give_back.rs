//! Powering off and deleting, until the machine is known to be gone.

use std::time::Duration;

use mdc_client::{Cluster, DisplayName, Instance, Lookup, Timestamp, Until};

const SECOND: Duration = Duration::from_secs(1);

/// Powers the machine off, as one does at night, then deletes it.
pub(crate) async fn off_and_gone(cluster: &Cluster, instance: &Instance) -> crate::Result<()> {
    if let Err(error) = power_off(cluster, instance).await {
        println!("Power-off failed: {error}");
    }
    gone(cluster, instance).await
}

async fn power_off(cluster: &Cluster, instance: &Instance) -> mdc_client::Result<()> {
    let _accepted = cluster.power_off(instance).await?;
    println!("Power-off accepted.");
    let off =
        cluster.wait_until(instance, Until::not_running()).interval(SECOND).limit(60 * SECOND);
    println!("  now {}", off.await?.status_text());
    // No word for "off" is documented: until you know yours, this says "unknown".
    let seen = cluster.confirm_powered_off(instance).interval(SECOND).limit(3 * SECOND);
    println!("  off: {}", seen.await?);
    Ok(())
}

/// Deletes until the machine is known to be gone.
async fn gone(cluster: &Cluster, instance: &Instance) -> crate::Result<()> {
    let giving = cluster.give_back(instance).interval(SECOND);
    match giving.on_progress(|seen| println!("  {}", *seen)).await {
        Ok(confirmation) if confirmation.is_gone() => {
            println!("Deletion confirmed.");
            match instance.cost_so_far(Timestamp::now()) {
                Some(cost) => println!("It cost {cost:#}, before any discount."),
                None => println!("What it cost is not known."),
            }
            return Ok(());
        }
        Ok(confirmation) => println!("{confirmation:#}"),
        Err(error) => println!("Giving back failed: {error}"),
    }
    let name = &instance.name;
    Err(format!("NOT CONFIRMED: {name} may still bill. Delete it in the web console.").into())
}

/// Gives back what a create may have made whose answer was lost. Its name is this program's own.
pub(crate) async fn by_display_name(cluster: &Cluster, own_name: &str) -> crate::Result<()> {
    let name = DisplayName::new(own_name)?;
    let why = match cluster.find_instance(&name).await {
        Ok(Lookup::Found(found)) => {
            for instance in &found {
                off_and_gone(cluster, instance).await?;
            }
            return Ok(());
        }
        Ok(Lookup::Absent(why) | Lookup::Unreadable(why) | Lookup::Unknown(why)) => why,
        Err(error) => error.to_string(),
    };
    Err(format!("NOT FOUND ({why}): look for {own_name} in the web console.").into())
}

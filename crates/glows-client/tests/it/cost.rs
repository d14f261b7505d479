//! What an instance has cost lies in the interval that is told, by the emulator's ledger.

use std::time::Duration;

use glows_client::{Money, Until};

use crate::support::{create, emulated};

#[tokio::test]
async fn the_cost_so_far_contains_what_the_ledger_charges() {
    let world = emulated().await;
    let made = create(&world.client, "cost").await.unwrap();
    assert_eq!(made.cost_so_far(made.created_at().unwrap()), None, "0 while it is queued");
    let running = world.client.wait_until(&made, Until::running()).await.unwrap();
    for seconds in [0, 1, 59, 3599, 3600, 86_401, 400_000] {
        world.glows.clock().advance(Duration::from_secs(seconds));
        let machine = world.glows.machines().pop().unwrap();
        let there = world.glows.clock().now().saturating_sub(machine.created);
        let now = made.created_at().unwrap().checked_add(there).unwrap();
        let cost = running.cost_so_far(now).unwrap();
        let paid = machine.billionths();
        let paid = format!("{}.{:09} Credit", paid / 1_000_000_000, paid % 1_000_000_000);
        let paid: Money = paid.parse().unwrap();
        assert!(paid.compare(cost.high()).unwrap().is_le(), "{paid} of {cost}");
        assert!(paid.compare(cost.low()).unwrap().is_ge(), "{paid} of {cost}");
    }
}

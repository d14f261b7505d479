//! `watch`: the keeper.

use std::future::poll_fn;
use std::task::Poll;

use gpu_lease::EntryReport;

use crate::down::report;
use crate::exit::{Failure, Result};
use crate::journal;
use crate::signals::Signals;
use crate::vendor;
use crate::world::World;

/// Looks after what dead processes left, until it is told to end.
pub(crate) async fn watch(world: &World) -> Result<()> {
    let mut signals = Signals::listen()?;
    let leases = journal::open(world)?;
    let accounts = vendor::open_some(world).await?;
    for account in &accounts {
        let seen = account.client.vendor().account();
        world.tell(format!("watching {} at {} ({})", seen.vendor, seen.place, account.profile));
    }
    let tell = |one: &EntryReport| {
        let text = match world.options.json {
            true => format!("{}\n", report(one)),
            false => format!("{one}\n"),
        };
        drop(world.write(&text));
    };
    let watches = accounts.iter().map(|account| leases.watch(account.client.vendor(), tell));
    let mut watches: Vec<_> = watches.map(Box::pin).collect();
    // A watch ends by its failure only.
    let failed = poll_fn(|context| {
        let failed = |polled| if let Poll::Ready(Err(error)) = polled { Some(error) } else { None };
        let mut polled = watches.iter_mut().map(|one| one.as_mut().poll(context));
        polled.find_map(failed).map_or(Poll::Pending, Poll::Ready)
    });
    tokio::select! {
        failed = failed => Err(Failure::from(failed)),
        () = signals.next() => Ok(()),
    }
}

//! `watch`: the keeper.

use crate::down::report;
use crate::exit::{Code, Failure, Result};
use crate::journal;
use crate::signals::Signals;
use crate::vendor;
use crate::world::World;

/// Looks after what dead processes left, until it is told to end.
pub(crate) async fn watch(world: &World) -> Result<()> {
    let mut signals = Signals::listen().map_err(|error| Failure::new(Code::Failed, error))?;
    let leases = journal::open(world)?;
    let accounts = vendor::open_some(world).await?;
    for account in &accounts {
        let seen = account.client.vendor().account();
        world.tell(format!("watching {} at {} ({})", seen.vendor, seen.place, account.profile));
    }
    let leases = &leases;
    let watches = accounts.iter().map(|account| async move {
        leases
            .watch(account.client.vendor(), |one| {
                let document = report(one);
                let text = match world.options.json {
                    true => format!("{document}\n"),
                    false => format!("{one}\n"),
                };
                drop(world.write(&text));
            })
            .await
    });
    tokio::select! {
        failed = first(watches.map(Box::pin).collect()) => Err(failed.into()),
        () = signals.next() => Ok(()),
    }
}

/// The first failure of futures that end in no other way.
async fn first<F>(mut all: Vec<std::pin::Pin<Box<F>>>) -> gpu_lease::Error
where
    F: Future<Output = gpu_lease::Result<std::convert::Infallible>>,
{
    std::future::poll_fn(|context| {
        for one in &mut all {
            if let std::task::Poll::Ready(Err(error)) = one.as_mut().poll(context) {
                return std::task::Poll::Ready(error);
            }
        }
        std::task::Poll::Pending
    })
    .await
}

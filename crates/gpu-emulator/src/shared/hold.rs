//! Requests and answers that are held back until a test lets them go.

use std::sync::Arc;

use tokio::sync::watch;

/// Holds requests or answers back, for a service that is slow. Clones are the same one.
///
/// Given to an emulator with [`Edit::hold`](crate::Edit::hold) or
/// [`Edit::hold_answer`](crate::Edit::hold_answer).
#[derive(Debug, Clone)]
pub struct Hold(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    held: watch::Sender<u64>,
    resumed: watch::Sender<u64>,
}

impl Default for Hold {
    fn default() -> Self {
        Self(Arc::new(Counts { held: watch::Sender::new(0), resumed: watch::Sender::new(0) }))
    }
}

impl Hold {
    /// Holds back whatever comes to it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many have come to it so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        *self.0.held.borrow()
    }

    /// Waits until so many have come to it.
    pub async fn reached(&self, count: u64) {
        let mut held = self.0.held.subscribe();
        // The sender lives as long as this, so there is nothing but success.
        drop(held.wait_for(|&held| held >= count).await);
    }

    /// Lets everything go on that is held now.
    pub fn resume(&self) {
        self.0.resumed.send_modify(|count| *count += 1);
    }

    /// Announces one more, and gives what ends when it is resumed.
    pub(crate) fn begin(&self) -> impl Future<Output = ()> + Send + use<> {
        // First listen, then announce: whoever resumes on the announcement is heard.
        let mut resumed = self.0.resumed.subscribe();
        self.0.held.send_modify(|count| *count += 1);
        let counts = Arc::clone(&self.0);
        async move {
            drop(resumed.changed().await);
            drop(counts);
        }
    }
}

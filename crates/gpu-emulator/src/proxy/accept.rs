//! Takes connections in, one task each.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::connection;
use super::state::State;

/// Runs until aborted, and its connections with it.
pub(super) async fn run(state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = state.port.accept() => if let Ok(client) = accepted {
                connections.spawn(connection::serve(client, Arc::clone(&state)));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

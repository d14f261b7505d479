//! A listing that is longer than anybody's memory should have to grow for.

use crate::call::Failure;

/// Streams a listing of so many instances in pages of a hundred.
///
/// # Errors
/// When an instance cannot be read or not all of them come.
pub async fn instances(port: u16, count: usize) -> Result<(), Failure> {
    let client = glows_client::Client::builder("token")
        .base_url(format!("http://127.0.0.1:{port}/of/{count}"))
        .build()?;
    let mut stream = client.list_instances().per_page(100).stream();
    let mut came = 0;
    while let Some(instance) = stream.next().await {
        drop(instance?);
        came += 1;
    }
    if came == count {
        return Ok(());
    }
    Err(format!("{came} of {count} instances came").into())
}

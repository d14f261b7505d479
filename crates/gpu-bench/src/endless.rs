//! A body without an end: how much of it is taken.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};

use crate::call::Failure;

/// The limit on a body, in bytes: far more than sockets hold.
pub const LIMIT: usize = 64 * 1024 * 1024;

/// Asks a server whose answer never ends, and says how many bytes it could send before the client
/// hung up. On a runtime of one thread the two take turns, so that little is under way.
/// What the sockets hold is among the bytes.
///
/// # Errors
/// When the client does anything but complain about the size.
pub async fn taken() -> Result<usize, Failure> {
    let listener = listener()?;
    let port = listener.local_addr()?.port();
    let sending = tokio::spawn(send_for_ever(listener));
    let client = glows_client::Client::builder("token")
        .base_url(format!("http://127.0.0.1:{port}"))
        .settings(glows_client::Settings::new().max_body(LIMIT))
        .build()?;
    let error = client.list_instances().await.err();
    if error.map(|error| error.kind()) != Some(glows_client::Kind::TooLarge) {
        return Err("a body without an end was not refused for its size".into());
    }
    Ok(sending.await??)
}

/// A listener whose connections hold back little of what is sent.
fn listener() -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.set_send_buffer_size(16 * 1024)?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    socket.listen(1)
}

/// Answers one request for as long as somebody takes it, and says how many bytes of body went.
async fn send_for_ever(listener: TcpListener) -> std::io::Result<usize> {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[";
    let (mut stream, _) = listener.accept().await?;
    let mut request = [0; 4096];
    let _ = stream.read(&mut request).await?;
    stream.write_all(HEAD).await?;
    let block = [b' '; 16 * 1024];
    let mut sent = 1;
    // The end is the client's.
    while let Ok(now) = stream.write(&block).await {
        sent += now;
        tokio::task::yield_now().await;
    }
    Ok(sent)
}

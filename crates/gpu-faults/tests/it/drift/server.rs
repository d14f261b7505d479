//! A server on loopback that gives the answer it was told to, and then the same one to every look.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::drift::json::Json;

/// The server. It lives as long as the runtime.
pub(crate) struct Server {
    address: SocketAddr,
    next: Arc<Mutex<Option<Reply>>>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// This JSON with a status of success.
    pub(crate) fn ok(json: &Json) -> Self {
        Self { status: 200, body: json.written().into_bytes() }
    }
}

/// What is answered when nothing was told: a JSON text by the head of the request.
pub(crate) type Otherwise = fn(&str) -> &'static str;

impl Server {
    /// Starts to listen.
    pub(crate) async fn start(otherwise: Otherwise) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, next) = (listener.local_addr().unwrap(), Arc::default());
        let told = Arc::clone(&next);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                let told = Arc::clone(&told);
                // A client that goes away ends its connection, not the test.
                tokio::spawn(async move { serve(stream, &told, otherwise).await.ok() });
            }
        });
        Self { address, next }
    }

    /// The base URL of the server.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Tells what the next request is answered with.
    pub(crate) fn tell(&self, reply: Reply) {
        *self.next.lock().unwrap() = Some(reply);
    }
}

async fn serve(
    stream: TcpStream,
    told: &Mutex<Option<Reply>>,
    otherwise: Otherwise,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await? == 0 {
                return Ok(()); // The client has gone.
            }
        }
        let lines = head.to_ascii_lowercase();
        let length = lines.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length = length.map_or(0, |length| length.trim().parse().unwrap());
        stream.read_exact(&mut vec![0; length]).await?;
        let told = told.lock().unwrap().take();
        let Reply { status, body } =
            told.unwrap_or_else(|| Reply { status: 200, body: otherwise(&head).into() });
        let head = format!(
            "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), &body].concat()).await?;
    }
}

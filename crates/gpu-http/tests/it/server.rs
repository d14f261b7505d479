//! A TCP server on loopback that answers each connection from a script.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gpu_common::Secret;
use gpu_http::{BaseUrl, Call, Http, HttpConfig, ManualClock, Random, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The token that must never be seen.
pub(crate) const TOKEN: &str = "canary-t0ken-of-the-test";

/// What the server does with one connection after it has read a request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Writes these bytes and closes.
    Answer(String),
    /// Closes without a word.
    Close,
    /// Resets the connection.
    Reset,
    /// Tells the stall hook and then says nothing.
    Stall,
    /// Writes these bytes, tells the stall hook when they have been read, and says nothing more.
    Begin(String),
}

/// The server: counts what it read and plays `acts` in order, the last one for ever.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
    seen: Arc<std::sync::Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start(acts: Vec<Act>) -> Self {
        Self::start_with(acts, || {}).await
    }

    pub(crate) async fn start_with(
        acts: Vec<Act>,
        on_stall: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let connections = Arc::new(AtomicUsize::new(0));
        let accepted = Arc::clone(&connections);
        let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
        let (count, log) = (Arc::clone(&requests), Arc::clone(&seen));
        let on_stall = Arc::new(on_stall);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                accepted.fetch_add(1, Ordering::SeqCst);
                let (acts, count, log) = (acts.clone(), Arc::clone(&count), Arc::clone(&log));
                let on_stall = Arc::clone(&on_stall);
                tokio::spawn(async move {
                    serve(stream, &acts, &count, &log, &*on_stall).await;
                });
            }
        });
        Self { address, requests, connections, seen }
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// How many requests were read whole.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// The requests as they came.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

async fn serve(
    mut stream: TcpStream,
    acts: &[Act],
    count: &AtomicUsize,
    log: &std::sync::Mutex<Vec<String>>,
    on_stall: &(dyn Fn() + Send + Sync),
) {
    loop {
        let Some(request) = read_request(&mut stream).await else {
            return;
        };
        log.lock().unwrap().push(request);
        let number = count.fetch_add(1, Ordering::SeqCst);
        match acts.get(number).or(acts.last()).expect("a script has at least one act") {
            Act::Answer(bytes) => {
                stream.write_all(bytes.as_bytes()).await.ok();
                if !bytes.contains("keep-alive") {
                    stream.shutdown().await.ok();
                    return;
                }
            }
            Act::Close => return,
            Act::Reset => {
                stream.set_zero_linger().ok();
                return;
            }
            Act::Begin(bytes) => {
                stream.write_all(bytes.as_bytes()).await.ok();
                // The client lives in the same thread, and the runtime looks for what has come every
                // few dozen turns.
                for _ in 0..1000 {
                    tokio::task::yield_now().await;
                }
                on_stall();
                std::future::pending::<()>().await;
            }
            Act::Stall => {
                on_stall();
                std::future::pending::<()>().await;
            }
        }
    }
}

/// A whole request: head, and a body as long as the head says.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return Some(text);
            }
        }
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&buffer[..read]),
            _ => return None,
        }
    }
}

/// An answer with a length and `connection: close`.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Act {
    Act::Answer(format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}",
        body.len()
    ))
}

/// A client for tests: injected clock, jitter at its longest, the canary token.
pub(crate) fn http(url: &str, time: &ManualClock) -> Http {
    http_with(url, settings(time))
}

/// The same with other settings.
pub(crate) fn http_with(url: &str, settings: Settings) -> Http {
    config(settings).build(BaseUrl::parse("base_url", url, false).unwrap()).unwrap()
}

/// An address that refuses connections: bound and not listening, so that nobody else gets the port.
pub(crate) fn nowhere() -> (tokio::net::TcpSocket, String) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    (socket, url)
}

pub(crate) fn settings(time: &ManualClock) -> Settings {
    Settings::new().no_proxy().clock(time.clock()).random(Random::from_fn(|| u64::MAX))
}

pub(crate) fn config(settings: Settings) -> HttpConfig {
    HttpConfig::new("test/0", settings)
        .credential("token", "authorization", "Bearer ", &Secret::from(TOKEN), "$TOKEN")
        .unwrap()
}

pub(crate) fn read() -> Call {
    Call::get("read", "/x").query("page", "1")
}

pub(crate) fn change() -> Call {
    Call::post("change", "/x")
}

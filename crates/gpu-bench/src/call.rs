//! One call, in each way of making it.

use std::time::Duration;

use bytes::Bytes;
use glows_client::{
    Category, Client, CreateInstance, Hardware, InstanceId, MetaKey, Region, Source,
};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::SendRequest;
use tokio::net::TcpStream;

use crate::by_hand;

/// Any failure, to be printed.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A caller that is ready to call: connections and clients are made beforehand.
pub enum Caller {
    /// hyper's connection, typed answer.
    Hyper(SendRequest<Empty<Bytes>>, u16),
    /// reqwest and derived structs.
    Hand(reqwest::Client, String),
    /// The same with a time limit, which is what `glows-client` never goes without.
    HandLimited(reqwest::Client, String),
    /// reqwest, a create with a JSON body, derived structs.
    HandPost(reqwest::Client, String),
    /// `glows-client`, a query.
    Ours(Client, InstanceId),
    /// `glows-client`, a create.
    OursPost(Box<CreateInstance>),
}

/// The names of the ways, as the command line takes them.
pub const WAYS: [&str; 7] =
    ["hyper", "hand", "hand-limited", "ours", "hand-post", "hand-post-fresh", "ours-post"];

impl Caller {
    /// Gets ready.
    ///
    /// # Errors
    /// When there is no such way or no such server.
    pub async fn new(way: &str, port: u16) -> Result<Self, Failure> {
        let base = format!("http://127.0.0.1:{port}");
        let url = format!("{base}/sdk/v1/instance");
        Ok(match way {
            "hyper" => {
                let io = hyper_util::rt::TokioIo::new(connect(port).await?);
                let (sender, connection) = hyper::client::conn::http1::handshake(io).await?;
                tokio::spawn(connection);
                Self::Hyper(sender, port)
            }
            "hand" => Self::Hand(by_hand::client(false)?, url),
            "hand-limited" => Self::HandLimited(by_hand::client(false)?, url),
            "hand-post" => Self::HandPost(by_hand::client(false)?, url),
            "hand-post-fresh" => Self::HandPost(by_hand::client(true)?, url),
            "ours" => Self::Ours(ours(&base)?, InstanceId::new("ins-boyqp4g8")?),
            "ours-post" => Self::OursPost(Box::new(create(&ours(&base)?)?)),
            _ => return Err(format!("no way `{way}` to call; there are {WAYS:?}").into()),
        })
    }

    /// Another caller with the same client, as tasks share one.
    ///
    /// # Errors
    /// When the way is a single connection, which nobody can share.
    pub fn share(&self) -> Result<Self, Failure> {
        Ok(match self {
            Self::Hyper(..) => return Err("one connection, one caller".into()),
            Self::Hand(client, url) => Self::Hand(client.clone(), url.clone()),
            Self::HandLimited(client, url) => Self::HandLimited(client.clone(), url.clone()),
            Self::HandPost(client, url) => Self::HandPost(client.clone(), url.clone()),
            Self::Ours(client, id) => Self::Ours(client.clone(), id.clone()),
            Self::OursPost(create) => Self::OursPost(create.clone()),
        })
    }

    /// One call.
    ///
    /// # Errors
    /// When it fails.
    pub async fn call(&mut self) -> Result<(), Failure> {
        match self {
            Self::Hyper(sender, port) => over_hyper(sender, *port).await,
            Self::Hand(client, url) => by_hand(query(client, url)).await,
            Self::HandLimited(client, url) => {
                by_hand(query(client, url).timeout(Duration::from_secs(60))).await
            }
            Self::HandPost(client, url) => {
                by_hand(client.post(url.as_str()).bearer_auth("token").json(&body())).await
            }
            Self::Ours(client, id) => client.get_instance(&*id).await.map(drop).map_err(Into::into),
            Self::OursPost(create) => create.as_ref().clone().await.map(drop).map_err(Into::into),
        }
    }
}

async fn connect(port: u16) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A client with every promise on, as a user builds it.
fn ours(base: &str) -> Result<Client, glows_client::Error> {
    Client::builder("token-of-a-benchmark").base_url(base).build()
}

fn query(client: &reqwest::Client, url: &str) -> reqwest::RequestBuilder {
    client.get(format!("{url}?request_id=ins-boyqp4g8")).bearer_auth("token")
}

async fn by_hand(request: reqwest::RequestBuilder) -> Result<(), Failure> {
    let answer: by_hand::Envelope = request.send().await?.json().await?;
    succeeded(answer.code == 0)
}

async fn over_hyper(sender: &mut SendRequest<Empty<Bytes>>, port: u16) -> Result<(), Failure> {
    let request = hyper::Request::get("/sdk/v1/instance?request_id=ins-boyqp4g8")
        .header("host", format!("127.0.0.1:{port}"))
        .header("authorization", "Bearer token")
        .body(Empty::new())?;
    let answer = sender.send_request(request).await?;
    let body = answer.into_body().collect().await?.to_bytes();
    let answer: by_hand::Envelope = serde_json::from_slice(&body)?;
    succeeded(answer.code == 0)
}

/// The create that is made again and again.
fn create(client: &Client) -> Result<CreateInstance, Failure> {
    let source = Source::image("87p9kq26");
    let hardware = Hardware::gpu("NVIDIA GeForce RTX 4090");
    let (region, key) = (Region::new("TW-03")?, MetaKey::new("order.123456")?);
    let category = Category::Container;
    Ok(client.create_instance(source, hardware, category, region, key).remark("this is from sdk"))
}

/// The same body, by hand.
#[derive(serde::Serialize)]
struct Body {
    from_image_id: &'static str,
    gpu_name: &'static str,
    custom_meta_key: &'static str,
    instance_category: &'static str,
    region_name: &'static str,
    remark: &'static str,
}

fn body() -> Body {
    Body {
        from_image_id: "87p9kq26",
        gpu_name: "NVIDIA GeForce RTX 4090",
        custom_meta_key: "order.123456",
        instance_category: "container",
        region_name: "TW-03",
        remark: "this is from sdk",
    }
}

fn succeeded(success: bool) -> Result<(), Failure> {
    if success { Ok(()) } else { Err("the code is not 0".into()) }
}

//! One call, in each way of making it.

use glows_client::{
    Category, Client, CreateInstance, Hardware, InstanceId, MetaKey, Region, Source,
};

use crate::by_hand::Envelope;

/// Any failure, to be printed.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A caller that is ready to call: connections and clients are made beforehand.
pub enum Caller {
    /// reqwest and derived structs.
    Hand(reqwest::Client, String),
    /// reqwest, a create with a JSON body, derived structs.
    HandPost(reqwest::Client, String),
    /// `glows-client`, a query.
    Ours(Client, InstanceId),
    /// `glows-client`, a create.
    OursPost(Box<CreateInstance>),
}

/// The names of the ways, as the command line takes them.
pub const WAYS: [&str; 7] =
    ["hand", "ours", "hand-post", "hand-post-fresh", "ours-post", "hand-https", "ours-https"];

impl Caller {
    /// Gets ready.
    pub async fn new(way: &str, port: u16) -> Result<Self, Failure> {
        let base = format!("http://127.0.0.1:{port}");
        let url = format!("{base}/sdk/v1/instance");
        Ok(match way {
            "hand" => Self::Hand(by_hand(false)?, url),
            "hand-post" => Self::HandPost(by_hand(false)?, url),
            "hand-post-fresh" => Self::HandPost(by_hand(true)?, url),
            "ours" => Self::Ours(ours(&base)?, InstanceId::new("ins-boyqp4g8")?),
            "ours-post" => Self::OursPost(Box::new(create(&ours(&base)?)?)),
            "hand-https" => Self::HandPost(by_hand(true)?, url.replace("http:", "https:")),
            "ours-https" => {
                let client = ours(&base.replace("http:", "https:"))?;
                // Begins the session that a create resumes.
                client.get_instance(InstanceId::new("ins-boyqp4g8")?).await?;
                Self::OursPost(Box::new(create(&client)?))
            }
            _ => return Err(format!("no way `{way}` to call; there are {WAYS:?}").into()),
        })
    }

    /// One call.
    pub async fn call(&self) -> Result<(), Failure> {
        match self {
            Self::Hand(client, url) => {
                sent(client.get(format!("{url}?request_id=ins-boyqp4g8"))).await
            }
            Self::HandPost(client, url) => sent(client.post(url.as_str()).json(&BODY)).await,
            Self::Ours(client, id) => client.get_instance(id).await.map(drop).map_err(Into::into),
            Self::OursPost(create) => create.as_ref().clone().await.map(drop).map_err(Into::into),
        }
    }
}

/// A client with every promise on, as a user builds it.
pub(crate) fn ours(base: &str) -> Result<Client, glows_client::Error> {
    Client::builder("token-of-a-benchmark").base_url(base).build()
}

/// A reqwest client with its own defaults; `fresh` gives each call a new connection.
pub fn by_hand(fresh: bool) -> Result<reqwest::Client, reqwest::Error> {
    provide_tls();
    let builder = reqwest::Client::builder().no_proxy();
    if fresh { builder.pool_max_idle_per_host(0) } else { builder }.build()
}

/// reqwest needs a provider that the program chooses.
fn provide_tls() {
    #[cfg(feature = "tls")]
    drop(rustls::crypto::ring::default_provider().install_default());
}

/// Makes clients for the vendor's own address, with the system's certificates.
pub fn make_clients(way: &str, times: usize) -> Result<(), Failure> {
    provide_tls();
    for _ in 0..times {
        match way {
            "hand" => drop(std::hint::black_box(reqwest::Client::new())),
            "ac" => {
                let platform = ac_openapi_client::Platform::new()?;
                let region = |name| format!("https://{name}.example");
                for base in ["a", "b", "c"].map(region) {
                    let client = ac_openapi_client::Client::builder("token", base);
                    drop(client.renew_with(platform.clone()).build()?);
                }
            }
            _ => drop(std::hint::black_box(Client::new("token")?)),
        }
    }
    Ok(())
}

async fn sent(request: reqwest::RequestBuilder) -> Result<(), Failure> {
    let answer: Envelope = request.bearer_auth("token").send().await?.json().await?;
    if answer.code == 0 { Ok(()) } else { Err("the code is not 0".into()) }
}

/// The create that is made again and again.
pub(crate) fn create(client: &Client) -> Result<CreateInstance, Failure> {
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

const BODY: Body = Body {
    from_image_id: "87p9kq26",
    gpu_name: "NVIDIA GeForce RTX 4090",
    custom_meta_key: "order.123456",
    instance_category: "container",
    region_name: "TW-03",
    remark: "this is from sdk",
};

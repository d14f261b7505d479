//! Lists that are longer than what one wants to hold: read whole, and streamed.

use glows_client as glows;
use mdc_client as mdc;

use crate::call::{self, Failure};
use crate::decode;

/// The instances of the large list: some 20 MB.
pub const LARGE: usize = 24_000;

/// The nodes of MDC's large list: some 20 MB as well, for a node has more than twice the text.
pub const NODES: usize = 10_000;

/// Larger than either.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// What reads a list.
pub enum Reader {
    /// `glows-client`, the large list whole.
    Ours(glows::Client),
    /// `mdc-client`, its large list whole.
    Mdc(mdc::Client),
    /// reqwest and derived structs, the list of `Ours`.
    Hand(reqwest::Client, String),
    /// `glows-client`, a list of so many in pages of a hundred.
    Stream(glows::Client, usize),
}

impl Reader {
    /// Gets ready. A way is `ours`, `mdc`, `plain` or the length of a list to stream.
    pub fn new(way: &str, port: u16) -> Result<Self, Failure> {
        let base = format!("http://127.0.0.1:{port}");
        let glows = |base| {
            let settings = glows::Settings::new().max_body(MAX_BODY);
            glows::Client::builder("token").base_url(base).settings(settings).build()
        };
        Ok(match way {
            "ours" => Self::Ours(glows(format!("{base}/of/{LARGE}"))?),
            "mdc" => {
                let credentials = mdc::Credentials::new("token", mdc::UserId::new("user")?);
                let settings = mdc::Settings::new().max_body(MAX_BODY);
                Self::Mdc(mdc::Client::builder(credentials, &base).settings(settings).build()?)
            }
            "plain" => {
                let path = format!("of/{LARGE}/sdk/v1/instance/list?page=1&per_page={LARGE}");
                Self::Hand(call::by_hand(false)?, format!("{base}/{path}"))
            }
            count => Self::Stream(glows(format!("{base}/of/{count}"))?, count.parse()?),
        })
    }

    /// Reads the list once, and says by how many bytes the process grew at most, as the system counts
    /// it (proc(5)); `None` where it does not. What is reserved and never touched is not counted.
    pub async fn peak(&self) -> Result<Option<u64>, Failure> {
        let peak = || {
            let status = std::fs::read_to_string("/proc/self/status").ok()?;
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        let forgotten = std::fs::write("/proc/self/clear_refs", "5").is_ok();
        let before = forgotten.then(peak).flatten();
        self.read().await?;
        Ok(before.zip(peak()).map(|(before, peak)| peak.saturating_sub(before) * 1024))
    }

    /// Reads the list once.
    pub async fn read(&self) -> Result<(), Failure> {
        let (came, due) = match self {
            Self::Ours(client) => {
                let page = client.list_instances().per_page(u32::try_from(LARGE)?).await?;
                (page.instances.len(), LARGE)
            }
            Self::Mdc(client) => {
                let cluster = client.cluster(mdc::ClusterName::new("large")?);
                (cluster.list_instances().await?.instances().len(), NODES)
            }
            Self::Hand(client, url) => {
                let body = client.get(url).send().await?.bytes().await?;
                (decode::list("plain", &body)?, LARGE)
            }
            Self::Stream(client, due) => {
                let (mut stream, mut came) = (client.list_instances().per_page(100).stream(), 0);
                while let Some(instance) = stream.next().await {
                    drop(instance?);
                    came += 1;
                }
                (came, *due)
            }
        };
        if came == due {
            return Ok(());
        }
        Err(format!("{came} instances came, not {due}").into())
    }
}

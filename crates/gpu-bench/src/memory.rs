//! Memory of a whole process, as the system counts it.

use mdc_client::{ClusterName, Credentials, UserId};

use crate::call::Failure;
use crate::{by_hand, decode};

/// The instances of the large list: some 20 MB.
pub const LARGE: u32 = 24_000;

/// The nodes of MDC's large list: some 20 MB as well, for a node has more than twice the text.
pub const NODES: usize = 10_000;

/// What reads a list whole.
enum Reader {
    Ours(glows_client::Client),
    Mdc(mdc_client::Client),
    Hand(reqwest::Client, String),
}

/// Reads the large list, and says by how many bytes the process grew at most; `None` where the
/// system does not say.
///
/// # Errors
/// When the list cannot be had or read.
pub async fn of_the_large_list(way: &str, port: u16) -> Result<Option<u64>, Failure> {
    let base = format!("http://127.0.0.1:{port}");
    let reader = match way {
        "ours" => Reader::Ours(
            glows_client::Client::builder("token")
                .base_url(&base)
                .settings(glows_client::Settings::new().max_body(64 * 1024 * 1024))
                .build()?,
        ),
        "mdc" => {
            let credentials = Credentials::new("token", UserId::new("user")?);
            let builder = mdc_client::Client::builder(credentials, &base);
            let settings = mdc_client::Settings::new().max_body(64 * 1024 * 1024);
            Reader::Mdc(builder.settings(settings).build()?)
        }
        "plain" => Reader::Hand(by_hand::client(false)?, base),
        _ => return Err(format!("no way `{way}` to read a list").into()),
    };
    // A small one first: what a client needs once is not the list's.
    reader.read(false).await?;
    let before = forget_the_peak();
    reader.read(true).await?;
    let grown = before.zip(kilobytes("VmHWM:"));
    Ok(grown.map(|(before, peak)| peak.saturating_sub(before) * 1024))
}

impl Reader {
    async fn read(&self, large: bool) -> Result<(), Failure> {
        let count = if large { LARGE } else { 100 };
        let items = match self {
            Self::Ours(client) => {
                let page = client.list_instances().per_page(count).await?;
                page.instances.len()
            }
            Self::Mdc(client) => {
                let cluster = if large { "large" } else { "small" };
                let cluster = client.cluster(ClusterName::new(cluster)?);
                let nodes = cluster.list_instances().await?.into_iter().count();
                let due = if large { NODES } else { 1 };
                return all(nodes, due);
            }
            Self::Hand(client, base) => {
                let url = format!("{base}/sdk/v1/instance/list?page=1&per_page={count}");
                let body = client.get(url).send().await?.bytes().await?;
                decode::list("plain", &body)?
            }
        };
        all(items, usize::try_from(count)?)
    }
}

fn all(came: usize, due: usize) -> Result<(), Failure> {
    if came == due {
        return Ok(());
    }
    Err(format!("{came} instances came, not {due}").into())
}

/// Makes the present size the peak, and says it in kB.
fn forget_the_peak() -> Option<u64> {
    // Linux's way of saying so (proc(5)).
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    kilobytes("VmHWM:")
}

/// A figure of the process's status.
fn kilobytes(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

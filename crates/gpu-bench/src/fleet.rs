//! Machines that never change, of all three vendors, and a count of who asks about them.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::net::TcpListener;

use crate::serve::{self, Answers, number, text};

/// So many machines that are starting up for ever, behind a port of this machine.
pub struct Fleet {
    /// Where they are.
    pub port: u16,
    machines: Arc<Machines>,
    serving: tokio::task::JoinHandle<std::io::Result<()>>,
}

struct Machines {
    count: usize,
    asked: AtomicU64,
}

impl Fleet {
    /// Starts serving.
    pub async fn start(count: usize) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let machines = Arc::new(Machines { count, asked: AtomicU64::new(0) });
        Ok(Self {
            port: listener.local_addr()?.port(),
            machines: Arc::clone(&machines),
            serving: tokio::spawn(serve::serve(listener, machines)),
        })
    }

    /// How many requests have come since this was asked last.
    pub fn take_requests(&self) -> u64 {
        self.machines.asked.swap(0, Ordering::Relaxed)
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Answers for Machines {
    fn to(&self, line: &str, _: &str) -> Cow<'_, [u8]> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let target = line.split(' ').nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let last = path.rsplit('/').next().unwrap_or_default();
        let body = if path.starts_with("/sdk/v1/") {
            self.glows(last, query)
        } else if path.starts_with("/mdc/") {
            self.mdc(last)
        } else {
            self.ac(path, query)
        };
        Cow::Owned(serve::answer(&body))
    }
}

impl Machines {
    fn glows(&self, last: &str, query: &str) -> String {
        let instance = |key: &str| {
            format!(r#"{{"instanceID":"ins-{key}","metaKey":"{key}","status":"SchedQueued"}}"#)
        };
        if last != "list" {
            let key = text(query, "meta_key");
            return format!(r#"{{"code":0,"msg":"","instance":{}}}"#, instance(key));
        }
        let (page, size) = (number(query, "page"), number(query, "per_page").max(1));
        let pages = self.count.div_ceil(size);
        format!(
            r#"{{"code":0,"msg":"","pagination":{{"total":{},"numPages":{pages}}},"instances":[{}]}}"#,
            self.count,
            self.some(page.saturating_sub(1) * size, size, instance)
        )
    }

    fn mdc(&self, last: &str) -> String {
        let instance = |name: &str| format!(r#"{{"name":"{name}","status":"Starting"}}"#);
        if last == "instances" {
            let all = self.some(0, self.count, instance);
            return format!(r#"{{"hasNextPage":false,"nodes":[{all}]}}"#);
        }
        instance(last)
    }

    fn ac(&self, path: &str, query: &str) -> String {
        let instance = |id: &str| format!(r#"{{"id":"{id}","status":"Waiting"}}"#);
        let data = if path.ends_with("/list") {
            let (start, limit) = (number(query, "start"), number(query, "limit"));
            let (all, some) = (self.count, self.some(start, limit, instance));
            format!(r#"{{"total":{all},"data":[{some}]}}"#)
        } else {
            instance(path.rsplit('/').nth(1).unwrap_or_default())
        };
        format!(r#"{{"code":"0","msg":"success","data":{data}}}"#)
    }

    /// The machines from `start` on, at most so many.
    fn some(&self, start: usize, most: usize, show: impl Fn(&str) -> String) -> String {
        let end = self.count.min(start.saturating_add(most));
        let shown: Vec<_> = (start..end).map(|number| show(&name(number))).collect();
        shown.join(",")
    }
}

/// What the machine of a number is called, by every vendor.
pub fn name(number: usize) -> String {
    format!("m{number}")
}

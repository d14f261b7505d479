//! Which requests arrived, and what became of each. No header and no body is kept.

use std::collections::{BTreeMap, VecDeque};

use super::ledger::RequestCount;

/// How many requests the log remembers one by one. The counts of the ledger are not bounded.
const REMEMBERED: usize = 1024;

/// Query parameters whose value is never kept, in lower case.
const SECRET_PARAMETERS: [&str; 8] =
    ["authorization", "token", "ak", "sk", "accesskey", "secretkey", "signature", "password"];

/// One request that an emulator saw.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// 1 for the first request since the start.
    pub number: u64,
    /// The method, e.g. `DELETE`.
    pub method: String,
    /// The path as it was sent, not decoded.
    pub path: String,
    /// The query as it was sent, without `?`; empty if there was none. The values of credentials
    /// are replaced by `[secret]`.
    pub query: String,
    /// The path of the endpoint with the variable parts in braces, `"(unknown)"` if none fits.
    pub route: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Its body is still arriving, or its connection died before the body was complete.
    Incomplete,
    /// A fault answered with this status and the service never saw it.
    Faulted(u16),
    /// The service worked on it and answered with this status.
    Processed(u16),
    /// The service worked on it, then a fault with this status took the place of its answer.
    ProcessedThenFaulted(u16),
}

/// The last requests one by one, and the counts of all.
#[derive(Debug, Default)]
pub(super) struct RequestLog {
    seen: u64,
    pub(super) last: VecDeque<LoggedRequest>,
    pub(super) counts: BTreeMap<(String, String), RequestCount>,
}

impl RequestLog {
    /// Notes that a request arrived; returns its number.
    pub(super) fn arrived(&mut self, method: &str, path: &str, query: &str, route: &str) -> u64 {
        self.seen += 1;
        self.counts.entry(key(method, route)).or_default().seen += 1;
        if self.last.len() == REMEMBERED {
            self.last.pop_front();
        }
        self.last.push_back(LoggedRequest {
            number: self.seen,
            method: method.to_owned(),
            path: path.to_owned(),
            query: without_credentials(query),
            route: route.to_owned(),
            outcome: Outcome::Incomplete,
        });
        self.seen
    }

    /// Notes what became of request `number`.
    pub(super) fn ended(&mut self, number: u64, method: &str, route: &str, outcome: Outcome) {
        if matches!(outcome, Outcome::Processed(_) | Outcome::ProcessedThenFaulted(_)) {
            self.counts.entry(key(method, route)).or_default().processed += 1;
        }
        if let Some(request) = self.last.iter_mut().rev().find(|one| one.number == number) {
            request.outcome = outcome;
        }
    }
}

fn key(method: &str, route: &str) -> (String, String) {
    (method.to_owned(), route.to_owned())
}

fn without_credentials(query: &str) -> String {
    let masked = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}=[secret]"),
        _ => pair.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['_', '-'], "");
    SECRET_PARAMETERS.contains(&name.as_str())
}

//! Every fault by name, for tests that try them all.

use std::time::Duration;

use super::fault::{Framing, WireFault};
use crate::shared::Fault;

/// A fault of the [`catalogue`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NamedFault {
    /// What happens, in a few words; no other fault of the catalogue is called so.
    pub name: String,
    /// The fault.
    pub fault: WireFault,
}

/// Every kind of fault that the proxy knows, in a fixed order. Redirects lead to `elsewhere`, a URL.
/// A connect that hangs is not among them: whoever listens on loopback is connected to.
///
/// Canned answers come twice, the second time named `…, acted`: the server acts first.
pub fn catalogue(elsewhere: &str) -> Vec<NamedFault> {
    let canned = error_answers().chain(odd_successes()).chain(redirects(elsewhere));
    let answers = canned.flat_map(|(name, fault)| {
        let acted = (format!("{name}, acted"), fault.clone().after_processing());
        [(name, fault), acted].map(|(name, fault)| NamedFault { name, fault: fault.into() })
    });
    let wire = wire_faults().map(|(name, fault)| NamedFault { name: name.into(), fault });
    wire.into_iter().chain(answers).collect()
}

fn wire_faults() -> [(&'static str, WireFault); 29] {
    use WireFault as F;
    let cut = |framing, after| F::CutBody { framing, after };
    [
        ("refuse", F::Refuse),
        ("close on accept", F::CloseOnAccept),
        ("reset on accept", F::ResetOnAccept),
        ("close after 1 byte of the request", F::CloseInRequest(1)),
        ("close after 40 bytes of the request", F::CloseInRequest(40)),
        ("close after the whole request", F::CloseInRequest(usize::MAX)),
        ("reset, unprocessed", F::ResetUnprocessed),
        ("stall, unprocessed", F::StallUnprocessed),
        ("forward late", F::ForwardLate),
        ("close reused connection", F::CloseReused),
        ("reset reused connection", F::ResetReused),
        ("408 on reused connection", F::TimeoutReused),
        ("close before the answer", F::CloseBeforeAnswer),
        ("reset before the answer", F::ResetBeforeAnswer),
        ("stall before the answer", F::StallBeforeAnswer),
        ("stall in the body", F::StallInBody),
        ("delay of an hour", F::Delay(Duration::from_secs(3600))),
        ("drip", F::Drip { piece: 7, pause: Duration::from_secs(1) }),
        ("cut head", F::CutHead(12)),
        ("cut body, length", cut(Framing::Length, 20)),
        ("cut body, chunked", cut(Framing::Chunked, 20)),
        ("cut body, until close", cut(Framing::UntilClose, 20)),
        ("body empty, until close", cut(Framing::UntilClose, 0)),
        ("last byte missing, until close", cut(Framing::UntilClose, usize::MAX)),
        ("endless body, length", F::EndlessBody(Framing::Length)),
        ("endless body, chunked", F::EndlessBody(Framing::Chunked)),
        ("endless body, until close", F::EndlessBody(Framing::UntilClose)),
        ("garbage", F::Garbage),
        ("close after the answer", F::CloseAfterAnswer),
    ]
}

/// Values of `Retry-After`, and what to call them. The date is a minute after the time of Glows.ai's
/// samples, 2024-09-20T05:42:24Z: at that time the callers of gpu-faults begin.
const RETRY_AFTER: [(&str, &str); 8] = [
    ("seconds", "2"),
    ("date", "Fri, 20 Sep 2024 05:43:24 GMT"),
    ("past date", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("far date", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ("huge seconds", "99999999999999999999"),
    ("negative", "-1"),
    ("words", "soon"),
    ("blank", ""),
];

fn error_answers() -> impl Iterator<Item = (String, Fault)> {
    let plain =
        [408, 429, 500, 502, 503, 504].map(|status| (status.to_string(), Fault::status(status)));
    let told = RETRY_AFTER.map(|(name, value)| {
        (format!("429 retry-after {name}"), Fault::status(429).header("retry-after", value))
    });
    let unavailable =
        ("503 retry-after seconds".into(), Fault::status(503).header("retry-after", "2"));
    plain.into_iter().chain(told).chain([unavailable]).flat_map(|(name, fault)| {
        [
            (format!("{name}, JSON"), fault.clone().json(r#"{"code":500,"msg":"busy"}"#)),
            (format!("{name}, HTML"), fault.clone().html("<html><h1>Busy</h1></html>")),
            (format!("{name}, text"), fault.clone().text("busy")),
            (format!("{name}, empty"), fault),
        ]
    })
}

/// Answers with status 200 that are no success.
fn odd_successes() -> impl Iterator<Item = (String, Fault)> {
    let ok = || Fault::status(200);
    let odd = [
        ("200 empty", ok()),
        ("200 HTML", ok().html("<html><h1>Log in</h1></html>")),
        ("200 half JSON", ok().json(r#"{"code":0,"msg":"","#)),
        ("200 JSON string", ok().json(r#""success""#)),
        ("200 null", ok().json("null")),
        ("200 error code with lists", ok().json(LISTS)),
    ];
    odd.into_iter().map(|(name, fault)| (name.to_owned(), fault))
}

/// An error that looks like each vendor's empty list.
const LISTS: &str = r#"{"code":"10001","msg":"failed","message":"failed","data":[],"instances":[],"nodes":[],"items":[],"stats":{},"pagination":{"total":0,"numPages":0,"page":1,"perPage":10}}"#;

fn redirects(elsewhere: &str) -> impl Iterator<Item = (String, Fault)> {
    [301, 302, 303, 307, 308]
        .map(|status| (format!("{status} elsewhere"), Fault::redirect(status, elsewhere)))
        .into_iter()
}

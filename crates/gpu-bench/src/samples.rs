//! The answers that are served and decoded: the documented samples.

use std::fmt::Write as _;

/// The documented answer to a query of a running instance.
pub const GET: &str = include_str!("../../../fixtures/glows/get.response.json");
/// The documented answer to a create.
pub const CREATE: &str = include_str!("../../../fixtures/glows/create.response.json");
/// A pod in RunPod's own form, about as long and with as many members as [`GET`].
pub const POD: &str = include_str!("../peers/pod.json");
/// The documented list of MDC.
pub const NODES: &str = include_str!("../../../fixtures/mdc/list.response.json");

/// The answer to a list of `count` running instances, each with an id of its own.
pub fn list(count: usize) -> Result<String, serde_json::Error> {
    Ok(Template::new()?.page(count, 1, count))
}

/// MDC's answer to a list of `count` nodes, each with a name of its own.
pub fn nodes(count: usize) -> Result<String, serde_json::Error> {
    let sample: serde_json::Value = serde_json::from_str(NODES)?;
    let node = serde_json::to_string(&sample.pointer("/nodes/0"))?;
    let named = |number| node.replacen("ccffxxxx", &format!("{number:08}"), 1);
    let nodes: Vec<_> = (0..count).map(named).collect();
    Ok(format!(r#"{{"hasNextPage":false,"nodes":[{}]}}"#, nodes.join(",")))
}

/// Makes instances out of the documented one.
pub struct Template(String);

/// The id in the sample.
const ID: &str = "boyqp4g8";

impl Template {
    /// Reads the sample.
    pub fn new() -> Result<Self, serde_json::Error> {
        let answer: serde_json::Value = serde_json::from_str(GET)?;
        serde_json::to_string(&answer.get("instance")).map(Self)
    }

    /// One page of a list, each instance with an id of its own.
    pub fn page(&self, total: usize, page: usize, per_page: usize) -> String {
        let start = page.saturating_sub(1).saturating_mul(per_page);
        let end = total.min(start.saturating_add(per_page));
        let pages = total.div_ceil(per_page.max(1));
        let mut body = format!(
            r#"{{"code":0,"msg":"","pagination":{{"total":{total},"numPages":{pages},"page":{page},"perPage":{per_page}}},"instances":["#
        );
        for number in start..end {
            let comma = if number == start { "" } else { "," };
            let own = self.0.replacen(ID, &format!("boy{number:06}"), 1);
            // Writing into a string cannot fail.
            let _ = write!(body, "{comma}{own}");
        }
        body.push_str("]}");
        body
    }
}

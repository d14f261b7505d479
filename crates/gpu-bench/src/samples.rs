//! The answers that are served and decoded: the documented samples.

use std::fmt::Write as _;

/// The documented answer to a query of a running instance.
pub const GET: &str = include_str!("../../../fixtures/glows/get.response.json");
/// The documented answer to a create.
pub const CREATE: &str = include_str!("../../../fixtures/glows/create.response.json");

/// The instance alone, out of the answer to a query.
///
/// # Errors
/// When the sample is not the documented envelope.
pub fn instance() -> Result<String, serde_json::Error> {
    let answer: serde_json::Value = serde_json::from_str(GET)?;
    serde_json::to_string(&answer.get("instance"))
}

/// The answer to a list of `count` running instances, each with an id of its own.
///
/// # Errors
/// When the sample is not the documented envelope.
pub fn list(count: usize) -> Result<String, serde_json::Error> {
    let instance = instance()?;
    let pagination = format!(r#"{{"total":{count},"numPages":1,"page":1,"perPage":{count}}}"#);
    let mut body = format!(r#"{{"code":0,"msg":"","pagination":{pagination},"instances":["#);
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        let own = instance.replacen("boyqp4g8", &format!("boy{number:05}"), 1);
        // Writing into a string cannot fail.
        let _ = write!(body, "{comma}{own}");
    }
    body.push_str("]}");
    Ok(body)
}

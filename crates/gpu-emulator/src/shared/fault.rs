//! Answers that take the place of the service's own: an HTTP-level fault.

use http::{StatusCode, header};

use super::response::{Response, TEXT, response};

/// A canned HTTP answer for the next requests, given before or after the service did its work.
///
/// Faults below HTTP (resets, stalls, cut bodies) are the fault proxy's.
///
/// ```
/// use gpu_emulator::Fault;
///
/// // The machine is created, and the caller is told "bad gateway".
/// let fault = Fault::status(502).html("<h1>Bad Gateway</h1>").after_processing();
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Fault {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    after_processing: bool,
    pub(super) only: Option<(String, String)>,
}

impl Fault {
    /// Answers with this status and an empty body, without letting the service see the request.
    pub fn status(status: u16) -> Self {
        Self { status, headers: vec![], body: String::new(), after_processing: false, only: None }
    }

    /// Answers 429 with a plain text, as Glows.ai documents its rate limit.
    pub fn rate_limited() -> Self {
        Self::status(429).text("Too Many Requests")
    }

    /// Answers 403 with a page, as a firewall in front of the service does. It says nothing about
    /// machines or credentials.
    pub fn firewall() -> Self {
        Self::status(403).html(
            "<html><head><title>403 Forbidden</title></head>\
             <body><h1>Request blocked</h1></body></html>",
        )
    }

    /// Adds a header, e.g. `retry-after`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends this JSON text, which need not be valid.
    pub fn json(self, body: impl Into<String>) -> Self {
        self.body("application/json", body)
    }

    /// Sends this page.
    pub fn html(self, body: impl Into<String>) -> Self {
        self.body("text/html; charset=utf-8", body)
    }

    /// Sends this plain text.
    pub fn text(self, body: impl Into<String>) -> Self {
        self.body("text/plain; charset=utf-8", body)
    }

    /// Answers with a redirect (301, 302, 303, 307, 308) to this URL.
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::status(status).header(header::LOCATION.as_str(), location)
    }

    /// Lets the service do its work first and then throws its answer away.
    pub fn after_processing(mut self) -> Self {
        self.after_processing = true;
        self
    }

    /// Meets only requests with this method and route; others pass and do not use it up. The
    /// route is spelt as in [`Ledger::requests_to`](crate::Ledger::requests_to), and
    /// [`Emulator::fail_next`](crate::Emulator::fail_next) takes none that the vendor does not have.
    pub fn only(mut self, method: impl Into<String>, route: impl Into<String>) -> Self {
        self.only = Some((method.into(), route.into()));
        self
    }

    fn body(self, content_type: &str, body: impl Into<String>) -> Self {
        let mut fault = self.header(header::CONTENT_TYPE.as_str(), content_type);
        fault.body = body.into();
        fault
    }

    pub(crate) fn is_after_processing(&self) -> bool {
        self.after_processing
    }

    /// Status, headers and body, for whoever writes the bytes itself.
    pub(crate) fn parts(&self) -> (u16, &[(String, String)], &str) {
        (self.status, &self.headers, &self.body)
    }

    /// The answer. A status or header that HTTP does not allow gives a 500 that says so.
    pub(super) fn answer(&self) -> Response {
        let mut canned = http::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            canned = canned.header(name, value);
        }
        canned.body(self.body.clone().into_bytes()).unwrap_or_else(|error| {
            let why = format!("gpu-emulator: bad fault: {error}");
            response(StatusCode::INTERNAL_SERVER_ERROR, TEXT, why)
        })
    }
}

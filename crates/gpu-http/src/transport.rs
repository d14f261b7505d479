//! One attempt of a call. The only file that sends.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HOST, LOCATION, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::call::Header;
use crate::clients::Clients;
use crate::settings::{HttpConfig, RawAnswer};
use crate::{BaseUrl, Call, Delivery, Error, Kind};

/// How much of a body beyond the limit is looked at, in bytes.
const BEGINNING: usize = 64 * 1024;

/// How much room is made for a body because its announced length says so, in bytes.
const BELIEVED: usize = 32 * 1024 * 1024;

/// What has come of an answer, known as soon as it has come and whatever becomes of the rest.
#[derive(Default)]
pub(crate) struct Begun {
    pub(crate) status: Option<u16>,
    /// The beginning of a body that is under way.
    body: Vec<u8>,
}

impl Begun {
    /// What came of a success that broke off: its beginning may name what was made.
    pub(crate) fn cut(mut self, broken: Error) -> Result<Received, Error> {
        if broken.kind() == Kind::TooLarge {
            // Not whole in any case, and too long to be searched through.
            self.body.truncate(BEGINNING);
        }
        match self.status {
            Some(status @ 200..300) if !self.body.is_empty() => {
                let received = Received::new(status, &HeaderMap::new(), Bytes::from(self.body));
                Ok(Received { broken: Some(broken), ..received })
            }
            _ => Err(broken),
        }
    }
}

/// What one attempt brought: a status line and a whole body.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<HeaderValue>,
    /// Where a redirect points.
    pub(crate) redirect: Option<HeaderValue>,
    /// How the body is packed, which nobody asked for.
    pub(crate) encoding: Option<String>,
    pub(crate) body: Bytes,
    /// Why the body is not whole.
    pub(crate) broken: Option<Error>,
}

impl Received {
    fn new(status: u16, headers: &HeaderMap, body: Bytes) -> Self {
        // A success, the usual case, is not searched.
        let refused = !(200..300).contains(&status);
        let of_refusal = |name: HeaderName| refused.then(|| headers.get(name).cloned()).flatten();
        let packed = |encoding: &HeaderValue| {
            let name = String::from_utf8_lossy(encoding.as_bytes()).trim().to_owned();
            (!name.is_empty() && !name.eq_ignore_ascii_case("identity")).then_some(name)
        };
        Self {
            status,
            retry_after: of_refusal(RETRY_AFTER),
            redirect: of_refusal(LOCATION).filter(|_| (300..400).contains(&status)),
            encoding: headers.get(CONTENT_ENCODING).and_then(packed),
            body,
            broken: None,
        }
    }
}

/// One attempt. The request is made before the future, which would otherwise carry it along.
pub(crate) fn attempt_once<'a>(
    config: &'a HttpConfig,
    clients: &Clients,
    call: &'a Call,
    base: &BaseUrl,
    url: url::Url,
    begun: &'a mut Begun,
) -> impl Future<Output = Result<Received, Error>> + use<'a> {
    let client = clients.get(config, base, call.idempotency.is_read_only());
    // A caller's own client may go elsewhere; ours cannot, and may be told the `Host`.
    let own = config.settings.own_client.is_some();
    let observer = config.settings.observer.as_ref();
    let asked = (own || observer.is_some()).then(|| Box::new(url.clone()));
    let host = base.host().filter(|_| !own);
    let sending = client.map(|client| client.execute(request(call, url, host, &config.headers)));
    async move {
        let mut response = sending?.await.map_err(|error| failure(error, own))?;
        let status = response.status().as_u16();
        begun.status = Some(status);
        if asked.as_ref().is_some_and(|asked| own && **asked != *response.url()) {
            // The first hop may have acted, and the credentials have been shown to the second.
            let what =
                "the caller's own reqwest client followed it; give it redirect(Policy::none())";
            let error = Error::new(Kind::Redirect, Delivery::MaybeSent, what);
            return Err(error.with_broken_body(status));
        }
        let body = read_body(&mut response, config.settings.max_body, status, begun).await?;
        if let (Some(observer), Some(url)) = (observer, asked) {
            observer(&RawAnswer {
                call: call.name,
                method: &call.method,
                path: url.path(),
                query: url.query().unwrap_or_default(),
                status,
                headers: response.headers(),
                body: &body,
            });
        }
        Ok(Received::new(status, response.headers(), body))
    }
}

/// Reads a body up to the limit and not a chunk further.
async fn read_body(
    response: &mut reqwest::Response,
    limit: usize,
    status: u16,
    begun: &mut Begun,
) -> Result<Bytes, Error> {
    let too_large = || {
        let what = format!("the limit is {limit} bytes");
        Err(Error::new(Kind::TooLarge, Delivery::Answered, what).with_broken_body(status))
    };
    let announced = response.content_length();
    if announced.is_some_and(|length| length > limit as u64) {
        return too_large();
    }
    // Behind a status line: the server has acted on the request.
    let broken = |error: reqwest::Error| {
        let kind = if error.is_timeout() { Kind::Timeout } else { Kind::Interrupted };
        let broken = Error::new(kind, Delivery::Answered, "the body broke off");
        broken.with_source(&error.without_url()).with_broken_body(status)
    };
    let first = response.chunk().await.map_err(broken)?.unwrap_or_default();
    if first.len() > limit {
        return too_large();
    }
    if announced == Some(first.len() as u64) {
        // The usual case: the whole body came with the head, and is used without a copy.
        return Ok(first);
    }
    // Room for what is announced, as far as a server is to be believed; then it grows as it must.
    let announced = announced.and_then(|length| usize::try_from(length).ok());
    let room = announced.unwrap_or(2 * first.len()).min(BELIEVED);
    let body = &mut begun.body;
    body.reserve_exact(room.max(first.len()));
    body.extend_from_slice(&first);
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if body.len() + chunk.len() > limit {
            return too_large();
        }
        make_room(body, chunk.len(), limit);
        body.extend_from_slice(&chunk);
    }
    Ok(Bytes::from(std::mem::take(body)))
}

/// Makes room for a chunk: twice the room there was, but never more than the limit.
fn make_room(body: &mut Vec<u8>, chunk: usize, limit: usize) {
    let needed = body.len() + chunk;
    if needed > body.capacity() {
        let room = (2 * body.capacity()).min(limit).max(needed);
        body.reserve_exact(room - body.len());
    }
}

fn request(
    call: &Call,
    url: url::Url,
    host: Option<&HeaderValue>,
    common: &[Header],
) -> reqwest::Request {
    let mut request = reqwest::Request::new(call.method.clone(), url);
    let headers = request.headers_mut();
    if let Some(host) = host {
        headers.insert(HOST, host.clone());
    }
    for header in common.iter().chain(&call.headers) {
        headers.insert(header.name.clone(), header.value.clone());
    }
    match &call.body {
        Some(body) => *request.body_mut() = Some(body.clone().into()),
        // The vendors' own samples (Python requests) send the zero; reqwest alone would not.
        None if call.method != Method::GET => {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        None => {}
    }
    request
}

/// Sorts a failure without a status line. Measured: `is_connect` covers refused, DNS, a cut TLS handshake and
/// the connect timeout, in all of which nothing was sent. Everything else, a reset at once included, may have
/// reached the server: a stale pooled connection looks the same as a server that acted. With a caller's own
/// client nothing is proven: it may have gone through a redirect, behind which no connection could be made,
/// or which is no address, and its errors name the first address all the same.
fn failure(error: reqwest::Error, own_client: bool) -> Error {
    let (kind, delivery) = if error.is_builder() && !own_client {
        (Kind::Invalid, Delivery::NotSent)
    } else if error.is_connect() && !own_client {
        (Kind::Connect, Delivery::NotSent)
    } else if error.is_timeout() {
        (Kind::Timeout, Delivery::MaybeSent)
    } else {
        (Kind::Interrupted, Delivery::MaybeSent)
    };
    // The URL in the message would show the query; ours names the call already.
    let error = error.without_url();
    let what = if kind == Kind::Invalid { "the request cannot be built" } else { "" };
    Error::new(kind, delivery, what).with_source(&error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_s_room_doubles_up_to_the_limit_and_no_further() {
        let mut body = Vec::with_capacity(100);
        for (chunk, room) in [(80, 100), (30, 200), (100, 400), (600, 810), (190, 1000)] {
            make_room(&mut body, chunk, 1000);
            body.extend(std::iter::repeat_n(b'x', chunk));
            assert_eq!(body.capacity(), room, "{chunk}");
        }
        assert_eq!(body.len(), 1000);
    }
}

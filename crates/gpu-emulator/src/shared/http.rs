//! What all three services do alike with a request.

use axum::http::{HeaderMap, StatusCode, header};

/// Whether the body is said to be JSON, in whatever case and with whatever parameters.
pub(crate) fn says_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    let kind = value.unwrap_or_default().split(';').next();
    let kind = kind.unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// The answer where no endpoint is.
pub(crate) async fn not_found() -> (StatusCode, &'static str) {
    nowhere()
}

/// The same at once.
pub(crate) fn nowhere() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "404 page not found")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_is_json() {
        let says = |text: &'static str| {
            let value = header::HeaderValue::from_static(text);
            says_json(&HeaderMap::from_iter([(header::CONTENT_TYPE, value)]))
        };
        for text in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json ;charset=UTF-8",
        ] {
            assert!(says(text), "{text}");
        }
        for text in [
            "",
            "application/json-seq",
            "application/jsonp",
            "text/json",
            "text/plain; application/json",
        ] {
            assert!(!says(text), "{text}");
        }
        assert!(!says_json(&HeaderMap::new()));
    }
}

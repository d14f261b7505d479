//! The codes in words, by the call they came from.

use super::codes::{ErrorCode, Meaning};

/// The name of the call that asks for tokens, in errors. Its codes have meanings of their own.
pub(crate) const GET_TOKENS: &str = "get tokens";

impl ErrorCode {
    /// What the code means in the given call, by the name that an error's
    /// [`endpoint`](gpu_http::Error::endpoint) has; `None` for a code that is not known.
    ///
    /// ```
    /// use ac_openapi_client::ErrorCode;
    ///
    /// let code = ErrorCode::from("10009");
    /// let wording = |call| code.meaning_in(call).map(|meaning| meaning.wording);
    /// assert_eq!(wording("create instance"), Some("没有权限访问接口"));
    /// assert_eq!(wording("get tokens"), Some("校验失败"));
    /// ```
    #[must_use]
    pub fn meaning_in(&self, call: &str) -> Option<Meaning> {
        let (english, wording) = match (call, self.as_str()) {
            (GET_TOKENS, "10001") => ("internal error", "内部错误"),
            (GET_TOKENS, "10009") => ("verification failed", "校验失败"),
            _ => return self.meaning(),
        };
        Some(Meaning { english, wording })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Row {
        code: String,
        wording: String,
    }

    fn check(table: &str, call: &str) {
        let rows: Vec<Row> = serde_json::from_str(table).unwrap();
        assert!(!rows.is_empty());
        for row in rows {
            let meaning = ErrorCode::from(row.code.as_str()).meaning_in(call);
            let wording = meaning.map(|meaning| meaning.wording);
            assert_eq!(wording, Some(row.wording.as_str()), "{}", row.code);
        }
    }

    #[test]
    fn the_wording_is_the_documents() {
        check(include_str!("../../tests/fixtures/error-codes.json"), "create instance");
        check(include_str!("../../tests/fixtures/error-codes.calls.json"), "execute script");
        check(include_str!("../../tests/fixtures/error-codes.tokens.json"), GET_TOKENS);
    }

    #[test]
    fn every_known_code_has_a_meaning_and_no_other_has() {
        for code in ErrorCode::KNOWN {
            assert!(code.meaning().is_some(), "{code}");
        }
        assert_eq!(ErrorCode::from("10002").meaning(), None);
    }
}

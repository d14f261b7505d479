//! AC OpenAPI's error codes: what the documents call them, what each is known to mean, and what follows.

use std::borrow::Cow;
use std::fmt;

use gpu_common::OneLine;
use gpu_http::ApiError;

pub use gpu_http::Error;

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The name of the call that asks for tokens, in errors. Its codes have meanings of their own.
pub(crate) const GET_TOKENS: &str = "get tokens";

/// A code in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// The sense in English, and what to look at. Ours.
    pub english: &'static str,
    /// The wording of the vendor's document, or of the answer in which the code was seen.
    pub wording: &'static str,
}

/// A code of AC OpenAPI's envelope, as text. Open: any text is one.
///
/// What a code says depends on the call: `10009` is a failed verification where a token is asked
/// for and a missing permission everywhere else. [`meaning_in`](Self::meaning_in) knows both.
///
/// ```
/// use ac_openapi_client::ErrorCode;
///
/// let code = ErrorCode::from("10004");
/// assert_eq!(code, ErrorCode::PARAMETER_INVALID);
/// assert!(code.is_known() && code.as_str() == "10004");
/// assert_eq!(ErrorCode::from("4711").to_string(), "4711");
/// # let error = ac_openapi_client::Client::builder("", "").build().unwrap_err();
/// println!("{:?}", ErrorCode::of(&error)); // of an error that a call gave
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(Cow<'static, str>);

/// What follows from a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// Nothing more than that the call was refused.
    Nothing,
    /// The token, or what stands behind it, is not good enough.
    RefusedCredentials,
    /// By the wording a check that stands before the work, as that of credentials does. Inferred.
    RefusedInput,
    /// A fault inside the service that may have passed at the next look. Inferred.
    Transient,
    /// There is no such instance.
    NotFound,
    /// No machine is free. Inferred from "the instance could not be created".
    NoCapacity,
}
use Follows::{NoCapacity, NotFound, Nothing, RefusedCredentials, RefusedInput, Transient};

/// Defines the constants, and the list of them and what is known of each from the same lines: the code, what
/// follows from it, its sense in English, and the vendor's wording.
macro_rules! codes {
    ($( $(#[$meta:meta])*
        $name:ident = $code:literal, $follows:ident, $english:literal, $wording:literal;
    )+) => {
        impl ErrorCode {
            $( $(#[$meta])* pub const $name: Self = Self(Cow::Borrowed($code)); )+

            /// Every code that is documented or was seen, success included.
            pub const KNOWN: &'static [Self] = &[$( Self::$name ),+];

            fn known(&self) -> Option<(Follows, Meaning)> {
                let (follows, english, wording) = match self.as_str() {
                    $( $code => ($follows, $english, $wording), )+
                    _ => return None,
                };
                Some((follows, Meaning { english, wording }))
            }
        }
    };
}

codes! {
    /// `0`, success; never the code of an error. Documented (create).
    SUCCESS = "0", Nothing, "success", "成功";
    /// `10001`, an internal exception, also "any other". Documented (create). Seen in use as the
    /// answer to a platform token where a region's is needed.
    INTERNAL = "10001", Transient, "internal exception, or any other", "内部异常(其他异常)";
    /// `10003`, parameters are missing. Documented (create).
    PARAMETERS_MISSING = "10003", RefusedInput, "parameters are missing", "参数不全";
    /// `10004`, a parameter is invalid. Documented (create).
    PARAMETER_INVALID = "10004", RefusedInput, "a parameter is invalid", "参数无效";
    /// `10007`, the user is frozen. Documented (create).
    USER_FROZEN = "10007", RefusedInput, "the user is frozen", "用户已被冻结";
    /// `10008`, permission is insufficient. Documented (create). Seen in use for a token that has expired.
    INSUFFICIENT_PERMISSION = "10008", RefusedCredentials,
        "insufficient permission; an expired token is answered like this, too", "权限不足";
    /// `10009`, no permission to call this interface; in the token call, verification failed.
    /// Documented (create; token).
    NOT_ALLOWED = "10009", RefusedCredentials, "no permission to call this interface", "没有权限访问接口";
    /// `10010`, a file could not be verified. Documented (create).
    FILE_CHECK_FAILED = "10010", Nothing, "a file could not be verified", "文件校验失败";
    /// `10011`, a file is too large. Documented (create).
    FILE_TOO_LARGE = "10011", Nothing, "a file is too large", "文件过大";
    /// `10012`, the connection was interrupted. Documented (create).
    CONNECTION_INTERRUPTED = "10012", Transient, "the connection was interrupted", "连接中断";
    /// `716020`, the service's database could not be asked. Re-documented (delete, execute).
    DATABASE_ERROR = "716020", Transient, "the service's database could not be asked", "查询数据库错误";
    /// `716864`, the script could not be executed. Re-documented (execute).
    SCRIPT_FAILED = "716864", Nothing, "the script could not be executed", "执行脚本错误";
    /// `716865`, the instance could not be created. Documented (create).
    CREATE_FAILED = "716865", NoCapacity, "the instance could not be created", "创建任务错误";
    /// `716866`, the instance could not be deleted. Re-documented (delete).
    DELETE_FAILED = "716866", Nothing, "the instance could not be deleted", "删除任务失败";
    /// `716867`, the instance could not be stopped. Seen in use, in a public client's table.
    STOP_FAILED = "716867", Nothing, "the instance could not be stopped", "停止任务失败";
    /// `716868`, the instance could not be started. Seen in use, in a public client's table.
    START_FAILED = "716868", Nothing, "the instance could not be started", "启动任务错误";
    /// `716870`, wrong number of instances. Re-documented (execute).
    WRONG_NUMBER = "716870", Nothing, "wrong number of instances", "实例数量错误";
    /// `816822`, there is no such instance. Seen in use, from the console's neighbouring calls for
    /// restart and stop.
    NO_SUCH_INSTANCE = "816822", NotFound, "there is no such instance", "任务不存在";
    /// `1001`, the token is of the wrong kind. Seen in use, from a neighbouring gateway.
    TOKEN_INVALID = "1001", RefusedCredentials, "the token is of the wrong kind", "jwt token is invalid";
}

impl ErrorCode {
    /// The code that an error carries, if it carries one.
    pub fn of(error: &Error) -> Option<Self> {
        error.code().map(Self::from)
    }

    /// The text on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the code is one of [`KNOWN`](Self::KNOWN).
    pub fn is_known(&self) -> bool {
        self.known().is_some()
    }

    /// What the code means in the given call, by the name that an error's
    /// [`endpoint`](Error::endpoint) has; `None` for a code that is not known.
    ///
    /// ```
    /// use ac_openapi_client::ErrorCode;
    ///
    /// let code = ErrorCode::from("10009");
    /// let wording = |call| code.meaning_in(call).map(|meaning| meaning.wording);
    /// assert_eq!(wording("create instance"), Some("没有权限访问接口"));
    /// assert_eq!(wording("get tokens"), Some("校验失败"));
    /// ```
    pub fn meaning_in(&self, call: &str) -> Option<Meaning> {
        let (_, known) = self.known()?;
        let (english, wording) = match (call, self.as_str()) {
            (GET_TOKENS, "10001") => ("internal error", "内部错误"),
            (GET_TOKENS, "10009") => (
                "verification failed: check user (the login name), access key, secret key and this machine's clock",
                "校验失败",
            ),
            ("get center", "10001") => (
                "internal exception; the platform's own token is answered like this",
                known.wording,
            ),
            _ => return Some(known),
        };
        Some(Meaning { english, wording })
    }

    /// What this crate makes of the code in an answer to the given call.
    pub(crate) fn refusal(&self, call: &str, message: Option<String>) -> ApiError {
        let follows = self.known().map_or(Nothing, |(follows, _)| follows);
        let mut fault = ApiError::new(Some(self.to_string()), message);
        fault.auth = follows == RefusedCredentials;
        fault.rejected = matches!(follows, RefusedCredentials | RefusedInput);
        fault.transient = follows == Transient;
        fault.not_found = follows == NotFound;
        fault.no_capacity = follows == NoCapacity;
        fault.hint = self.meaning_in(call).map(|meaning| meaning.english);
        fault
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        Self(Cow::Owned(code.to_owned()))
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&OneLine::short(&self.0).to_string())
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

    #[test]
    fn every_code_of_every_table_is_known_in_the_documents_words() {
        for (table, call) in [
            (include_str!("../tests/fixtures/error-codes.json"), "create instance"),
            (include_str!("../tests/fixtures/error-codes.calls.json"), "execute script"),
            (include_str!("../tests/fixtures/error-codes.tokens.json"), GET_TOKENS),
        ] {
            let rows: Vec<Row> = serde_json::from_str(table).unwrap();
            assert!(!rows.is_empty());
            for Row { code, wording } in rows {
                let meaning = ErrorCode::from(code.as_str()).meaning_in(call).unwrap();
                assert_eq!(meaning.wording, wording, "{code}");
            }
        }
    }

    #[test]
    fn any_text_is_a_code_and_no_known_one_has_two_names() {
        let code = ErrorCode::from("E-new");
        assert_eq!((code.as_str(), code.is_known(), code.meaning_in("")), ("E-new", false, None));
        assert_eq!(ErrorCode::from("7\r\u{202e}").to_string(), "7\\u{d}\\u{202e}");
        let mut codes = ErrorCode::KNOWN.to_vec();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), ErrorCode::KNOWN.len());
    }

    #[test]
    fn each_code_is_sorted_once() {
        for (code, auth, transient, rejected) in [
            ("10001", false, true, false),
            ("10003", false, false, true),
            ("10004", false, false, true),
            ("10007", false, false, true),
            ("10008", true, false, true),
            ("10009", true, false, true),
            ("1001", true, false, true),
            ("10012", false, true, false),
            ("716020", false, true, false),
            ("716865", false, false, false),
            ("816822", false, false, false),
            ("4711", false, false, false),
        ] {
            let fault = ErrorCode::from(code).refusal("create instance", None);
            let sorted = (fault.auth, fault.transient, fault.rejected);
            assert_eq!(sorted, (auth, transient, rejected), "{code}");
            assert_eq!(fault.not_found, code == "816822");
            assert_eq!(fault.no_capacity, code == "716865");
        }
    }

    #[test]
    fn the_meaning_knows_the_call() {
        for (call, code, hint) in [
            (GET_TOKENS, "10009", "verification failed: check user"),
            ("stop instances", "10009", "no permission to call this interface"),
            ("get center", "10001", "internal exception; the platform's own token"),
            ("stop instances", "10008", "insufficient permission; an expired token"),
            ("stop instances", "4711", ""),
        ] {
            let shown = ErrorCode::from(code).refusal(call, None).hint.unwrap_or_default();
            assert!(shown.starts_with(hint) && hint.is_empty() == shown.is_empty(), "{shown}");
        }
    }
}

//! The codes by name.

use std::borrow::Cow;
use std::fmt;

use gpu_common::OneLine;

use gpu_http::Error;

/// A code in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// The sense in English. Ours.
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
/// assert_eq!(code.meaning().map(|meaning| meaning.english), Some("a parameter is invalid"));
/// assert!(code.is_known() && code.as_str() == "10004");
/// assert_eq!(ErrorCode::from("4711").to_string(), "4711");
/// # let error = ac_openapi_client::Client::builder("", "").build().unwrap_err();
/// println!("{:?}", ErrorCode::of(&error)); // of an error that a call gave
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(Cow<'static, str>);

/// Defines the constants, and the list of them and their meanings from the same lines: the code, its
/// sense in English, and the vendor's wording.
macro_rules! codes {
    ($( $(#[$meta:meta])* $name:ident = $code:literal, $english:literal, $wording:literal; )+) => {
        impl ErrorCode {
            $( $(#[$meta])* pub const $name: Self = Self(Cow::Borrowed($code)); )+

            /// Every code that is documented or was seen, success included.
            pub const KNOWN: &'static [Self] = &[$( Self::$name ),+];

            /// What the code means in the container calls; `None` for a code that is not known.
            #[must_use]
            pub fn meaning(&self) -> Option<Meaning> {
                let (english, wording) = match self.as_str() {
                    $( $code => ($english, $wording), )+
                    _ => return None,
                };
                Some(Meaning { english, wording })
            }
        }
    };
}

codes! {
    /// `0`, success; never the code of an error. Documented (create).
    SUCCESS = "0", "success", "成功";
    /// `10001`, an internal exception, also "any other". Documented (create). Seen in use as the
    /// answer to a platform token where a region's is needed.
    INTERNAL = "10001", "internal exception, or any other", "内部异常(其他异常)";
    /// `10003`, parameters are missing. Documented (create).
    PARAMETERS_MISSING = "10003", "parameters are missing", "参数不全";
    /// `10004`, a parameter is invalid. Documented (create).
    PARAMETER_INVALID = "10004", "a parameter is invalid", "参数无效";
    /// `10007`, the user is frozen. Documented (create).
    USER_FROZEN = "10007", "the user is frozen", "用户已被冻结";
    /// `10008`, permission is insufficient. Documented (create). Seen in use for a token that has expired.
    INSUFFICIENT_PERMISSION = "10008", "insufficient permission", "权限不足";
    /// `10009`, no permission to call this interface; in the token call, verification failed.
    /// Documented (create; token).
    NOT_ALLOWED = "10009", "no permission to call this interface", "没有权限访问接口";
    /// `10010`, a file could not be verified. Documented (create).
    FILE_CHECK_FAILED = "10010", "a file could not be verified", "文件校验失败";
    /// `10011`, a file is too large. Documented (create).
    FILE_TOO_LARGE = "10011", "a file is too large", "文件过大";
    /// `10012`, the connection was interrupted. Documented (create).
    CONNECTION_INTERRUPTED = "10012", "the connection was interrupted", "连接中断";
    /// `716020`, the service's database could not be asked. Re-documented (delete, execute).
    DATABASE_ERROR = "716020", "the service's database could not be asked", "查询数据库错误";
    /// `716864`, the script could not be executed. Re-documented (execute).
    SCRIPT_FAILED = "716864", "the script could not be executed", "执行脚本错误";
    /// `716865`, the instance could not be created. Documented (create).
    CREATE_FAILED = "716865", "the instance could not be created", "创建任务错误";
    /// `716866`, the instance could not be deleted. Re-documented (delete).
    DELETE_FAILED = "716866", "the instance could not be deleted", "删除任务失败";
    /// `716867`, the instance could not be stopped. Seen in use, in a public client's table.
    STOP_FAILED = "716867", "the instance could not be stopped", "停止任务失败";
    /// `716868`, the instance could not be started. Seen in use, in a public client's table.
    START_FAILED = "716868", "the instance could not be started", "启动任务错误";
    /// `716870`, wrong number of instances. Re-documented (execute).
    WRONG_NUMBER = "716870", "wrong number of instances", "实例数量错误";
    /// `816822`, there is no such instance. Seen in use, from the console's neighbouring calls for
    /// restart and stop.
    NO_SUCH_INSTANCE = "816822", "there is no such instance", "任务不存在";
    /// `1001`, the token is of the wrong kind. Seen in use, from a neighbouring gateway.
    TOKEN_INVALID = "1001", "the token is of the wrong kind", "jwt token is invalid";
}

impl ErrorCode {
    /// The code that an error carries, if it carries one.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        error.code().map(Self::from)
    }

    /// The text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the code is one of [`KNOWN`](Self::KNOWN).
    #[must_use]
    pub fn is_known(&self) -> bool {
        Self::KNOWN.contains(self)
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
    }

    #[test]
    fn every_code_of_every_table_has_its_constant() {
        for table in [
            include_str!("../../tests/fixtures/error-codes.json"),
            include_str!("../../tests/fixtures/error-codes.calls.json"),
            include_str!("../../tests/fixtures/error-codes.tokens.json"),
        ] {
            let rows: Vec<Row> = serde_json::from_str(table).unwrap();
            assert!(!rows.is_empty());
            for row in rows {
                assert!(ErrorCode::from(row.code.as_str()).is_known(), "{}", row.code);
            }
        }
    }

    #[test]
    fn any_text_is_a_code() {
        let code = ErrorCode::from("E-new");
        assert_eq!((code.as_str(), code.is_known()), ("E-new", false));
        assert_eq!(ErrorCode::from("7\r\u{202e}").to_string(), "7\\u{d}\\u{202e}");
    }

    #[test]
    fn no_code_has_two_names() {
        let mut codes = ErrorCode::KNOWN.to_vec();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), ErrorCode::KNOWN.len());
    }
}

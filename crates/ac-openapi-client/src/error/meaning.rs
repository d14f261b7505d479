//! The codes in words, by the call they came from.

use super::ErrorCode;
use crate::platform::GET_TOKENS;

/// A code in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// The sense in English. Ours.
    pub english: &'static str,
    /// The wording of the vendor's document, or of the answer in which the code was seen.
    pub wording: &'static str,
}

impl ErrorCode {
    /// What the code means in the container calls; `None` for a code that is not known.
    #[must_use]
    pub fn meaning(&self) -> Option<Meaning> {
        let (english, wording) = match self.as_str() {
            "0" => ("success", "成功"),
            "10001" => ("internal exception, or any other", "内部异常(其他异常)"),
            "10003" => ("parameters are missing", "参数不全"),
            "10004" => ("a parameter is invalid", "参数无效"),
            "10007" => ("the user is frozen", "用户已被冻结"),
            "10008" => ("insufficient permission", "权限不足"),
            "10009" => ("no permission to call this interface", "没有权限访问接口"),
            "10010" => ("a file could not be verified", "文件校验失败"),
            "10011" => ("a file is too large", "文件过大"),
            "10012" => ("the connection was interrupted", "连接中断"),
            "716020" => ("the service's database could not be asked", "查询数据库错误"),
            "716864" => ("the script could not be executed", "执行脚本错误"),
            "716865" => ("the instance could not be created", "创建任务错误"),
            "716866" => ("the instance could not be deleted", "删除任务失败"),
            "716867" => ("the instance could not be stopped", "停止任务失败"),
            "716868" => ("the instance could not be started", "启动任务错误"),
            "716870" => ("wrong number of instances", "实例数量错误"),
            "816822" => ("there is no such instance", "任务不存在"),
            "1001" => ("the token is of the wrong kind", "jwt token is invalid"),
            _ => return None,
        };
        Some(Meaning { english, wording })
    }

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

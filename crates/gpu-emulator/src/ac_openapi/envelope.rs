//! The envelope around every answer: `code`, `msg` and `data`, with HTTP status 200 even for
//! refusals.

use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use super::behaviour::{Behaviour, ListShape};
use crate::shared::{Refusal, Response, response};

/// A code and the document's wording.
#[derive(Debug, Clone, Copy)]
pub(super) struct Code(&'static str, &'static str);

impl Code {
    pub(super) const INTERNAL: Self = Self("10001", "内部异常");
    pub(super) const MISSING: Self = Self("10003", "参数不全");
    pub(super) const INVALID: Self = Self("10004", "参数无效");
    pub(super) const FROZEN: Self = Self("10007", "用户已被冻结");
    pub(super) const NO_PERMISSION: Self = Self("10008", "权限不足");
    pub(super) const NOT_ALLOWED: Self = Self("10009", "没有权限访问接口");
    /// 10009 as the token call means it.
    pub(super) const UNVERIFIED: Self = Self("10009", "校验失败");
    pub(super) const SCRIPT: Self = Self("716864", "执行脚本错误");
    pub(super) const CREATE: Self = Self("716865", "创建任务错误");
    pub(super) const DELETE: Self = Self("716866", "删除任务失败");
    pub(super) const STOP: Self = Self("716867", "停止任务失败");
    pub(super) const START: Self = Self("716868", "启动任务错误");
}

#[derive(Debug, Serialize)]
struct Envelope<'a, T> {
    code: Value,
    msg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<T>,
}

impl Behaviour {
    pub(super) fn success(&self, data: impl Serialize) -> Response {
        self.answer("0", "success", Some(data))
    }

    pub(super) fn answer(&self, code: &str, msg: &str, data: Option<impl Serialize>) -> Response {
        let number = code.parse::<i64>().ok().filter(|_| self.numeric_codes);
        let code = number.map_or_else(|| json!(code), |number| json!(number));
        written(&Envelope { code, msg, data })
    }

    /// Part of a list of `total` items.
    pub(super) fn page<T: Serialize>(
        &self,
        shape: ListShape,
        total: usize,
        items: Vec<T>,
    ) -> Response {
        let items = (!items.is_empty() || !self.null_for_empty_list).then_some(items);
        match shape {
            ListShape::Bare => self.success(items),
            ListShape::Nested => self.success(json!({"data": items})),
            ListShape::NestedWithTotal => self.success(json!({"total": total, "data": items})),
            ListShape::Records => self.success(json!({"total": total, "records": items})),
        }
    }

    /// Refuses with the code's documented wording.
    pub(super) fn refuse(&self, Code(code, msg): Code) -> Refusal {
        self.refuse_saying(code, msg)
    }

    /// Refuses with the code's documented wording and, for whoever reads it, the reason.
    pub(super) fn refuse_because(&self, Code(code, msg): Code, why: &str) -> Refusal {
        self.refuse_saying(code, &format!("{msg}: {why}"))
    }

    pub(super) fn refuse_saying(&self, code: &str, msg: &str) -> Refusal {
        self.answer(code, msg, self.error_data.as_ref()).into()
    }

    /// What the container calls say of an unknown or expired token.
    pub(super) fn refuse_token(&self) -> Refusal {
        if self.gateway_refuses_tokens {
            return written(&json!({"code": "1001", "message": "jwt token is invalid"})).into();
        }
        self.refuse(Code::NO_PERMISSION)
    }
}

/// With the documented type of answers.
fn written(body: &impl Serialize) -> Response {
    // It can always be written.
    let body = serde_json::to_vec(body).unwrap_or_default();
    response(StatusCode::OK, "application/json;charset=UTF-8", body)
}

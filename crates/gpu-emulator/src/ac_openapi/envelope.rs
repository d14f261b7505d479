//! The envelope around every answer: `code`, `msg` and `data`, with HTTP status 200 even for
//! refusals.

use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::choices::{BadToken, ErrorData, ListShape};
use super::fields::Wrong;
use crate::shared::{Refusal, Response, response};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    Internal,
    Missing,
    Invalid,
    Frozen,
    NoPermission,
    NotAllowed,
    /// 10009 as the token call means it.
    Unverified,
    Script,
    Create,
    Delete,
    Stop,
    Start,
    NotFound,
}

impl Code {
    /// The number, except where it is a guess, and the document's wording.
    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Internal => ("10001", "内部异常"),
            Self::Missing => ("10003", "参数不全"),
            Self::Invalid => ("10004", "参数无效"),
            Self::Frozen => ("10007", "用户已被冻结"),
            Self::NoPermission => ("10008", "权限不足"),
            Self::NotAllowed => ("10009", "没有权限访问接口"),
            Self::Unverified => ("10009", "校验失败"),
            Self::Script => ("716864", "执行脚本错误"),
            Self::Create => ("716865", "创建任务错误"),
            Self::Delete => ("716866", "删除任务失败"),
            Self::Stop => ("716867", "停止任务失败"),
            Self::Start => ("716868", "启动任务错误"),
            Self::NotFound => ("", "任务不存在"),
        }
    }
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
        self.success_saying("success", data)
    }

    pub(super) fn success_saying(&self, msg: &str, data: impl Serialize) -> Response {
        answer(&Envelope { code: self.code("0"), msg, data: Some(data) })
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
    pub(super) fn refuse(&self, code: Code) -> Refusal {
        self.refuse_saying(code, code.parts().1)
    }

    /// Refuses with the code's documented wording and, for whoever reads it, the reason.
    pub(super) fn refuse_because(&self, code: Code, why: &str) -> Refusal {
        self.refuse_saying(code, format!("{}: {why}", code.parts().1))
    }

    pub(super) fn refuse_saying(&self, code: Code, msg: impl Into<String>) -> Refusal {
        let data = match self.error_data {
            ErrorData::EmptyText => Some(json!("")),
            ErrorData::Word => Some(json!("error")),
            ErrorData::EmptyObject => Some(json!({})),
            ErrorData::EmptyList => Some(json!([])),
            ErrorData::Null => Some(Value::Null),
            ErrorData::Missing => None,
        };
        self.refuse_with(code, msg, data)
    }

    pub(super) fn refuse_with(
        &self,
        code: Code,
        msg: impl Into<String>,
        data: Option<Value>,
    ) -> Refusal {
        let number = match code {
            Code::NotFound => &self.not_found_code,
            code => code.parts().0,
        };
        let code = self.code(number);
        answer(&Envelope { code, msg: &msg.into(), data }).into()
    }

    pub(super) fn wrong(&self, wrong: &Wrong) -> Refusal {
        match wrong {
            Wrong::Missing(name) => self.refuse_because(Code::Missing, name),
            Wrong::Invalid(why) => self.refuse_because(Code::Invalid, why),
        }
    }

    /// What the container calls say of an unknown or expired token.
    pub(super) fn refuse_token(&self) -> Refusal {
        match self.bad_token {
            BadToken::NoPermission => self.refuse(Code::NoPermission),
            BadToken::Gateway => {
                answer(&json!({"code": "1001", "message": "jwt token is invalid"})).into()
            }
        }
    }

    fn code(&self, text: &str) -> Value {
        let number = text.parse::<i64>().ok().filter(|_| self.numeric_codes);
        number.map_or_else(|| json!(text), |number| json!(number))
    }
}

/// With the documented type of answers.
fn answer(body: &impl Serialize) -> Response {
    // It can always be written.
    let body = serde_json::to_vec(body).unwrap_or_default();
    response(StatusCode::OK, "application/json;charset=UTF-8", body)
}

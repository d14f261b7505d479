//! The codes of refusals, with the document's wording.

use super::behaviour::Behaviour;

/// Why a request is refused.
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
    /// As answers have it.
    pub(super) fn number(self, behaviour: &Behaviour) -> &str {
        match self {
            Self::Internal => "10001",
            Self::Missing => "10003",
            Self::Invalid => "10004",
            Self::Frozen => "10007",
            Self::NoPermission => "10008",
            Self::NotAllowed | Self::Unverified => "10009",
            Self::Script => "716864",
            Self::Create => "716865",
            Self::Delete => "716866",
            Self::Stop => "716867",
            Self::Start => "716868",
            Self::NotFound => &behaviour.not_found_code,
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Internal => "内部异常",
            Self::Missing => "参数不全",
            Self::Invalid => "参数无效",
            Self::Frozen => "用户已被冻结",
            Self::NoPermission => "权限不足",
            Self::NotAllowed => "没有权限访问接口",
            Self::Unverified => "校验失败",
            Self::Script => "执行脚本错误",
            Self::Create => "创建任务错误",
            Self::Delete => "删除任务失败",
            Self::Stop => "停止任务失败",
            Self::Start => "启动任务错误",
            Self::NotFound => "任务不存在",
        }
    }
}

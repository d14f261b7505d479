//! The forms of asking for a list of instances.

/// How the list of instances is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListForm {
    /// `GET …/task` with a JSON body. Documented. A gateway that drops the body of a GET leaves
    /// the service without the filter.
    #[default]
    Body,
    /// `GET …/task/list` with a query. Seen in use, and seen to work.
    Query,
    /// `GET …/task` with a query and no body. Seen in use.
    TaskQuery,
}

impl ListForm {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Body | Self::TaskQuery => Self::Query,
            Self::Query => Self::Body,
        }
    }
}

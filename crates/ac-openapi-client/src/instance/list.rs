//! Lists of instances: the two forms of asking, a page, all pages.

use gpu_common::{Extra, Field, Items};
use serde::Deserialize;

use super::{Instance, ListInstances};
use crate::envelope::Payload;
use crate::session::Session;
use crate::{Error, Result};

/// How the list of instances is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListForm {
    /// `GET …/task` with a JSON body. Documented. Gateways that drop the body of a GET answer it
    /// with an error or with too much.
    #[default]
    Body,
    /// `GET …/task/list` with a query. Seen in use, and seen to work.
    Query,
}

impl ListForm {
    fn other(self) -> Self {
        match self {
            Self::Body => Self::Query,
            Self::Query => Self::Body,
        }
    }
}

/// One page of the list of instances.
///
/// No answer is documented. Three shapes are read: a list, an object with the list under `data`,
/// and one with a `total` beside it (inferred from neighbouring calls).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct InstancePage {
    /// The instances that could be read, in the vendor's order, and beside them those that could not.
    #[serde(rename = "data")]
    pub instances: Items<Instance>,
    /// How many there are in all, if the service said so.
    #[serde(default)]
    pub total: Field<u64>,
    /// Fields that stood beside the list.
    #[serde(flatten)]
    pub extra: Extra,
}

impl InstancePage {
    pub(super) fn read(payload: Payload<'_>) -> Result<Self> {
        if !payload.required()?.starts_with('[') {
            return payload.read();
        }
        let (total, extra) = (Field::absent(), Extra::default());
        Ok(Self {
            instances: payload.read()?,
            total,
            extra,
        })
    }

    /// Whether it holds nothing at all, neither readable nor unreadable.
    pub(super) fn is_empty(&self) -> bool {
        self.instances.is_empty()
    }

    /// Whether more may follow the first `seen`. Without a total only an empty page is the end,
    /// because the service may give less than was asked for.
    pub(super) fn may_go_on(&self, seen: u64) -> bool {
        !self.is_empty() && self.total.get().is_none_or(|total| seen < *total)
    }

    /// Refuses a page that begins like the one before: the service does not heed `start`, and
    /// asking on would never end.
    pub(super) fn check_follows(&self, before: &Option<String>) -> Result<()> {
        match (before, self.first_id()) {
            (Some(before), Some(first)) if *before == first => Err(Error::new(
                gpu_http::Kind::Unreadable,
                gpu_http::Delivery::Answered,
                "list instances: the next page is the same as the one before; the list is incomplete",
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn first_id(&self) -> Option<String> {
        self.instances
            .iter()
            .next()
            .map(|instance| instance.id.to_string())
    }
}

/// All instances of the account.
pub(super) struct Listing {
    pub(super) instances: Vec<Instance>,
    /// Whether each entry of each page could be read, and as many came as were announced.
    pub(super) whole: bool,
}

/// Reads all pages without a filter; if that fails, once more in the other form.
pub(super) async fn read_all(session: &Session, form: ListForm) -> Result<Listing> {
    match read_in(session, form).await {
        Ok(listing) => Ok(listing),
        Err(error) if error.is_auth() => Err(error),
        Err(error) => read_in(session, form.other()).await.map_err(|_| error),
    }
}

async fn read_in(session: &Session, form: ListForm) -> Result<Listing> {
    let mut listing = Listing {
        instances: Vec::new(),
        whole: true,
    };
    let (mut seen, mut before) = (0, None);
    loop {
        let request = ListInstances::new(session.clone(), form);
        let page = request.start(seen).limit(100).await?;
        page.check_follows(&before)?;
        before = page.first_id();
        seen += page.instances.len() as u64;
        let goes_on = page.may_go_on(seen);
        listing.whole &= page.instances.bad().is_empty();
        listing.whole &= goes_on || page.total.get().is_none_or(|total| *total <= seen);
        listing.instances.extend(page.instances);
        if !goes_on {
            return Ok(listing);
        }
    }
}

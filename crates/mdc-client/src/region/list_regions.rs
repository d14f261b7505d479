//! `GET /regions`.

use gpu_http::{Call, Extras, Http, request_builder};
use gpu_json::Items;

use crate::{Error, RegionInfo, Result};

/// Lists the regions. Made by [`Client::list_regions`](crate::Client::list_regions).
///
/// The answer is the whole list: the documented sample has no paging.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListRegions {
    http: Http,
    extras: Extras,
}

impl ListRegions {
    pub(crate) fn new(http: Http) -> Self {
        Self {
            http,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        Call::get("list regions", "/regions").extra_query(&self.extras)
    }

    async fn run(self) -> Result<Items<RegionInfo>> {
        let call = self.call()?;
        self.http.perform(call).await?.json()
    }
}

request_builder!(ListRegions => Items<RegionInfo>, Error);

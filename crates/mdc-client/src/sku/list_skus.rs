//! `GET /skus/computings?region_id=…`.

use gpu_http::{Call, Extras, Http, request_builder};
use gpu_json::Items;

use crate::{Error, RegionId, Result, Sku};

/// Lists a region's GPU specifications. Made by [`Client::list_skus`](crate::Client::list_skus).
///
/// The answer is the whole list: the documented sample has no paging.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct ListSkus {
    http: Http,
    region: RegionId,
    extras: Extras,
}

impl ListSkus {
    pub(crate) fn new(http: Http, region: RegionId) -> Self {
        Self {
            http,
            region,
            extras: Extras::default(),
        }
    }

    fn call(&self) -> Result<Call> {
        Call::get("list skus", "/skus/computings")
            .query("region_id", self.region.as_str())
            .extra_query(&self.extras)
    }

    async fn run(self) -> Result<Items<Sku>> {
        let call = self.call()?;
        self.http.perform(call).await?.json()
    }
}

request_builder!(ListSkus => Items<Sku>, Error);

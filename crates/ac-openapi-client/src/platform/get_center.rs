//! Get the region's addresses: `GET /ac/openapi/v2/center`.

use gpu_common::Secret;
use gpu_http::{Answer, Call, Request};

use super::Platform;
use super::center::Center;
use crate::{Result, envelope};

pub(super) fn get_center(platform: &Platform, token: &Secret) -> Request<Center> {
    let call = Call::get("get center", platform.0.center.path());
    let call = platform.center_call(call, token);
    Request::new(&platform.0.http, call, read)
}

fn read(answer: Answer) -> Result<Center> {
    let payload = envelope::open(answer)?;
    if payload.first()? != Some(b'[') {
        return payload.read();
    }
    // One crawl of the page calls it a list; one token is for one region either way.
    match <[Center; 1]>::try_from(payload.read::<Vec<Center>>()?) {
        Ok([center]) => Ok(center),
        Err(_) => Err(payload.unreadable("a list that is not of one region")),
    }
}

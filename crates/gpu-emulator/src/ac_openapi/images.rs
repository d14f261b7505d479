//! `POST /ai/openapi/v2/image/images` and, in another edition, `GET …/instance-service/images`
//! with a JSON body: images.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::catalogue::{IMAGES, Image};
use super::create;
use super::envelope::{Page, Refusal};
use super::fields::{Fields, Wrong};
use super::service::AcOpenApiService;

/// Of the orders only that by clones differs here: no image was ever published later than made.
pub(super) async fn images(
    service: State<Arc<AcOpenApiService>>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let behaviour = &service.state().behaviour;
    // One of the samples does not say that its body is JSON.
    let asked = Fields::read(&body).and_then(|fields| Asked::read(&fields));
    let asked = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let mut found: Vec<_> = IMAGES.iter().filter(|one| asked.wants(one)).collect();
    if asked.order == "clone_times" {
        found.sort_by_key(|one| one.clone_times);
    }
    if !asked.ascending {
        found.reverse();
    }
    let total = Some(found.len());
    let page = found.into_iter().skip(asked.start).take(asked.limit);
    let data = page.collect();
    Ok(behaviour.success(Page { total, data }))
}

/// No answer of this edition has been published: that it is the other's is a guess, as is that
/// both fields may be left out.
pub(super) async fn by_get(
    service: State<Arc<AcOpenApiService>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let behaviour = &service.state().behaviour;
    let asked = create::json(&headers, &body).and_then(|fields| {
        let accelerator = fields.optional_text("acceleratorType")?;
        Ok((accelerator, fields.optional_text("imageType")?))
    });
    let (accelerator, kind) = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let found = IMAGES.iter().filter(|one| {
        is(accelerator.as_deref(), one.accelerator_type) && is(kind.as_deref(), one.r#type)
    });
    let data: Vec<_> = found.collect();
    let total = Some(data.len());
    Ok(behaviour.success(Page { total, data }))
}

/// What is asked for, checked.
struct Asked {
    /// Part of name and version.
    name: Option<String>,
    access: String,
    kind: Option<String>,
    order: String,
    limit: usize,
    start: usize,
    ascending: bool,
    accelerator: Option<String>,
}

impl Asked {
    fn read(fields: &Fields) -> Result<Self, Wrong> {
        let size = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        Ok(Self {
            name: fields.optional_text("name")?,
            access: fields.one_of("access", &["public", "private"])?,
            kind: fields.optional_text("type")?,
            order: fields.one_of("orderBy", &["create_time", "share_time", "clone_times"])?,
            limit: size(fields.positive("limit")?),
            start: size(fields.count("start")?),
            ascending: fields.one_of("sort", &["DESC", "ASC"])? == "ASC",
            accelerator: fields.optional_text("acceleratorType")?,
        })
    }

    fn wants(&self, image: &Image) -> bool {
        let named = self.name.as_deref();
        self.access == image.access
            && is(self.kind.as_deref(), image.r#type)
            && is(self.accelerator.as_deref(), image.accelerator_type)
            && named.is_none_or(|name| image.version.contains(name))
    }
}

fn is(wanted: Option<&str>, is: &str) -> bool {
    wanted.is_none_or(|wanted| wanted == is)
}

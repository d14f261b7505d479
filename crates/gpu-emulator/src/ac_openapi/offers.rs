//! What can be asked for: limits, resource groups, mount directories and images.

use std::num::NonZeroUsize;

use serde_json::{Map, Value, json};

use super::catalogue::{CATALOGUE, Group, Image};
use super::envelope::Code;
use super::fields::Fields;
use super::order::ACCELERATORS;
use super::state::{Call, State};
use crate::shared::Answer;

/// `GET …/resources`: the limits of one node. What an unknown group is told is inferred.
pub(super) fn resources(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let required = |name| {
        let given = call.parameter(name);
        given.ok_or_else(|| behaviour.refuse_because(Code::MISSING, name))
    };
    let (accelerator, name) = (required("acceleratorType")?, required("resourceGroup")?);
    let group = Group::find(name, accelerator)
        .ok_or_else(|| behaviour.refuse_because(Code::INVALID, "no such resourceGroup"))?;
    Ok(behaviour.success(group))
}

/// Invented: public clients only say that the groups come by accelerator type.
pub(super) fn groups(_: &Call<'_>, state: &mut State) -> Answer {
    let of = |accelerator: &str| {
        let groups = CATALOGUE.groups.iter().filter(|one| one.accelerator_type == accelerator);
        groups.map(|one| json!({"resourceGroup": one.resource_group})).collect::<Value>()
    };
    let groups = ACCELERATORS.map(|one| (one.to_owned(), of(one)));
    Ok(state.behaviour.success(Map::from_iter(groups)))
}

/// Invented: no answer has been published.
pub(super) fn mount_dirs(call: &Call<'_>, state: &mut State) -> Answer {
    Ok(state.behaviour.success([call.service.account.home()]))
}

/// `POST /ai/openapi/v2/image/images`. Of the orders only that by clones differs here: no image was
/// ever published later than made.
pub(super) fn images(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    // One of the samples does not say that its body is JSON.
    let fields = Fields::in_any_body(call, behaviour)?;
    let (part, kind) = (fields.text("name")?, fields.text("type")?);
    let (accelerator, start) = (fields.text("acceleratorType")?, fields.required("start")?);
    let access = fields.required_word("access", &["public", "private"])?;
    let orders = ["create_time", "share_time", "clone_times"];
    let order = fields.required_word("orderBy", &orders)?;
    let limit = fields.required::<NonZeroUsize>("limit")?.get();
    let ascending = fields.required_word("sort", &["DESC", "ASC"])? == "ASC";

    let mut found = of_kind(kind, accelerator);
    found.retain(|one| one.access == access);
    found.retain(|one| part.as_ref().is_none_or(|part| one.version.contains(part)));
    if order == "clone_times" {
        found.sort_by_key(|one| one.clone_times);
    }
    if !ascending {
        found.reverse();
    }
    let total = found.len();
    let page = found.into_iter().skip(start).take(limit);
    Ok(behaviour.page(behaviour.image_shape, total, page.collect()))
}

/// `GET …/instance-service/images` with a JSON body. No answer of this edition has been published:
/// that it is the other's is inferred, as is that both fields may be left out.
pub(super) fn images_by_get(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let fields = Fields::of(call, behaviour)?;
    let found = of_kind(fields.text("imageType")?, fields.text("acceleratorType")?);
    Ok(behaviour.page(behaviour.image_shape, found.len(), found))
}

/// Those of a type and accelerator, or of any.
fn of_kind(kind: Option<String>, accelerator: Option<String>) -> Vec<&'static Image> {
    let is = |wanted: &Option<String>, is: &str| wanted.as_ref().is_none_or(|one| one == is);
    let fits = |one: &&Image| is(&kind, &one.r#type) && is(&accelerator, &one.accelerator_type);
    CATALOGUE.images.iter().filter(fits).collect()
}

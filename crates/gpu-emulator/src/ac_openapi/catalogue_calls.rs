//! What can be asked for: limits, resource groups, mount directories and images.

use serde_json::{Map, Value, json};

use super::catalogue::{GROUPS, Group, Image, images as all_images};
use super::envelope::Code;
use super::fields::{Fields, Wrong};
use super::order::ACCELERATORS;
use super::state::{Call, State};
use crate::shared::Answer;

/// `GET …/resources`: the limits of one node. What an unknown group is told is inferred.
pub(super) fn resources(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let required = |name| {
        let given = call.parameter(name);
        given.ok_or_else(|| behaviour.refuse_because(Code::Missing, name))
    };
    let (accelerator, name) = (required("acceleratorType")?, required("resourceGroup")?);
    let group = Group::find(name, accelerator)
        .ok_or_else(|| behaviour.refuse_because(Code::Invalid, "no such resourceGroup"))?;
    let [mlu, dcu, nv] = group.limits;
    Ok(behaviour.success(json!({
        "id": null,
        "cpuNumber": group.cpus,
        "mluLimits": mlu,
        "dcuLimits": dcu,
        "nvLimits": nv,
        "gpuNumber": group.accelerators,
        "memorySize": group.ram_mb,
        "resourceGroup": group.name,
        "userName": null,
        "nodeNumber": group.nodes,
        "maxTime": "unlimited"
    })))
}

/// Invented: public clients only say that the groups come by accelerator type.
pub(super) fn groups(_: &Call<'_>, state: &mut State) -> Answer {
    let of = |accelerator: &str| {
        let groups = GROUPS.iter().filter(|one| one.accelerator == accelerator);
        let names = groups.map(|one| json!({"resourceGroup": one.name}));
        names.collect::<Value>()
    };
    let groups = ACCELERATORS.map(|one| (one.to_owned(), of(one)));
    Ok(state.behaviour.success(Map::from_iter(groups)))
}

/// Invented: no answer has been published.
pub(super) fn mount_dirs(call: &Call<'_>, state: &mut State) -> Answer {
    Ok(state.behaviour.success([call.service.account.home()]))
}

/// `POST /ai/openapi/v2/image/images`. Of the orders only that by clones differs here: no image was ever published later than made.
pub(super) fn images(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    // One of the samples does not say that its body is JSON.
    let asked = Fields::read(call.body).and_then(|fields| AskedImages::read(&fields));
    let asked = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let mut found: Vec<_> = all_images().into_iter().filter(|one| asked.wants(one)).collect();
    if asked.order == "clone_times" {
        found.sort_by_key(|one| one.clone_times);
    }
    if !asked.ascending {
        found.reverse();
    }
    let total = found.len();
    let page = found.into_iter().skip(asked.start).take(asked.limit);
    Ok(behaviour.page(behaviour.image_shape, total, page.collect()))
}

/// `GET …/instance-service/images` with a JSON body. No answer of this edition has been published: that it is the other's is inferred, as is that
/// both fields may be left out.
pub(super) fn by_get(call: &Call<'_>, state: &mut State) -> Answer {
    let behaviour = &state.behaviour;
    let asked = behaviour.fields(call).and_then(|fields| {
        let accelerator = fields.optional_text("acceleratorType")?;
        Ok((accelerator, fields.optional_text("imageType")?))
    });
    let (accelerator, kind) = asked.map_err(|wrong| behaviour.wrong(&wrong))?;
    let found = all_images().into_iter().filter(|one| {
        is(accelerator.as_deref(), one.accelerator_type) && is(kind.as_deref(), one.r#type)
    });
    let found: Vec<_> = found.collect();
    Ok(behaviour.page(behaviour.image_shape, found.len(), found))
}

struct AskedImages {
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

impl AskedImages {
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

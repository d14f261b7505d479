//! The regions of the account, what can be rented there, and the calls that show it.

use std::num::NonZeroUsize;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::envelope::Code;
use super::fields::Fields;
use super::order::ACCELERATORS;
use super::service::{Call, State};
use crate::shared::Answer;

/// A region, or the platform itself.
#[derive(Debug)]
pub struct Region {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// Its entries for containers, as path and `enable`.
    pub(super) ai: &'static [(&'static str, &'static str)],
}

/// In the order of the token call. The first, second and last have the names and ids of the
/// documented sample.
pub(super) static REGIONS: [Region; 4] = [
    Region {
        id: "11112",
        name: "OpenAPI计算中心",
        description: "对外OpenAPI中心",
        ai: &[("/disabled/ai", "false"), ("/ai", "true")],
    },
    Region { id: "111131", name: "test中心", description: "", ai: &[("", "true")] },
    Region { id: "11113", name: "停用中心", description: "", ai: &[("/ai", "true")] },
    Region { id: "0", name: "ac", description: "", ai: &[] },
];

/// The platform's own, where no token leads elsewhere.
impl Default for &'static Region {
    fn default() -> Self {
        let [.., platform] = &REGIONS;
        platform
    }
}

impl Region {
    /// The region whose containers a given token is for.
    pub(super) fn first() -> &'static Self {
        let [first, ..] = &REGIONS;
        first
    }

    /// Whether it is the platform, which has no containers.
    pub(super) fn is_platform(&self) -> bool {
        self.id == "0"
    }

    pub(super) fn number(&self) -> u64 {
        self.id.parse().unwrap_or_default()
    }
}

/// Groups and images as the calls show them. The first group and the first image are those of the
/// documented samples, the third image is that of the documented create request; the rest is made up.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a file of this crate, which every test reads")]
    serde_json::from_str(include_str!("catalogue.json")).expect("the catalogue is JSON")
});

#[derive(Deserialize)]
struct Catalogue {
    groups: Vec<Group>,
    /// Oldest first.
    images: Vec<Image>,
}

/// A queue of like nodes: what one of them has, as the limits call says it. In the documented sample
/// `nvLimits` is 0 next to two GPUs.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    #[serde(skip_serializing)]
    accelerator_type: String,
    resource_group: String,
    pub(super) cpu_number: u64,
    pub(super) gpu_number: u64,
    pub(super) memory_size: u64,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Group {
    pub(super) fn find(name: &str, accelerator: &str) -> Option<&'static Self> {
        let fits = |one: &&Self| one.resource_group == name && one.accelerator_type == accelerator;
        CATALOGUE.groups.iter().find(fits)
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Image {
    path: String,
    version: String,
    r#type: String,
    access: String,
    accelerator_type: String,
    clone_times: u64,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

pub(super) fn is_image(path: &str) -> bool {
    CATALOGUE.images.iter().any(|one| one.path == path)
}

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

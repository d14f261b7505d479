//! What each of AC's answers must have.

use gpu_json::Field;

use super::super::Call;
use crate::drift::json::Json;
use crate::drift::rules::{Rule, Rules, is_id, is_name, is_text};

/// The envelope alone. Nothing in it is decoded before the code is judged.
pub(crate) const HEAD: Rules = &[
    ("", Rule::Envelope),
    ("code", Rule::Raw),
    ("msg", Rule::Raw),
    ("message", Rule::Raw),
    ("data", Rule::Raw),
];

const CENTER: Rules = &[
    ("data", Rule::Object),
    ("data.ingressUrls", Rule::Items),
    ("data.hpcUrls", Rule::Items),
    ("data.efileUrls", Rule::Items),
    ("data.eshellUrls", Rule::Items),
    ("data.aiUrls", Rule::Items),
];
/// One edition of the page calls the answer a list; it must be of one region then.
const CENTERS: Rules = &[
    ("data", Rule::Field),
    ("data[]", Rule::Object),
    ("data[].ingressUrls", Rule::Items),
    ("data[].hpcUrls", Rule::Items),
    ("data[].efileUrls", Rule::Items),
    ("data[].eshellUrls", Rule::Items),
    ("data[].aiUrls", Rule::Items),
];
const CREATED: Rules = &[("data", Rule::Must(is_id))];
const DETAIL: Rules = &[
    ("data", Rule::Object),
    ("data.id", Rule::Must(is_id)),
    ("data.mountInfoList", Rule::Items),
    ("data.containerPortInfoList", Rule::Items),
];
const IMAGES: Rules =
    &[("data", Rule::Object), ("data.data", Rule::List), ("data.data[].id", Rule::Must(is_name))];
/// The list without an object around it.
const BARE_IMAGES: Rules = &[("data", Rule::List), ("data[].id", Rule::Must(is_name))];
const LIMITS: Rules = &[("data", Rule::Object)];
const LIST: Rules = &[
    ("data", Rule::Object),
    ("data.data", Rule::List),
    ("data.data[].id", Rule::Must(is_id)),
    ("data.data[].mountInfoList", Rule::Items),
    ("data.data[].containerPortInfoList", Rule::Items),
];
/// The list without an object around it.
const BARE_LIST: Rules = &[
    ("data", Rule::List),
    ("data[].id", Rule::Must(is_id)),
    ("data[].mountInfoList", Rule::Items),
    ("data[].containerPortInfoList", Rule::Items),
];
/// A list that is `null`, alone or in an object.
const NO_LIST: Rules = &[("data", Rule::ListOrNull)];
const NO_LIST_INSIDE: Rules = &[("data", Rule::Object), ("data.data", Rule::ListOrNull)];
const STATE: Rules = &[("data", Rule::Must(is_text))];
const TOKENS: Rules = &[("data", Rule::List)];
const ANYTHING: Rules = &[];
const RENEWED: Rules = &[("data", Rule::Must(is_token))];
const URL: Rules = &[("data", Rule::Must(is_text_or_null))];

/// The rules for an answer to a call, and whether its `data` must be there.
pub(crate) fn rules(call: Call, answer: &Json) -> (Rules, bool) {
    let data = answer.get("data");
    let is_list = matches!(data, Some(Json::List(_)));
    match call {
        "list_instances" | "list_images" if data == Some(&Json::Null) => (NO_LIST, true),
        "list_instances" | "list_images" if data.is_some_and(is_nothing_listed) => {
            (NO_LIST_INSIDE, true)
        }
        "list_images" if is_list => (BARE_IMAGES, true),
        "get_center" if is_list => (CENTERS, true),
        "get_center" => (CENTER, true),
        "list_instances" if is_list => (BARE_LIST, true),
        "list_instances" => (LIST, true),
        "create_instance" => (CREATED, true),
        "get_instance" => (DETAIL, true),
        "list_images" => (IMAGES, true),
        "get_node_limits" | "get_user" => (LIMITS, true),
        "list_images_by_get" | "list_resource_groups" | "list_allowed_mount_dirs" => {
            (ANYTHING, true)
        }
        "renew_token" => (RENEWED, true),
        "validate_token" => (STATE, true),
        "get_tokens" => (TOKENS, true),
        "get_access_url" => (URL, false),
        _ => (ANYTHING, false),
    }
}

/// Whether an object has `null` for its list, and counts nothing.
fn is_nothing_listed(data: &Json) -> bool {
    let total = data.get("total").map(Json::written).unwrap_or_default();
    let total: Field<u64> = serde_json::from_str(&total).unwrap_or_default();
    let counts = total.unwrap_or(0) > 0 || total.unreadable().is_some();
    data.get("data") == Some(&Json::Null) && !counts
}

/// A token as a text, or in an object, or in the only object of a list.
fn is_token(value: &Json) -> bool {
    match value {
        Json::Object(_) => value.get("token").is_some_and(is_name),
        Json::List(tokens) => match tokens.as_slice() {
            [token] => matches!(token, Json::Object(_)) && is_token(token),
            _ => false,
        },
        value => is_name(value),
    }
}

fn is_text_or_null(value: &Json) -> bool {
    is_text(value) || *value == Json::Null
}

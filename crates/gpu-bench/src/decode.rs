//! Decoding a list: what tolerance costs over plain structs.

use glows_client::Instance;
use gpu_json::{Field, Items};

use crate::by_hand;
use crate::call::Failure;

/// The ways to decode a list, as the command line takes them.
pub const WAYS: [&str; 3] = ["plain", "plain-str", "ours"];

/// Decodes a whole answer to a list, and says how many instances it has.
pub fn list(way: &str, body: &[u8]) -> Result<usize, Failure> {
    match way {
        "plain" => Ok(serde_json::from_slice::<by_hand::List>(body)?.instances.len()),
        "plain-str" => {
            let list: by_hand::List = serde_json::from_str(std::str::from_utf8(body)?)?;
            Ok(list.instances.len())
        }
        "ours" => {
            let answer: Tolerant = gpu_json::from_json(body).map_err(|error| error.to_string())?;
            Ok(answer.instances.len())
        }
        _ => Err(format!("no way `{way}` to decode; there are {WAYS:?}").into()),
    }
}

/// Decodes the documented answer to a query, and says whether it is a success: by hand in one go,
/// ours as the client does it, envelope and payload in one pass, the envelope checked first.
pub fn answer(way: &str, body: &[u8]) -> Result<bool, Failure> {
    match way {
        "plain" => Ok(serde_json::from_slice::<by_hand::Envelope>(body)?.code == 0),
        "ours" => {
            let answer: Enveloped = gpu_json::from_json(body).map_err(|error| error.to_string())?;
            Ok(answer.code.copied() == Some(0) && answer.instance.is_some())
        }
        _ => Err(format!("no way `{way}` to decode an answer").into()),
    }
}

/// An answer with the client's own types.
#[derive(serde::Deserialize)]
struct Enveloped {
    #[serde(default)]
    code: Field<i64>,
    instance: Option<Box<Instance>>,
}

/// The list with the client's own types: item by item, open enums, unknown fields kept.
#[derive(serde::Deserialize)]
struct Tolerant {
    instances: Items<Instance>,
}

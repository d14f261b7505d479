//! The body of a power-off, read and checked.

use std::time::Duration;

use crate::shared::Object;
use serde::Deserialize;

/// What a power-off asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PowerOff {
    /// Between the stop signal and the kill.
    pub(super) grace: Duration,
    /// `<name>:<tag>` of the image to save, `None` to save none.
    pub(super) image: Option<String>,
}

/// The body as it arrives. The page's table calls all four strings, its sample has an integer and
/// a boolean: the sample is followed, and nothing else accepted. Unknown members are ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default = "ten")]
    grace_period_seconds: u64,
    #[serde(default)]
    need_snapshot: bool,
    #[serde(default)]
    image_name: String,
    #[serde(default)]
    tag: String,
}

/// Documented.
fn ten() -> u64 {
    10
}

impl PowerOff {
    /// Reads and checks a body. None at all is accepted (guess: all members are optional). That an
    /// image needs name and tag, of at most 128 characters each, is what the console asks for.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub(super) fn read(body: &[u8]) -> Result<Self, String> {
        let body: &[u8] = if body.is_empty() { b"{}" } else { body };
        let Object(body): Object<Body> =
            serde_json::from_slice(body).map_err(|error| format!("body: {error}"))?;
        let image = if body.need_snapshot {
            let name = part("imageName", &body.image_name)?;
            let tag = part("tag", &body.tag)?;
            Some(format!("{name}:{tag}"))
        } else {
            None
        };
        Ok(Self {
            grace: Duration::from_secs(body.grace_period_seconds),
            image,
        })
    }
}

fn part<'a>(name: &str, text: &'a str) -> Result<&'a str, String> {
    match text.chars().count() {
        0 => Err(format!("{name} is required to save an image")),
        1..=128 => Ok(text),
        _ => Err(format!("{name} is longer than 128 characters")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: &serde_json::Value) -> Result<PowerOff, String> {
        PowerOff::read(body.to_string().as_bytes())
    }

    #[test]
    fn the_documented_body_is_accepted() {
        let body = json!({
            "gracePeriodSeconds": 10, "needSnapshot": true, "imageName": "image1", "tag": "v1.1.0"
        });
        let wanted = PowerOff {
            grace: Duration::from_secs(10),
            image: Some("image1:v1.1.0".into()),
        };
        assert_eq!(read(&body), Ok(wanted));
    }

    #[test]
    fn nothing_is_required() {
        let wanted = || {
            Ok(PowerOff {
                grace: Duration::from_secs(10),
                image: None,
            })
        };
        assert_eq!(PowerOff::read(b""), wanted());
        assert_eq!(read(&json!({})), wanted());
        assert_eq!(
            read(&json!({"needSnapshot": false, "imageName": "a"})),
            wanted()
        );
    }

    #[test]
    fn texts_in_place_of_numbers_and_booleans_are_refused() {
        let bodies = [
            json!({"gracePeriodSeconds": "10"}),
            json!({"gracePeriodSeconds": ""}),
            json!({"gracePeriodSeconds": -1}),
            json!({"gracePeriodSeconds": 1.5}),
            json!({"gracePeriodSeconds": null}),
            json!({"needSnapshot": "true"}),
            json!({"needSnapshot": "True"}),
            json!({"needSnapshot": ""}),
            json!({"needSnapshot": 1}),
            json!({"imageName": null}),
            json!([]),
            json!("ok"),
        ];
        for body in bodies {
            let error = read(&body).unwrap_err();
            assert!(error.starts_with("body: "), "{body}: {error}");
        }
    }

    #[test]
    fn an_image_needs_a_name_and_a_tag() {
        let body =
            |name: &str, tag: &str| json!({"needSnapshot": true, "imageName": name, "tag": tag});
        assert_eq!(
            read(&body("", "v1")).unwrap_err(),
            "imageName is required to save an image"
        );
        assert_eq!(
            read(&body("a", "")).unwrap_err(),
            "tag is required to save an image"
        );
        assert!(read(&body(&"é".repeat(128), "v1")).is_ok());
        let error = read(&body("a", &"é".repeat(129))).unwrap_err();
        assert_eq!(error, "tag is longer than 128 characters");
    }
}

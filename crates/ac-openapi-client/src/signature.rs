//! How the token request is signed.

use gpu_common::{Secret, Timestamp, WithSecrets};
use serde::Serialize;

use crate::Credentials;

/// What is signed: compact JSON with its keys in alphabetical order, all values texts. Documented.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    access_key: &'a Secret,
    timestamp: &'a str,
    user: &'a str,
}

/// The values of the `timestamp` and `signature` headers: Unix time in seconds, and HMAC-SHA256 of
/// the message under the secret key in lower-case hexadecimal.
pub(crate) fn sign(credentials: &Credentials, now: Timestamp) -> (String, Secret) {
    let timestamp = now.as_second().to_string();
    let message = Message {
        access_key: &credentials.access_key,
        timestamp: &timestamp,
        user: &credentials.user,
    };
    // Three texts are always JSON; non-ASCII stays UTF-8, as the working clients sign it.
    let message = serde_json::to_vec(&WithSecrets(&message)).unwrap_or_default();
    let mac = hmac_sha256::HMAC::mac(message, credentials.secret_key.expose());
    let signature: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    (timestamp, signature.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(user: &str, access_key: &str, secret_key: &str) -> String {
        let credentials = Credentials::new(user, access_key, secret_key).unwrap();
        let now = Timestamp::from_millisecond(1_764_597_591_999).unwrap();
        let (timestamp, signature) = sign(&credentials, now);
        assert_eq!(timestamp, "1764597591");
        signature.expose().to_owned()
    }

    /// Worked out from the documented rule and the documented message (whose access key is the
    /// page's own sample), under a key of ours: the vendor prints no whole signature.
    #[test]
    fn the_documented_message_is_signed_by_the_documented_rule() {
        assert_eq!(
            signed("bob", "85f96a42b13f4d2c8b760d2775bbcca8", "test-secret"),
            "c3a95054e89423eb8161db068df56a9298e48259326306a35ea1a66bf095349f"
        );
    }

    #[test]
    fn the_fixture_is_signed_alike() {
        #[derive(serde::Deserialize)]
        struct Vector {
            key: String,
            signature: String,
        }
        let vector = include_str!("../tests/fixtures/tokens.signature.json");
        let vector: Vector = serde_json::from_str(vector).unwrap();
        assert_eq!(signed("bob", "fake-access-key", &vector.key), vector.signature);
    }

    #[test]
    fn another_user_has_another_signature() {
        assert_ne!(signed("bob", "k", "s"), signed("鲍勃", "k", "s"));
    }
}

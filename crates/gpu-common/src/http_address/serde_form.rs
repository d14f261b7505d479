//! Web addresses in JSON: masked unless secrets are asked for.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::HttpAddress;
use crate::secret::exposed;

impl Serialize for HttpAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if exposed() {
            return serializer.serialize_str(&self.whole);
        }
        serializer.serialize_str(&self.masked())
    }
}

impl<'de> Deserialize<'de> for HttpAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A `String`, because borrowed text fails where the JSON has an escape.
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

//! When an instance was created.

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_json::{Extra, Field, Object};
use serde::{Deserialize, Serialize};

use crate::Instance;

/// When an instance was created, as sent: Unix seconds in an object (documented by sample).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreateTime {
    /// Seconds since 1970-01-01T00:00:00Z.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub seconds: Field<i64>,
    /// Nanoseconds on top. In no sample; inferred from the shape, which is protobuf's.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub nanos: Field<u32>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for CreateTime {}

impl Instance {
    /// When it was created; `None` if that was not sent or cannot be read.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
    /// println!("since {:?}", instance.created_at());
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn created_at(&self) -> Option<Timestamp> {
        let time = self.create_time.get()?;
        let whole = Timestamp::from_second(time.seconds.copied()?).ok()?;
        let nanos = time.nanos.copied().unwrap_or(0);
        whole.checked_add(Duration::from_nanos(nanos.into()))
    }
}

//! The ids that Glows.ai gives: one type for each kind of thing.

use crate::text::text_type;

/// How the newest edition of the page begins an instance's id; the older ids are bare.
const INSTANCE_PREFIX: &str = "ins-";

text_type! {
    /// An instance's id, as create, get and list return it: `boyqp4g8`, or `ins-boyqp4g8` in the
    /// newest edition (both documented). At most 64 characters.
    ///
    /// Two spellings of the same instance are different values;
    /// [`is_same`](Self::is_same) compares what they mean.
    InstanceId, "instance_id", longest: 64
}

text_type! {
    /// An image's id: `6np5yvq2` or `img-6np5yvq2`. At most 64 characters (documented).
    ImageId, "image_id", longest: 64
}

text_type! {
    /// A snapshot's id, such as `6ypgvgpw`. No limit is published.
    SnapshotId, "snapshot_id", longest: usize::MAX
}

text_type! {
    /// A public IP's id, such as `net-abcdefg`. No limit is published.
    PublicIpId, "public_ip_id", longest: usize::MAX
}

impl InstanceId {
    /// Whether two ids mean the same instance: the newest edition of the page writes `ins-` in
    /// front and takes either form.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.bare() == other.bare()
    }

    /// The id without `ins-`.
    pub(crate) fn bare(&self) -> &str {
        let text = self.as_str();
        text.strip_prefix(INSTANCE_PREFIX).unwrap_or(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_counted_in_characters_and_hold_exactly() {
        assert!(InstanceId::new("é".repeat(64)).is_ok());
        let error = InstanceId::new("é".repeat(65)).unwrap_err();
        assert_eq!(error.field(), Some("instance_id"));
        assert!(SnapshotId::new("s".repeat(500)).is_ok());
        for blank in ["", " ", "\n"] {
            assert_eq!(ImageId::new(blank).unwrap_err().field(), Some("image_id"));
        }
    }

    #[test]
    fn what_glows_sends_is_taken_at_any_length_but_never_blank() {
        let long = format!("\"{}\"", "x".repeat(100));
        assert!(serde_json::from_str::<InstanceId>(&long).is_ok());
        assert!(serde_json::from_str::<InstanceId>("\"\"").is_err());
    }

    #[test]
    fn what_stands_in_an_answer_is_kept_as_it_is() {
        let sent = r#"{"instanceID":" ins-1\n","metaKey":"order.1\t"}"#;
        let instance: crate::Instance = serde_json::from_str(sent).unwrap();
        assert_eq!(instance.id.as_str(), " ins-1\n");
        assert_eq!(instance.meta_key.get().unwrap().as_str(), "order.1\t");
        assert_eq!(serde_json::to_string(&instance).unwrap(), sent);
    }

    #[test]
    fn both_spellings_mean_the_same_instance() {
        let bare = InstanceId::new("boyqp4g8").unwrap();
        let prefixed = InstanceId::new("ins-boyqp4g8").unwrap();
        assert!(bare.is_same(&prefixed));
        assert_ne!(bare, prefixed);
        assert!(!bare.is_same(&InstanceId::new("other").unwrap()));
    }
}

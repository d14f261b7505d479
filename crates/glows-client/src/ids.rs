//! The ids that Glows.ai gives: one type for each kind of thing.

/// How the newest edition of the page begins an instance's id; the older ids are bare.
const INSTANCE_PREFIX: &str = "ins-";

gpu_json::string_id! {
    /// An instance's id, as create, get and list return it: `boyqp4g8`, or `ins-boyqp4g8` in the
    /// newest edition (both documented). At most 64 characters.
    ///
    /// Two spellings of the same instance are different values;
    /// [`is_same`](Self::is_same) compares what they mean.
    pub struct InstanceId("instance_id", max 64);
}

gpu_json::string_id! {
    /// An image's id: `6np5yvq2` or `img-6np5yvq2`. At most 64 characters (documented).
    pub struct ImageId("image_id", max 64);
}

gpu_json::string_id! {
    /// A snapshot's id, such as `6ypgvgpw`. No limit is published.
    pub struct SnapshotId("snapshot_id");
}

gpu_json::string_id! {
    /// A public IP's id, such as `net-abcdefg`. No limit is published.
    pub struct PublicIpId("public_ip_id");
}

impl InstanceId {
    /// Whether two ids mean the same instance: the newest edition of the page writes `ins-` in
    /// front and takes either form.
    ///
    /// ```
    /// use glows_client::InstanceId;
    ///
    /// assert!(InstanceId::new("boyqp4g8")?.is_same(&InstanceId::new("ins-boyqp4g8")?));
    /// # Ok::<(), glows_client::Error>(())
    /// ```
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

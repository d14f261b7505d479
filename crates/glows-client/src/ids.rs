//! The ids that Glows.ai gives, one type for each kind of thing, and the key that callers give.

use gpu_http::NameForm;

gpu_json::string_id! {
    /// An instance's id, as create, get and list return it: `boyqp4g8`, or `ins-boyqp4g8` in the
    /// newest edition (both documented). At most 64 characters.
    ///
    /// Two spellings of one id are different values; [`is_same`](Self::is_same) compares what they mean.
    pub struct InstanceId("instance_id", max 64);
}

gpu_json::string_id! {
    /// An image's id: `6np5yvq2` or `img-6np5yvq2`. At most 64 characters (documented).
    pub struct ImageId("image_id", max 64);
}

gpu_json::string_id! {
    /// A public IP's id, such as `net-abcdefg`. No limit is published.
    pub struct PublicIpId("public_ip_id");
}

gpu_http::machine_name! {
    /// The caller's own key for an instance (`custom_meta_key`, `meta_key`, `metaKey`): chosen
    /// before the create, globally unique, at most 64 characters (documented). With it an instance
    /// can be found, queried and released even if the answer to its create was lost.
    ///
    /// Whether "globally" means the account or the platform, and whether a key is free again after
    /// the release, is not published: choose keys that nobody else has, once each. Which characters
    /// are allowed is not published either; the samples use letters, digits, `.` and `_`.
    ///
    /// Write a key down before the create: it finds the machine if everything else is lost.
    ///
    /// ```
    /// use glows_client::MetaKey;
    ///
    /// let key = MetaKey::unique("train")?;
    /// assert!(key.as_str().starts_with("train.") && key.is_unique());
    /// let read = MetaKey::restore_unique(key.to_string())?; // after a crash
    /// assert!(read == key && read.matches(key.as_str()));
    /// assert!(!MetaKey::new("order.123456")?.is_unique());
    /// # Ok::<(), glows_client::Error>(())
    /// ```
    pub struct MetaKey(NameForm::letters("meta_key", (64, 64), '.'));
}

gpu_json::__id_in_a_field!(MetaKey, false);

impl InstanceId {
    /// Whether two ids mean the same instance, with `ins-` in front or without.
    ///
    /// ```
    /// use glows_client::InstanceId;
    ///
    /// assert!(InstanceId::new("boyqp4g8")?.is_same(&InstanceId::new("ins-boyqp4g8")?));
    /// # Ok::<(), glows_client::Error>(())
    /// ```
    pub fn is_same(&self, other: &Self) -> bool {
        self.bare() == other.bare()
    }

    /// The id without `ins-`.
    pub(crate) fn bare(&self) -> &str {
        let text = self.as_str();
        text.strip_prefix("ins-").unwrap_or(text)
    }
}

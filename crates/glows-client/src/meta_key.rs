//! The caller's own key of an instance: what makes a lost create findable.

use gpu_http::NameForm;

gpu_http::machine_name! {
    /// The caller's own key for an instance (`custom_meta_key`, `meta_key`, `metaKey`): chosen
    /// before the create, globally unique, at most 64 characters (documented). With it an instance
    /// can be found, queried and released even if the answer to its create was lost.
    ///
    /// Whether "globally" means the account or the platform, and whether a key is free again after
    /// the release, is not published: choose keys that nobody else has, once each. Which characters
    /// are allowed is not published either; the samples use letters, digits, `.` and `_`.
    ///
    /// Write a key down before the create: it is what finds the machine if everything else is lost.
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
    pub struct MetaKey(NameForm::letters("meta_key", (MetaKey::MAX_CHARS, MetaKey::MAX_CHARS), '.'));
}

gpu_json::__id_in_a_field!(MetaKey, false);

impl MetaKey {
    /// How many characters it may have (documented).
    pub const MAX_CHARS: usize = 64;
}

//! The name of an instance, and names that prove something.

use gpu_http::NameForm;

gpu_http::machine_name! {
    /// The name of an instance, never blank. The vendor documents no length, and not whether names
    /// must differ. Its samples are `Instances_<digits>`, and so are the names that
    /// [`unique`](Self::unique) makes.
    ///
    /// The service has no key by which a lost create could be found again. A unique name takes its place: an
    /// instance with that name can only come from this create.
    ///
    /// Two names are the same if their texts are. A name is written as its text; one that is read back
    /// proves nothing until it goes through [`restore_unique`](Self::restore_unique).
    ///
    /// ```
    /// use ac_openapi_client::InstanceName;
    ///
    /// let name = InstanceName::unique("train")?;
    /// assert!(name.as_str().starts_with("train_") && name.is_unique());
    /// let written = name.as_str().to_owned();
    /// let restored = InstanceName::restore_unique(written)?;
    /// assert!(restored == name && restored.is_unique());
    /// assert!(!InstanceName::new("train")?.matches(name.as_str())); // it proves nothing
    /// # Ok::<(), ac_openapi_client::Error>(())
    /// ```
    pub struct InstanceName(NameForm::digits("instanceServiceName", (usize::MAX, usize::MAX), '_'));
}

//! The name that the user gives, which is the one handle on a create whose answer was lost.

use gpu_http::NameForm;

gpu_http::machine_name! {
    /// The name that the user gives to a new instance (`displayName`, documented).
    ///
    /// MatrixDC has no unique key for a create. A name made by [`unique`](Self::unique) takes its
    /// place: when the answer to a create is lost and the list shows an instance of that name, it is
    /// the one. Several instances may have any other name, so it proves nothing.
    ///
    /// The API's own limit is not documented. A unique name has at most 56 characters, which is what the
    /// console took in 2024.
    ///
    /// ```
    /// use mdc_client::DisplayName;
    ///
    /// let name = DisplayName::unique("train")?;
    /// assert!(name.as_str().starts_with("train-") && name.is_unique());
    /// let restored = DisplayName::restore_unique(name.to_string())?;
    /// assert!(restored == name && restored.is_unique());
    /// assert!(!DisplayName::new("train")?.matches(name.as_str())); // it proves nothing
    /// # Ok::<(), mdc_client::Error>(())
    /// ```
    pub struct DisplayName(NameForm::letters("displayName", (usize::MAX, 56), '-'));
}

//! The name of a place where machines stand.

crate::string_id! {
    /// A region's name in the vendor's own spelling, such as `TW-03`.
    ///
    /// The names are open: vendors add places without notice, and none of them publishes a complete
    /// list. Nothing is folded or trimmed, so a name goes back to the vendor as it came.
    ///
    /// ```
    /// use gpu_common::Region;
    ///
    /// let region: Region = "TW-03".parse()?;
    /// assert_eq!(region.as_str(), "TW-03");
    /// assert!(Region::new("").is_err());
    /// # Ok::<(), gpu_common::InvalidInput>(())
    /// ```
    pub struct Region("region");
}

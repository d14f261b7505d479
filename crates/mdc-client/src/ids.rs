//! Ids of different things are different types, so that none can stand in for another; and the name that callers give.

use gpu_http::NameForm;

gpu_json::string_id! {
    /// A region's id, a UUID in the samples: what the GPU specifications are listed by.
    pub struct RegionId("region id");
}

gpu_json::string_id! {
    /// A cluster's name, such as `host-cluster`: the path segment of all instance calls.
    ///
    /// It comes from [`RegionInfo::cluster_name`](crate::RegionInfo::cluster_name).
    pub struct ClusterName("cluster name");
}

gpu_json::string_id! {
    /// An instance's name, `instance-` and eight hexadecimal digits in the samples: what every
    /// instance call takes. The vendor makes it; the name that the user gives is the display name.
    pub struct InstanceName("instance name");
}

gpu_json::string_id! {
    /// An instance's uid, a UUID in the samples: the first label of its host names. No call takes
    /// it.
    pub struct InstanceUid("instance uid");
}

gpu_json::string_id! {
    /// A GPU specification's id, digits in the samples: the `skusID` of the specification list
    /// and the `GPUSKUID` of create. That the two are the same id is inferred.
    pub struct SkuId("sku id");
}

gpu_json::string_id! {
    /// A data disk specification's id. Documented: there is only `1` at present.
    pub struct DiskSkuId("disk sku id");
}

gpu_json::string_id! {
    /// A coupon's id. No call lists coupons.
    pub struct CouponId("coupon id");
}

gpu_json::string_id! {
    /// The account's user id, from the console's account page. It travels as the `namespace`
    /// header and is the `namespace` of requests and answers.
    ///
    /// It opens nothing by itself, but it names an account, and is half of the credentials: `Debug`
    /// and plain serialisation do not show it, and there is no `Display`.
    /// [`as_str`](Self::as_str) has it.
    pub secret struct UserId("user id");
}

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

//! Ids of different things are different types, so that none can stand in for another.

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

#[cfg(test)]
mod tests {
    use gpu_common::MASK;
    use gpu_json::Field;

    use super::*;

    #[test]
    fn an_id_that_turns_into_a_number_is_the_same_id_and_is_written_back_as_it_came() {
        let text: SkuId = serde_json::from_str(r#""66""#).unwrap();
        let number: SkuId = serde_json::from_str("66").unwrap();
        assert_eq!(text, number);
        assert_eq!(serde_json::to_string(&text).unwrap(), r#""66""#);
        assert_eq!(serde_json::to_string(&number).unwrap(), "66");
        let field: Field<SkuId> = serde_json::from_str("66").unwrap();
        assert_eq!(field.get(), Some(&text));
        assert_eq!(serde_json::to_string(&field).unwrap(), "66");
    }

    #[test]
    fn a_user_id_is_shown_to_those_who_ask() {
        let user = UserId::new("user-canary").unwrap();
        assert_eq!(format!("{user:?}"), "UserId([secret])");
        assert_eq!(serde_json::to_string(&user).unwrap(), r#""[secret]""#);
        assert_eq!(user.as_str(), "user-canary");
    }

    #[test]
    fn a_user_id_that_was_masked_or_is_a_number_is_not_shown_either() {
        for sent in [format!("\"{MASK}\""), "73019284".to_owned()] {
            let field: Field<UserId> = serde_json::from_str(&sent).unwrap();
            assert_eq!(serde_json::to_string(&field).unwrap(), r#""[secret]""#);
            assert_eq!(field.is_set(), sent.starts_with('7'));
        }
    }
}

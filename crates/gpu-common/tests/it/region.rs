//! Region names are open and never blank.

use gpu_common::{BlankRegion, Region};

#[test]
fn a_name_is_kept_as_it_is() {
    for name in ["TW-03", "tw-03", "host-cluster", "北京一区", " x "] {
        let region = Region::new(name).unwrap();
        assert_eq!((region.as_str(), region.to_string().as_str()), (name, name));
        assert_eq!(serde_json::to_value(&region).unwrap(), name);
        assert_eq!(String::from(region), name);
    }
    assert_ne!(Region::new("TW-03"), Region::new("tw-03"));
}

#[test]
fn a_blank_name_is_refused() {
    for name in ["", " ", "\t\n", "\u{3000}"] {
        assert_eq!(Region::new(name), Err(BlankRegion));
        assert_eq!(Region::try_from(name), Err(BlankRegion));
        assert_eq!(name.parse::<Region>(), Err(BlankRegion));
    }
    assert!(serde_json::from_str::<Region>(r#""""#).is_err());
}

//! Times as the vendors print them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use gpu_common::{CivilDateTime, Timestamp};

#[test]
fn a_timestamp_is_read_with_its_offset_and_printed_in_utc() {
    for (text, printed) in [
        ("2026-03-01T08:30:00Z", Some("2026-03-01T08:30:00Z")),
        ("2024-09-02T18:34:33+08:00", Some("2024-09-02T10:34:33Z")),
        ("2024-07-15T12:00:23.227+08:00", Some("2024-07-15T04:00:23.227Z")),
        ("2026-03-01T00:00:00-00:00", Some("2026-03-01T00:00:00Z")),
        ("2026-03-01T08:30:00", None),
        ("2026-03-01", None),
        ("2026-02-30T00:00:00Z", None),
        ("1735689600", None),
        ("", None),
        // Spellings are forgiven as far as they are clear.
        ("2026-03-01 08:30:00Z", Some("2026-03-01T08:30:00Z")),
        ("2026-03-01t08:30:00z", Some("2026-03-01T08:30:00Z")),
        ("2026-03-01T08:30:00+0800", Some("2026-03-01T00:30:00Z")),
        ("2016-12-31T23:59:60Z", Some("2016-12-31T23:59:59Z")),
        ("2026-03-01T08:30:00.1Z", Some("2026-03-01T08:30:00.1Z")),
        ("2026-03-01T08:30:00.Z", None),
        ("2026-03-01T08:30:00.0000000001Z", None),
        ("2026-03-01T24:00:00Z", None),
        ("2026-03-01T08:60:00Z", None),
        ("2026-03-01T08:30:00+08", None),
        ("2026-03-01T08:30:00+08:60", None),
        ("2026-03-01T08:30:00+26:00", None),
        ("2026-03-01T08:30:00Z ", None),
        ("2026-3-1T08:30:00Z", None),
        ("２026-03-01T08:30:00Z", None),
        ("10000-01-01T00:00:00Z", None),
        ("2023-02-29T00:00:00Z", None),
        ("2024-02-29T00:00:00Z", Some("2024-02-29T00:00:00Z")),
    ] {
        let read = text.parse::<Timestamp>().ok().map(|time| time.to_string());
        assert_eq!(read.as_deref(), printed, "{text}");
    }
}

#[test]
fn a_timestamp_counts_seconds_and_milliseconds_of_either_sign() {
    let time = Timestamp::from_millisecond(-1_500).unwrap();
    assert_eq!((time.as_second(), time.as_millisecond()), (-2, -1_500));
    assert_eq!(Timestamp::from_second(0), Ok(Timestamp::UNIX_EPOCH));
    assert!(Timestamp::from_second(i64::MAX).is_err());
    assert!(Timestamp::from_millisecond(i64::MIN).is_err());
}

#[test]
fn a_timestamp_moves_by_durations_and_never_overflows() {
    let start = Timestamp::from_second(1_000).unwrap();
    let later = start.checked_add(Duration::from_millis(2_500)).unwrap();
    assert_eq!(later.as_millisecond(), 1_002_500);
    assert_eq!(later.checked_sub(Duration::from_millis(2_500)), Some(start));
    assert_eq!(later.duration_since(start), Some(Duration::from_millis(2_500)));
    assert_eq!(start.duration_since(later), None);
    assert_eq!(start.checked_add(Duration::MAX), None);
    assert_eq!(start.checked_sub(Duration::MAX), None);
}

#[test]
fn a_timestamp_and_the_system_clock_convert_into_each_other() {
    for offset in [0_i64, 1_700_000_000, -1_700_000_000] {
        let time = Timestamp::from_second(offset).unwrap();
        let system = SystemTime::try_from(time).unwrap();
        assert_eq!(Timestamp::try_from(system), Ok(time));
    }
    assert!(Timestamp::try_from(UNIX_EPOCH + Duration::from_secs(1 << 40)).is_err());
    assert!(Timestamp::now() > Timestamp::from_second(1_700_000_000).unwrap());
}

#[test]
fn a_civil_time_is_read_in_both_forms_and_never_drops_an_offset() {
    for (text, printed) in [
        ("2022-05-11 19:30:34", Some("2022-05-11 19:30:34")),
        ("2022-05-11T19:30:34", Some("2022-05-11 19:30:34")),
        ("2022-05-11 19:30:34.250", Some("2022-05-11 19:30:34.25")),
        ("2022-05-11T19:30:34Z", None),
        ("2022-05-11T19:30:34+08:00", None),
        ("2022-05-11 19:30:34-08", None),
        ("2022-05-11 19:30:34[Asia/Shanghai]", None),
        ("2022-05-11 19:30:34.25Z", None),
        ("2022-05-11 19:30:34.25+08", None),
        ("-002022-05-11 19:30:34", None),
        ("2022-05-11 19:30", None),
        ("2022-05-11", None),
        ("20220511 193034", None),
        ("2022-13-11 19:30:34", None),
        ("2022-05-11  19:30:34", None),
        ("unlimited", None),
        ("", None),
    ] {
        let read = text.parse::<CivilDateTime>().ok();
        let read = read.map(|time| time.to_string());
        assert_eq!(read.as_deref(), printed, "{text}");
    }
}

#[test]
fn a_civil_time_becomes_a_moment_once_its_offset_is_told() {
    let time: CivilDateTime = "2022-05-11 19:30:34".parse().unwrap();
    assert_eq!(time.at_offset(8 * 3600).unwrap().to_string(), "2022-05-11T11:30:34Z");
    assert_eq!(time.at_offset(-3600).unwrap().to_string(), "2022-05-11T20:30:34Z");
    for offset in [86_400, -86_400, i32::MAX, i32::MIN] {
        assert!(time.at_offset(offset).is_err());
    }
}

#[test]
fn the_first_and_the_last_moment_are_read_as_they_are_printed() {
    let second = Duration::from_secs(1);
    let first: Timestamp = "0000-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(first.to_string(), "0000-01-01T00:00:00Z");
    assert_eq!(first.checked_sub(second), None);
    let last: Timestamp = "9999-12-31T23:59:59.999999999Z".parse().unwrap();
    assert_eq!(last.to_string(), "9999-12-31T23:59:59.999999999Z");
    assert_eq!(last.checked_add(second), None);
    assert!("0000-01-01T00:00:00+00:01".parse::<Timestamp>().is_err());
}

/// Our calendar beside jiff's.
mod beside_jiff {
    use gpu_common::{CivilDateTime, Timestamp};
    use proptest::prelude::*;

    fn moments() -> impl Strategy<Value = jiff::Timestamp> {
        let seconds = -62_167_000_000..=jiff::Timestamp::MAX.as_second();
        let nanos =
            prop_oneof![Just(0), (0..1000).prop_map(|millis| millis * 1_000_000), 0..1_000_000_000];
        (seconds, nanos).prop_filter_map("within jiff's years", |(second, nanos)| {
            jiff::Timestamp::new(second, nanos).ok()
        })
    }

    proptest! {
        #[test]
        fn a_moment_is_printed_alike(theirs in moments()) {
            let text = theirs.to_string();
            let ours: Timestamp = text.parse().unwrap();
            prop_assert_eq!(ours.to_string(), text);
            // Ours are rounded down, theirs towards 1970.
            let nanoseconds = theirs.as_nanosecond();
            let [second, millisecond] = [1_000_000_000, 1_000_000].map(|unit| nanoseconds.div_euclid(unit));
            prop_assert_eq!(i128::from(ours.as_second()), second);
            prop_assert_eq!(i128::from(ours.as_millisecond()), millisecond);
        }

        #[test]
        fn moments_move_and_compare_alike(a in moments(), b in moments()) {
            let [x, y] = [a, b].map(|theirs| theirs.to_string().parse::<Timestamp>().unwrap());
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            let apart = std::time::Duration::try_from(a.duration_since(b)).ok();
            prop_assert_eq!(x.duration_since(y), apart);
            if let Some(apart) = apart {
                prop_assert_eq!(y.checked_add(apart), Some(x));
                prop_assert_eq!(x.checked_sub(apart), Some(y));
            }
        }

        #[test]
        fn a_local_time_is_the_same_moment(
            theirs in (-62_000_000_000..253_000_000_000_i64)
                .prop_map(|second| jiff::Timestamp::from_second(second).unwrap()),
            offset in -86_399..=86_399_i32
        ) {
            let zone = jiff::tz::Offset::from_seconds(offset).unwrap();
            let local = zone.to_datetime(theirs);
            let ours: CivilDateTime = format!("{} {}", local.date(), local.time()).parse().unwrap();
            prop_assert_eq!(ours.to_string(), format!("{} {}", local.date(), local.time()));
            prop_assert_eq!(ours.at_offset(offset).unwrap().to_string(), theirs.to_string());
        }

        #[test]
        fn what_is_read_is_read_alike(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9][ Tt][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,10})?(Z|z|[+-]([01][0-9]|2[0-3]):?[0-6][0-9])"
        ) {
            let theirs = text.parse::<jiff::Timestamp>().ok().map(|time| time.to_string());
            let ours = text.parse::<Timestamp>().ok().map(|time| time.to_string());
            // Ours has a day more at the end.
            prop_assert!(ours == theirs || theirs.is_none() && is_at_an_end(&text), "{text}: {ours:?}, {theirs:?}");
        }
    }

    fn is_at_an_end(text: &str) -> bool {
        text.starts_with("9999-12-3")
    }
    /// With the feature `jiff`: to jiff's types and back.
    #[cfg(feature = "jiff")]
    mod conversions {
        use super::*;

        proptest! {
            #[test]
            fn times_convert_and_return(theirs in moments()) {
                let ours = Timestamp::try_from(theirs)?;
                prop_assert_eq!(ours.to_string(), theirs.to_string());
                prop_assert_eq!(jiff::Timestamp::try_from(ours)?, theirs);

                let local = jiff::tz::Offset::UTC.to_datetime(theirs);
                let ours = CivilDateTime::try_from(local)?;
                prop_assert_eq!(ours.at_offset(0)?.to_string(), theirs.to_string());
                prop_assert_eq!(jiff::civil::DateTime::try_from(ours)?, local);
            }
        }

        #[test]
        fn what_the_other_cannot_hold_is_an_error() {
            assert!(Timestamp::try_from(jiff::Timestamp::MIN).is_err());
            assert!(CivilDateTime::try_from(jiff::civil::DateTime::MIN).is_err());
            let last: Timestamp = "9999-12-31T23:59:59Z".parse().unwrap();
            assert!(jiff::Timestamp::try_from(last).is_err());
        }
    }
}

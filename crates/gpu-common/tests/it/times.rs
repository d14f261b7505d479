//! Times as the vendors print them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use gpu_common::{CivilDateTime, Field, TimeError, Timestamp};

#[test]
fn a_timestamp_is_read_with_its_offset_and_printed_in_utc() {
    for (text, printed) in [
        ("2026-03-01T08:30:00Z", Some("2026-03-01T08:30:00Z")),
        ("2024-09-02T18:34:33+08:00", Some("2024-09-02T10:34:33Z")),
        (
            "2024-07-15T12:00:23.227+08:00",
            Some("2024-07-15T04:00:23.227Z"),
        ),
        ("2026-03-01T00:00:00-00:00", Some("2026-03-01T00:00:00Z")),
        ("2026-03-01T08:30:00", None),
        ("2026-03-01", None),
        ("2026-02-30T00:00:00Z", None),
        ("1735689600", None),
        ("", None),
    ] {
        let read = text.parse::<Timestamp>().map(|time| time.to_string());
        assert_eq!(
            read,
            printed.map(str::to_owned).ok_or(TimeError::NotATimestamp),
            "{text}"
        );
    }
}

#[test]
fn a_timestamp_counts_seconds_and_milliseconds_of_either_sign() {
    let time = Timestamp::from_millisecond(-1_500).unwrap();
    assert_eq!((time.as_second(), time.as_millisecond()), (-1, -1_500));
    assert_eq!(Timestamp::from_second(0), Ok(Timestamp::UNIX_EPOCH));
    assert_eq!(Timestamp::from_second(i64::MAX), Err(TimeError::OutOfRange));
    assert_eq!(
        Timestamp::from_millisecond(i64::MIN),
        Err(TimeError::OutOfRange)
    );
}

#[test]
fn a_timestamp_moves_by_durations_and_never_overflows() {
    let start = Timestamp::from_second(1_000).unwrap();
    let later = start.checked_add(Duration::from_millis(2_500)).unwrap();
    assert_eq!(later.as_millisecond(), 1_002_500);
    assert_eq!(later.checked_sub(Duration::from_millis(2_500)), Some(start));
    assert_eq!(
        later.duration_since(start),
        Some(Duration::from_millis(2_500))
    );
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
        let read = text.parse::<CivilDateTime>().map(|time| time.to_string());
        assert_eq!(
            read,
            printed
                .map(str::to_owned)
                .ok_or(TimeError::NotACivilDateTime),
            "{text}"
        );
    }
}

#[test]
fn a_civil_time_tells_its_parts() {
    let time: CivilDateTime = "2022-05-11 19:30:34.25".parse().unwrap();
    assert_eq!((time.year(), time.month(), time.day()), (2022, 5, 11));
    assert_eq!((time.hour(), time.minute(), time.second()), (19, 30, 34));
    assert_eq!(time.nanosecond(), 250_000_000);
}

#[test]
fn a_civil_time_becomes_a_moment_once_its_offset_is_told() {
    let time: CivilDateTime = "2022-05-11 19:30:34".parse().unwrap();
    assert_eq!(
        time.at_offset(8 * 3600).unwrap().to_string(),
        "2022-05-11T11:30:34Z"
    );
    assert_eq!(
        time.at_offset(-3600).unwrap().to_string(),
        "2022-05-11T20:30:34Z"
    );
    assert_eq!(time.at_offset(i32::MAX), Err(TimeError::OutOfRange));
}

#[test]
fn the_zero_time_of_go_is_nothing_in_any_offset() {
    for zero in [
        "0001-01-01T00:00:00Z",
        "0001-01-01T08:00:00+08:00",
        "0001-01-01T00:00:00.000Z",
    ] {
        let field: Field<Timestamp> = serde_json::from_value(zero.into()).unwrap();
        assert_eq!((field.get(), field.unreadable()), (None, None), "{zero}");
        assert_eq!(serde_json::to_value(&field).unwrap(), zero);
    }
    for zero in ["0001-01-01 00:00:00", "0001-01-01T00:00:00"] {
        let field: Field<CivilDateTime> = serde_json::from_value(zero.into()).unwrap();
        assert_eq!((field.get(), field.unreadable()), (None, None), "{zero}");
        assert_eq!(serde_json::to_value(&field).unwrap(), zero);
    }
}

#[test]
fn a_field_keeps_the_spelling_of_a_time() {
    for sent in [
        "2024-09-02T18:34:33+08:00",
        "2026-03-01T08:30:00Z",
        "2026-03-01T08:30:00.000Z",
    ] {
        let field: Field<Timestamp> = serde_json::from_value(sent.into()).unwrap();
        assert!(field.is_set(), "{sent}");
        assert_eq!(serde_json::to_value(&field).unwrap(), sent);
    }
}

#[test]
fn a_number_is_not_a_time_because_its_unit_is_unknown() {
    let field: Field<Timestamp> = serde_json::from_str("1735689600").unwrap();
    assert!(field.get().is_none() && field.unreadable().is_some());
}

use std::collections::HashSet;

use super::*;

crate::machine_name! {
    /// A name of letters.
    pub struct Label(NameForm::letters("label", (64, 56), '-'));
}

crate::machine_name! {
    /// A name of digits.
    pub struct Number(NameForm::digits("number", (usize::MAX, usize::MAX), '_'));
}

#[test]
fn what_is_no_name_is_refused_however_it_comes() {
    let long = "x".repeat(65);
    for text in ["", " ", "job\n", "a\0b", " job", "job\u{202e}", "\u{200b}", ".", &long] {
        assert_eq!(Label::new(text).unwrap_err().field(), "label", "{text:?}");
        assert!(text.parse::<Label>().is_err() && Label::try_from(text).is_err());
        let json = serde_json::to_string(text).unwrap();
        let read = serde_json::from_str::<Label>(&json);
        assert!(read.is_err() || read.unwrap().check().is_err());
        assert!(Label::unique(text).is_err() && Label::restore_unique(text).is_err());
    }
    for text in ["job", "训练 1", "a.b_c-d"] {
        assert_eq!(Label::new(text).unwrap().as_str(), text);
    }
}

#[test]
fn a_unique_name_differs_from_all_others_and_fits() {
    let names: HashSet<_> = (0..1000).map(|_| Label::unique("job").unwrap()).collect();
    assert_eq!(names.len(), 1000);
    let longest = "训".repeat(39);
    assert_eq!(Label::unique(&longest).unwrap().as_str().chars().count(), 56);
    assert!(Label::unique(&format!("{longest}x")).is_err());
    assert!(Number::unique(&"x".repeat(1000)).is_ok());
}

#[test]
fn the_end_of_a_unique_name_comes_from_the_source_of_randomness() {
    for (number, letters, digits) in [
        (0, "aaaaaaaaaaaaaaaa", "00000000000000000000"),
        (1, "baaaaaaaaaaasaaa", "71615590737044764481"),
    ] {
        let random = Random::from_fn(move || number);
        let label = Label::unique_from("job", &random).unwrap();
        let number = Number::unique_from("job", &random).unwrap();
        assert_eq!(label.as_str(), format!("job-{letters}"));
        assert_eq!(number.as_str(), format!("job_{digits}"));
    }
}

#[test]
fn a_written_name_is_the_same_and_proves_nothing_until_it_is_restored() {
    let name = Number::unique("a_b").unwrap();
    let json = serde_json::to_string(&name).unwrap();
    let read: Number = serde_json::from_str(&json).unwrap();
    assert!(read == name && name.is_unique() && !read.is_unique());
    assert!(HashSet::from([name.clone()]).contains(&read));
    let restored = Number::restore_unique(read).unwrap();
    assert!(restored.is_unique() && restored.clone().is_unique());
    for text in ["job", "job_7", "_00000000000000000007", "job_0000000000000000000x"] {
        assert!(Number::restore_unique(text).is_err(), "{text}");
    }
}

#[test]
fn a_unique_name_is_known_by_its_end_and_any_other_by_its_whole_text() {
    let name = Label::unique("My Job").unwrap();
    let tail = name.as_str().rsplit_once('-').unwrap().1.to_owned();
    for listed in [
        name.as_str().to_owned(),
        name.as_str().to_lowercase(),
        name.as_str().to_uppercase(),
        format!("my_job_{tail}"),
        format!("…b-{tail} "),
        tail.clone(),
        format!("{tail} (restarted)"),
    ] {
        assert!(name.matches(&listed), "{listed}");
    }
    let other = Label::unique("My Job").unwrap();
    for listed in ["My Job", "", other.as_str(), &tail[1..]] {
        assert!(!name.matches(listed), "{listed}");
    }
    let chosen = Label::new(name.as_str()).unwrap();
    assert!(chosen.matches(name.as_str()) && !chosen.matches(&tail));
}

#[test]
fn a_name_that_a_lease_made_is_known_by_its_end_too() {
    let name = Label::made_unique("anna_job_06k5x2v8a1b2c3d4xyz").unwrap();
    let made = |listed| name.matches(listed);
    assert!(made("job_06k5x2v8a1b2c3d4xyz") && made("ANNA-JOB-06K5X2V8A1B2C3D4XYZ"));
    assert!(!made("anna_job") && !made("anna_job_06k5x2v8a1b2c3d4xyq"));
    let name = Label::unique("My Job").unwrap();
    assert_eq!(name.as_str(), format!("My Job-{}", name.sought()));
    assert_eq!(Label::new(name.as_str()).unwrap().sought(), name.as_str());
}

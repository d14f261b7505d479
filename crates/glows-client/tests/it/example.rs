//! The example rents nothing for money that nobody agreed to spend.

#[path = "../../examples/glows_rent/consent.rs"]
mod consent;

#[test]
fn only_yes_at_a_terminal_is_a_yes() {
    for (at_a_terminal, answer, given) in [
        (true, "yes\n", true),
        (true, " yes \r\n", true),
        (true, "y\n", false),
        (true, "no\n", false),
        (true, "\n", false),
        (true, "", false),
        (false, "yes\n", false),
    ] {
        let mut question = Vec::new();
        let found = consent::is_given(at_a_terminal, answer.as_bytes(), &mut question).unwrap();
        assert_eq!(found, given, "{answer:?}");
        assert_eq!(!question.is_empty(), at_a_terminal);
    }
    assert!(consent::REFUSED.contains("--yes"));
}

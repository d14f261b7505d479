use super::*;
use crate::testing::{Fake, fake};
use crate::{Kind, testing};

/// What one page brings: entries by letter (`!` cannot be read), a total, whether more follow.
type Sent = (&'static str, Total, Option<bool>);

fn page(asked: Option<u64>, (entries, total, more): Sent) -> ListPage<Fake> {
    let of = |letter: char| (letter != '!').then(|| fake(&letter.to_string(), "on"));
    let entries: Vec<_> = entries.chars().map(of).collect();
    ListPage { asked, ..testing::page(&entries, total, more) }
}

/// What comes of reading pages (the last one repeats for ever): the entries, and why they are not
/// whole.
fn read(mut cursor: PageCursor, asked: Option<u64>, pages: &[Sent]) -> (String, Option<String>) {
    let mut came = String::new();
    let mut pages = pages.iter().chain(std::iter::repeat(&pages[pages.len() - 1]));
    while cursor.next_page().is_some() {
        let taken = cursor.take(page(asked, *pages.next().unwrap()));
        came.extend(taken.items.into_iter().map(|entry| entry.0));
    }
    let reason = cursor.incomplete().map(str::to_owned);
    assert_eq!(cursor.take_error().is_some(), reason.is_some());
    (came, reason)
}

const NONE: Total = Total::Unknown;

fn of(total: u64) -> Total {
    Total::Reported(total)
}

#[track_caller]
fn check(paging: Paging, newest_first: bool, asked: u64, pages: &[Sent], came: &str, why: &str) {
    let cursor = PageCursor::new(paging, newest_first);
    let (entries, reason) = read(cursor, Some(asked), pages);
    let reason = reason.unwrap_or_default();
    assert_eq!(entries, came, "{pages:?}: {reason}");
    let agrees = if why.is_empty() { reason.is_empty() } else { reason.contains(why) };
    assert!(agrees, "{pages:?}: {reason:?}, not {why:?}");
}

#[test]
fn a_list_with_a_total_is_whole_if_so_many_distinct_entries_came() {
    use Paging::{Numbered, Offset};
    for paging in [Numbered, Offset] {
        for (asked, pages, came, why) in [
            (2, &[("ab", of(3), None), ("c", of(3), None)][..], "abc", ""),
            (9, &[("", of(0), None)], "", ""),
            (9, &[("abc", of(3), None)], "abc", ""),
            // A repeated row is one machine.
            (2, &[("ab", of(4), None), ("bd", of(4), None)], "abd", "an entry came twice"),
            (
                2,
                &[
                    ("ab", of(10), None),
                    ("cd", of(10), None),
                    ("ef", of(10), None),
                    ("ch", of(10), None),
                    ("ij", of(10), None),
                ],
                "abcdefhij",
                "an entry came twice",
            ),
            (3, &[("aab", of(3), None)], "ab", "an entry came twice"),
            (2, &[("ab", of(4), None)], "ab", "a page came again"),
            (2, &[("ab", of(4), None), ("", of(4), None)], "ab", "its total is 4"),
            (9, &[("abc", of(2), None)], "abc", "its total is 2, and 3 entries came"),
            (2, &[("ab", of(4), None), ("c", of(3), None)], "abc", "its total changed"),
            // A total that is sent and cannot be read.
            (
                9,
                &[("ab", Total::Unreadable, None), ("", Total::Unreadable, None)],
                "ab",
                "its total cannot be read",
            ),
            (9, &[("a!", of(2), None)], "a", "1 of its entries cannot be read"),
        ] {
            check(paging, true, asked, pages, came, why);
        }
    }
}

#[test]
fn a_full_page_whose_total_is_its_length_is_asked_what_comes_behind_it() {
    for paging in [Paging::Numbered, Paging::Offset] {
        let lies = [("abc", of(3), Some(false)), ("def", of(3), Some(false)), ("", of(3), None)];
        check(paging, true, 3, &lies, "abcdef", "its total is 3, and 6 entries came");
        let true_words = [("abc", of(3), Some(false)), ("", of(3), Some(false))];
        check(paging, true, 3, &true_words, "abc", "");
        // A page that is not full has nothing behind it.
        check(paging, true, 4, &[("abc", of(3), Some(false))], "abc", "");
    }
}

#[test]
fn behind_a_list_of_one_page_may_be_what_a_service_neither_gave_nor_counted() {
    for paging in [Paging::Numbered, Paging::Offset] {
        for (pages, came, why) in [
            (
                &[("ab", of(2), Some(false)), ("cd", of(2), None), ("", of(2), None)][..],
                "abcd",
                "its total is 2",
            ),
            (&[("ab", of(2), None), ("", of(0), None)], "ab", "its total changed"),
            (&[("ab", of(2), None), ("", of(2), None)], "ab", ""),
            // One that does not heed the number has nothing else.
            (&[("ab", of(2), Some(false))], "ab", ""),
            (&[("", of(0), None)], "", ""),
        ] {
            let mut cursor = PageCursor::new(paging, true);
            let mut came_in = String::new();
            let mut left = pages.iter().chain(std::iter::repeat(&pages[pages.len() - 1]));
            while cursor.next_page().is_some() || cursor.look_behind() {
                let taken = cursor.take(page(Some(9), *left.next().unwrap()));
                came_in.extend(taken.items.into_iter().map(|entry| entry.0));
            }
            let reason = cursor.incomplete().unwrap_or_default();
            assert!(
                came_in == came && reason.contains(why) && reason.is_empty() == why.is_empty(),
                "{pages:?}: {came_in} {reason}"
            );
        }
    }
}

#[test]
fn a_list_that_ends_where_more_is_said_to_follow_is_not_whole() {
    let pages = [("ab", NONE, Some(true)), ("", NONE, Some(true))];
    check(Paging::Numbered, true, 9, &pages, "ab", "says that more pages exist");
}

#[test]
fn pages_without_a_total_overlap_by_an_entry_that_has_to_come_again() {
    let check = |pages: &[Sent], came, why| check(Paging::Offset, true, 3, pages, came, why);
    check(&[("", NONE, None)], "", "");
    check(&[("ab", NONE, None), ("b", NONE, None)], "ab", "");
    check(&[("abc", NONE, None), ("cde", NONE, None), ("e", NONE, None)], "abcde", "");
    // One of the first page went away in between: d slipped over the border.
    let slipped = "the last entry of a page was not the first of the next one";
    check(&[("abc", NONE, None), ("ef", NONE, None), ("f", NONE, None)], "abcef", slipped);
    check(&[("abc", NONE, None), ("", NONE, None)], "abc", slipped);
    check(&[("abc", NONE, None)], "abc", "a page came again");
}

#[test]
fn numbered_pages_without_a_total_are_read_twice() {
    let check = |pages: &[Sent], came, why| check(Paging::Numbered, true, 3, pages, came, why);
    check(&[("", NONE, None)], "", "");
    check(&[("ab", NONE, None), ("", NONE, None)], "ab", "");
    let (abc, de, none) = (("abc", NONE, None), ("de", NONE, None), ("", NONE, None));
    check(&[abc, de, none, abc, de, none], "abcde", "");
    let without = [abc, ("e", NONE, None), none, ("bcd", NONE, None), ("e", NONE, None), none];
    check(&without, "abced", "an entry came up while the list was read");
    let fewer = [abc, de, none, ("bcd", NONE, None), ("e", NONE, None), none];
    check(&fewer, "abcde", "an entry went away while the list was read");
    check(&[abc, de, de], "abcde", "a page came again");
    check(&[("abc", NONE, Some(false))], "abc", "");
}

#[test]
fn a_total_does_not_show_what_leaves_and_enters_in_the_middle() {
    // Oldest first: a goes away, f comes last, and d slips over the border; the total stays.
    let numbered =
        [("abc", of(5), None), ("ef", of(5), None), ("bcd", of(5), None), ("ef", of(5), None)];
    check(Paging::Numbered, false, 3, &numbered, "abcefd", "came up");
    let still = [("abc", of(5), None), ("de", of(5), None)];
    let twice = [still[0], still[1], still[0], still[1]];
    check(Paging::Numbered, false, 3, &twice, "abcde", "");
    let offset = [("abc", of(5), None), ("ef", of(5), None)];
    check(Paging::Offset, false, 3, &offset, "abcef", "the last entry of a page");
    let still = [("abc", of(5), None), ("cde", of(5), None)];
    check(Paging::Offset, false, 3, &still, "abcde", "");
}

#[test]
fn a_single_page_says_whether_it_is_all() {
    for (total, more, why) in [
        (of(2), Some(false), ""),
        (NONE, Some(false), ""),
        (of(2), Some(true), "more pages exist"),
        (of(2), None, "does not say whether more pages exist"),
        (of(3), Some(false), "its total is 3, and 2 entries came"),
        (Total::Unreadable, Some(false), "its total cannot be read"),
    ] {
        let (_, reason) = read(PageCursor::new(Paging::Single, true), None, &[("ab", total, more)]);
        let reason = reason.unwrap_or_default();
        assert!(reason.contains(why) && reason.is_empty() == why.is_empty(), "{reason}");
    }
}

#[test]
fn an_entry_that_contradicts_the_filter_and_an_endless_list_are_said() {
    let mut cursor = PageCursor::new(Paging::Single, true);
    let mut sent = page(None, ("a", of(1), Some(false)));
    sent.unfiltered = Some("a is Running".to_owned());
    cursor.take(sent);
    let error = cursor.take_error().unwrap();
    assert_eq!(error.kind(), Kind::Unreadable);
    assert!(error.to_string().contains("the list is not whole: a is Running"), "{error}");

    let mut cursor = PageCursor::new(Paging::Numbered, true);
    cursor.reading.pages = MOST_PAGES - 1;
    cursor.take(page(None, ("a", NONE, None)));
    assert!(cursor.incomplete().unwrap().contains("no end"));
}

#[test]
fn what_moved_is_transient_and_what_is_damaged_is_not() {
    for (second, transient) in [(("a", of(2), None), true), (("!", of(2), None), false)] {
        let mut cursor = PageCursor::new(Paging::Numbered, true);
        cursor.take(page(Some(1), ("a", of(2), None)));
        cursor.take(page(Some(1), second));
        assert_eq!(cursor.take_error().unwrap().is_transient(), transient);
    }
}

#[test]
fn the_next_page_begins_behind_the_rows_that_came() {
    let mut cursor = PageCursor::new(Paging::Offset, true);
    cursor.set_origin(10);
    let at = |cursor: &PageCursor| cursor.next_page().map(|at| (at.number, at.start));
    assert_eq!(at(&cursor), Some((1, 10)));
    cursor.take(page(Some(2), ("ab", of(15), None)));
    assert_eq!((at(&cursor), cursor.pages_left()), (Some((2, 12)), Some(2)));
    cursor.take(page(Some(2), ("cd", of(15), None)));
    cursor.take(page(Some(2), ("e", of(15), None)));
    assert_eq!((at(&cursor), cursor.incomplete()), (None, None));
    let mut plain = PageCursor::new(Paging::Offset, true);
    plain.take(page(Some(2), ("ab", NONE, None)));
    assert_eq!(at(&plain), Some((2, 1)));
}

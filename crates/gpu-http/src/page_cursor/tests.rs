use super::*;
use crate::Kind;
use crate::Paging::{Numbered, Offset, Single};
use crate::testing::{self, Fake, fake};

/// A page in short: its entries by letter (`!` cannot be read), `/` and the total (`?` cannot be read),
/// `+` if it says that more follow and `.` if it says that none do. `ab/3+` has two of three entries.
fn page(asked: Option<u64>, sent: &str) -> ListPage<Fake> {
    let more = match sent.chars().last() {
        Some('+') => Some(true),
        Some('.') => Some(false),
        _ => None,
    };
    let (letters, total) = match sent.trim_end_matches(['+', '.']).split_once('/') {
        None => (sent.trim_end_matches(['+', '.']), Total::Unknown),
        Some((letters, "?")) => (letters, Total::Unreadable),
        Some((letters, total)) => (letters, Total::Reported(total.parse().unwrap())),
    };
    let of = |letter: char| (letter != '!').then(|| fake(&letter.to_string(), "on"));
    let entries: Vec<_> = letters.chars().map(of).collect();
    ListPage { asked, ..testing::page(&entries, total, more) }
}

/// What comes of reading pages of so many entries (the last page repeats for ever), and of asking for the
/// page behind, if that is done: the entries, and why they are not whole.
fn read(mut cursor: PageCursor, asked: Option<u64>, pages: &str, behind: bool) -> (String, String) {
    let mut came = String::new();
    let last = pages.split(' ').next_back().unwrap();
    let mut pages = pages.split(' ').chain(std::iter::repeat(last));
    while cursor.next_page().is_some() || (behind && cursor.look_behind()) {
        let taken = cursor.take(page(asked, pages.next().unwrap()));
        came.extend(taken.items.into_iter().map(|entry| entry.0));
    }
    let reason = cursor.incomplete().unwrap_or_default().to_owned();
    assert_eq!(cursor.take_error().is_some(), !reason.is_empty());
    (came, reason)
}

#[track_caller]
fn agrees(read: (String, String), pages: &str, came: &str, why: &str) {
    let (entries, reason) = read;
    assert_eq!(entries, came, "{pages}: {reason}");
    let agrees = reason.contains(why) && reason.is_empty() == why.is_empty();
    assert!(agrees, "{pages}: {reason:?}, not {why:?}");
}

#[track_caller]
fn check(paging: Paging, newest_first: bool, asked: u64, pages: &str, came: &str, why: &str) {
    let cursor = PageCursor::new(paging, newest_first);
    agrees(read(cursor, Some(asked), pages, false), pages, came, why);
}

#[test]
fn a_list_with_a_total_is_whole_if_so_many_distinct_entries_came() {
    for paging in [Numbered, Offset] {
        for (asked, pages, came, why) in [
            (2, "ab/3 c/3", "abc", ""),
            (9, "/0", "", ""),
            (9, "abc/3", "abc", ""),
            // A repeated row is one machine.
            (2, "ab/4 bd/4", "abd", "an entry came twice"),
            (2, "ab/10 cd/10 ef/10 ch/10 ij/10", "abcdefhij", "an entry came twice"),
            (3, "aab/3", "ab", "an entry came twice"),
            (2, "ab/4", "ab", "a page came again"),
            (2, "ab/4 /4", "ab", "its total is 4"),
            (9, "abc/2", "abc", "its total is 2, and 3 entries came"),
            (2, "ab/4 c/3", "abc", "its total changed"),
            (9, "ab/? /?", "ab", "its total cannot be read"),
            (9, "a!/2", "a", "1 of its entries cannot be read"),
            // A full page whose total is its length is asked what comes behind it.
            (3, "abc/3. def/3. /3", "abcdef", "its total is 3, and 6 entries came"),
            (3, "abc/3. /3.", "abc", ""),
            // A page that is not full has nothing behind it.
            (4, "abc/3.", "abc", ""),
        ] {
            check(paging, true, asked, pages, came, why);
        }
    }
}

#[test]
fn behind_a_list_of_one_page_may_be_what_a_service_neither_gave_nor_counted() {
    for paging in [Numbered, Offset] {
        for (pages, came, why) in [
            ("ab/2. cd/2 /2", "abcd", "its total is 2"),
            ("ab/2 /0", "ab", "its total changed"),
            ("ab/2 /2", "ab", ""),
            // One that does not heed the number has nothing else.
            ("ab/2.", "ab", ""),
            ("/0", "", ""),
        ] {
            let cursor = PageCursor::new(paging, true);
            agrees(read(cursor, Some(9), pages, true), pages, came, why);
        }
    }
}

#[test]
fn without_a_total_nothing_may_move_while_a_list_is_read() {
    let slipped = "the last entry of a page was not the first of the next one";
    for (paging, pages, came, why) in [
        (Numbered, "ab+ +", "ab", "says that more pages exist"),
        // Pages overlap by an entry that has to come again.
        (Offset, "", "", ""),
        (Offset, "ab b", "ab", ""),
        (Offset, "abc cde e", "abcde", ""),
        // One of the first page went away in between: d slipped over the border.
        (Offset, "abc ef f", "abcef", slipped),
        (Offset, "abc ", "abc", slipped),
        (Offset, "abc", "abc", "a page came again"),
        // Numbered pages are read twice.
        (Numbered, "", "", ""),
        (Numbered, "ab ", "ab", ""),
        (Numbered, "abc de  abc de ", "abcde", ""),
        (Numbered, "abc e  bcd e ", "abced", "an entry came up while the list was read"),
        (Numbered, "abc de  bcd e ", "abcde", "an entry went away while the list was read"),
        (Numbered, "abc de de", "abcde", "a page came again"),
        (Numbered, "abc.", "abc", ""),
    ] {
        check(paging, true, 3, pages, came, why);
    }
}

#[test]
fn a_total_does_not_show_what_leaves_and_enters_in_the_middle() {
    for (paging, pages, came, why) in [
        // Oldest first: a goes away, f comes last, and d slips over the border; the total stays.
        (Numbered, "abc/5 ef/5 bcd/5 ef/5", "abcefd", "came up"),
        (Numbered, "abc/5 de/5 abc/5 de/5", "abcde", ""),
        (Offset, "abc/5 ef/5", "abcef", "the last entry of a page"),
        (Offset, "abc/5 cde/5", "abcde", ""),
    ] {
        check(paging, false, 3, pages, came, why);
    }
}

#[test]
fn a_single_page_says_whether_it_is_all() {
    for (sent, why) in [
        ("ab/2.", ""),
        ("ab.", ""),
        ("ab/2+", "more pages exist"),
        ("ab/2", "does not say whether more pages exist"),
        ("ab/3.", "its total is 3, and 2 entries came"),
        ("ab/?.", "its total cannot be read"),
    ] {
        agrees(read(PageCursor::new(Single, true), None, sent, false), sent, "ab", why);
    }
}

#[test]
fn an_entry_that_contradicts_the_filter_and_an_endless_list_are_said() {
    let mut cursor = PageCursor::new(Single, true);
    let unfiltered = Some("a is Running".to_owned());
    cursor.take(ListPage { unfiltered, ..page(None, "a/1.") });
    let error = cursor.take_error().unwrap();
    assert_eq!(error.kind(), Kind::Unreadable);
    assert!(error.to_string().contains("the list is not whole: a is Running"), "{error}");

    let mut cursor = PageCursor::new(Numbered, true);
    cursor.reading.pages = MOST_PAGES - 1;
    cursor.take(page(None, "a"));
    assert!(cursor.incomplete().unwrap().contains("no end"));
}

#[test]
fn what_moved_is_transient_and_what_is_damaged_is_not() {
    for (second, transient) in [("a/2", true), ("!/2", false)] {
        let mut cursor = PageCursor::new(Numbered, true);
        cursor.take(page(Some(1), "a/2"));
        cursor.take(page(Some(1), second));
        assert_eq!(cursor.take_error().unwrap().is_transient(), transient);
    }
}

#[test]
fn the_next_page_begins_behind_the_rows_that_came() {
    let mut cursor = PageCursor::new(Offset, true);
    cursor.origin = 10;
    let at = |cursor: &PageCursor| cursor.next_page().map(|at| (at.number, at.start));
    assert_eq!(at(&cursor), Some((1, 10)));
    cursor.take(page(Some(2), "ab/15"));
    assert_eq!((at(&cursor), cursor.pages_left()), (Some((2, 12)), Some(2)));
    cursor.take(page(Some(2), "cd/15"));
    cursor.take(page(Some(2), "e/15"));
    assert_eq!((at(&cursor), cursor.incomplete()), (None, None));
    let mut plain = PageCursor::new(Offset, true);
    plain.take(page(Some(2), "ab"));
    assert_eq!(at(&plain), Some((2, 1)));
}

use std::sync::{Arc, Mutex};

use super::*;
use crate::testing::{Fake, fake, page};
use crate::{Delivery, Kind, ListPage, ManualClock, Paging, Total};

type Row = (&'static str, &'static str);

/// What one probe of an account meets: the pages of its list and single machines, or a failure.
#[derive(Clone, Default)]
struct Account {
    rows: Vec<Row>,
    page: usize,
    /// An entry that cannot be read is on the last page.
    damaged: bool,
    fails: Option<Error>,
    /// How long each answer takes.
    takes: Duration,
}

/// An account of these machines, on one page.
fn of(rows: &[Row]) -> Account {
    let rows = rows.to_vec();
    Account { rows, page: 100, ..Account::default() }
}

fn failing(error: Error) -> Account {
    Account { fails: Some(error), ..of(&[]) }
}

impl Account {
    fn list(&self, number: u32) -> Result<ListPage<Fake>, Error> {
        self.fails.clone().map_or(Ok(()), Err)?;
        let start = (number as usize - 1) * self.page;
        let rows = self.rows.iter().skip(start).take(self.page);
        let mut entries: Vec<_> = rows.map(|(id, status)| Some(fake(id, status))).collect();
        let more = start + self.page < self.rows.len();
        if self.damaged && !more {
            entries.push(None);
        }
        let total = self.rows.len() + usize::from(self.damaged);
        Ok(page(&entries, Total::Reported(total as u64), Some(more)))
    }

    fn single(&self, key: &str) -> Result<Fake, Error> {
        self.fails.clone().map_or(Ok(()), Err)?;
        let of_key = self.rows.iter().filter(|row| row.0.split('/').next() == Some(key));
        let (id, status) = of_key
            .min_by_key(|row| row.1 == "ended")
            .ok_or_else(|| Error::new(Kind::Vendor, Delivery::Answered, "none"))?;
        Ok(fake(id, status))
    }
}

/// The requests that were made.
type Requests = Arc<Mutex<Vec<String>>>;

fn made(requests: &Requests) -> Vec<String> {
    std::mem::take(&mut requests.lock().unwrap())
}

/// Waits for "running"; each probe meets the next account, and the last one stays as it is.
fn waiting_by(
    clock: Clock,
    keys: &[&str],
    accounts: Vec<Account>,
    keys_come_again: bool,
) -> (WaitingAll<Fake>, Requests) {
    let requests = Requests::default();
    let mut accounts = accounts.into_iter();
    let now = Arc::new(Mutex::new(Account::default()));
    let (shared, made, slow) = (now.clone(), requests.clone(), clock.clone());
    let asked = move |request: &str| {
        made.lock().unwrap().push(request.to_owned());
        let (account, clock) = (shared.lock().unwrap().clone(), slow.clone());
        async move {
            clock.pause(account.takes).await;
            account
        }
    };
    let listed = asked.clone();
    let sources = Sources {
        listing: Box::new(move |_| {
            if let Some(next) = accounts.next() {
                *now.lock().unwrap() = next;
            }
            let listed = listed.clone();
            PageReader::new(Paging::Numbered, true, move |at| {
                let account = listed(&format!("page {}", at.number));
                Box::pin(async move { account.await.list(at.number) })
            })
        }),
        single: Box::new(move |key, _| {
            let account = asked(&key);
            Box::pin(async move { account.await.single(&key) })
        }),
        key_of: |machine| Some(machine.0.split('/').next()?.to_owned()),
        keys_come_again,
        with_key: Error::with_key,
    };
    let condition = Condition::new("running", |machine: &Fake| match machine.1.as_str() {
        "running" => Verdict::Met,
        "ended" => Verdict::Never("that is final".into()),
        _ => Verdict::NotYet,
    });
    let keys = keys.iter().map(|key| (*key).to_owned());
    (WaitingAll::new(clock, condition, keys, sources), requests)
}

fn waiting(
    time: &ManualClock,
    keys: &[&str],
    accounts: Vec<Account>,
) -> (WaitingAll<Fake>, Requests) {
    waiting_by(time.clock(), keys, accounts, false)
}

#[tokio::test]
async fn each_machine_settles_once_and_as_soon_as_it_can() {
    let time = ManualClock::new();
    let accounts = vec![
        of(&[("a", "queued"), ("b", "running"), ("other", "running")]),
        failing(Error::new(Kind::Interrupted, Delivery::MaybeSent, "")),
        of(&[("a", "ended"), ("b", "queued")]),
        of(&[("a", "running"), ("c", "running")]),
    ];
    let (mut wait, _) = waiting(&time, &["a", "b", "c", "b"], accounts);
    let mut told = Vec::new();
    assert_eq!(wait.pending(), 3);
    while let Some(one) = wait.next().await {
        told.push((one.key, one.result.is_ok(), wait.pending(), time.elapsed().as_millis()));
        if let Err(error) = one.result {
            assert_eq!((error.kind(), error.key()), (Kind::WaitEnded, Some("a")));
            assert_eq!(error.last_state(), Some("ended"));
        }
    }
    let expected = [("b", true, 2, 0), ("a", false, 1, 5_000), ("c", true, 0, 9_500)];
    assert_eq!(told, expected.map(|(key, met, left, at)| (key.to_owned(), met, left, at)));
}

#[tokio::test]
async fn a_machine_that_is_not_seen_waits_for_the_limit() {
    for (keys, takes, elapsed) in [
        (&["ghost"][..], 0, 60),
        (&["ghost", "other ghost"], 0, 60),
        // A listing that does not answer.
        (&["a", "b"], 75, 75),
    ] {
        let time = ManualClock::new();
        let account = Account { takes: Duration::from_secs(takes), ..of(&[]) };
        let (wait, _) = waiting(&time, keys, vec![account]);
        let all = wait.limit(Duration::from_secs(60)).await;
        let error = all[0].result.as_ref().unwrap_err();
        assert_eq!((error.kind(), error.last_state()), (Kind::WaitLimit, None));
        assert_eq!(time.elapsed().as_secs(), elapsed);
        let met = std::error::Error::source(error).map(|below| below.to_string());
        let timed_out = met.is_some_and(|met| met.contains("no whole answer within 60s"));
        assert_eq!(timed_out, takes > 0);
    }
}

fn large(keys: &[&'static str]) -> Account {
    let names = (0..1_000).map(|index| &*format!("n{index:03}").leak());
    let running = names.map(|name| (name, "running"));
    of(&running.chain(keys.iter().map(|key| (*key, "queued"))).collect::<Vec<_>>())
}

#[tokio::test]
async fn a_list_is_read_until_all_were_seen_and_a_few_machines_are_asked_for_one_by_one() {
    let numbers: Vec<String> = (0..40).map(|index| format!("n{index:03}")).collect();
    let many: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let damaged = |rows| Account { damaged: true, ..of(rows) };
    let mut by_sixteen = vec!["page 1"];
    by_sixteen.extend(&many[..16]);
    by_sixteen.push("page 1");
    by_sixteen.extend(&many[16..32]);
    for (account, keys, seconds, expected) in [
        (large(&["zz"]), &["zz"][..], 3, &["zz", "zz"][..]),
        (
            large(&["x1", "x2", "x3"]),
            &["x1", "x2", "x3"],
            3,
            &["page 1", "x1", "x2", "x3", "x1", "x2", "x3"],
        ),
        (large(&[]), &many, 1800, &["page 1"]),
        // What a damaged list lacks.
        (
            damaged(&[("a", "running"), ("b", "queued")]),
            &["a", "b", "ghost"],
            0,
            &["page 1", "ghost"],
        ),
        // 16 at a time, and the next ones later.
        (damaged(&[]), &many, 3, &by_sixteen),
    ] {
        let (wait, requests) = waiting(&ManualClock::new(), keys, vec![account]);
        assert_eq!(wait.limit(Duration::from_secs(seconds)).await.len(), keys.len());
        assert_eq!(made(&requests), expected);
    }
}

#[tokio::test]
async fn one_that_lives_outweighs_one_of_its_key_that_has_ended() {
    let other = ("other", "running");
    let (ended, alive) = (("job/1", "ended"), ("job/2", "running"));
    for (rows, page, expected) in [
        (vec![ended, alive, other], 100, Ok("job/2")),
        (vec![ended, alive, other], 1, Ok("job/2")),
        (vec![alive, ended, other], 100, Ok("job/2")),
        (vec![alive, ended, other], 1, Ok("job/2")),
        (vec![ended, ("job/2", "queued"), other], 100, Err(Kind::WaitLimit)),
        (vec![ended, other], 100, Err(Kind::WaitEnded)),
    ] {
        let account = Account { page, ..of(&rows) };
        let clock = ManualClock::new().clock();
        let (wait, _) = waiting_by(clock, &["job", "other"], vec![account], true);
        let all = wait.limit(Duration::from_secs(9)).await;
        let job = all.into_iter().find(|one| one.key == "job").unwrap().result;
        let found = job.map(|state| state.0).map_err(|error| error.kind());
        assert_eq!(found, expected.map(str::to_owned), "{rows:?} {page}");
    }
}

#[tokio::test]
async fn rejected_credentials_settle_all_at_once_with_all_that_is_known() {
    let rejected = Error::new(Kind::Status, Delivery::Answered, "").with_status(401);
    for keys in [&["a"][..], &["a", "b"]] {
        let time = ManualClock::new();
        let all = waiting(&time, keys, vec![failing(rejected.clone())]).0.await;
        assert_eq!((all.len(), time.elapsed()), (keys.len(), Duration::ZERO));
        for settled in all {
            let error = settled.result.unwrap_err();
            assert!(error.is_auth());
            assert_eq!(error.key(), Some(settled.key.as_str()));
        }
    }
}

/// Tokio's time stands still in a test and jumps to the next timer.
#[tokio::test(start_paused = true)]
async fn a_wait_that_is_dropped_half_way_and_taken_up_again_goes_on_where_it_was() {
    let running = of(&[("a", "running"), ("b", "running")]);
    let slow = Account { takes: Duration::from_secs(5), ..running.clone() };
    for (keys, accounts, ticks, seconds) in [
        // A pause: probes at 0 and 2 s, whoever stops in between.
        (&["a"][..], vec![of(&[("a", "queued")]), running], 6, 2),
        // A request.
        (&["a"], vec![slow.clone()], 16, 5),
        (&["a", "b"], vec![slow], 16, 5),
    ] {
        let started = tokio::time::Instant::now();
        let (mut waiting, _) = waiting_by(Clock::system(), keys, accounts, false);
        let (mut ticked, tick) = (0, Duration::from_millis(300));
        while tokio::time::timeout(tick, waiting.next()).await.is_err() {
            ticked += 1;
        }
        assert_eq!((ticked, started.elapsed().as_secs()), (ticks, seconds));
    }
}

mod taken_up_again;

use std::sync::{Arc, Mutex};

use super::*;
use crate::{Answer, Candidate, ListPage, Listed, ManualClock, Paging, TimeSource, Total};

/// A machine by its key and its status.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Fake(String, String);

impl Listed for Fake {
    fn id(&self) -> &str {
        &self.0
    }
}

impl Machine for Fake {
    fn status(&self) -> &str {
        &self.1
    }

    fn is_over(&self) -> bool {
        self.1 == "failed"
    }

    fn candidate(&self) -> Candidate {
        Candidate::new(self.0.as_str())
    }
}

type Row = (&'static str, &'static str);

/// What one probe of an account meets: the pages of its list and single machines, or a failure.
#[derive(Clone, Default)]
struct Account {
    rows: Vec<Row>,
    page: usize,
    /// An entry that cannot be read is on the last page.
    damaged: bool,
    fails: Option<Error>,
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
        if let Some(error) = &self.fails {
            return Err(error.clone());
        }
        let start = (number as usize - 1) * self.page;
        let rows = self.rows.iter().skip(start).take(self.page);
        let mut items: Vec<_> =
            rows.map(|(key, status)| serde_json::json!([key, status])).collect();
        let more = start + self.page < self.rows.len();
        if self.damaged && !more {
            items.push(serde_json::json!(7));
        }
        let total = self.rows.len() + usize::from(self.damaged);
        Ok(ListPage {
            answer: Answer::in_a_test(),
            member: "instances",
            items: serde_json::from_value(items.into()).unwrap(),
            total: Total::Reported(total as u64),
            more: Some(more),
            asked: None,
            unfiltered: None,
        })
    }

    fn single(&self, key: &str) -> Result<Fake, Error> {
        if let Some(error) = &self.fails {
            return Err(error.clone());
        }
        let of_key = |row: &&Row| row.0.split('/').next() == Some(key);
        let (key, status) = self
            .rows
            .iter()
            .filter(of_key)
            .min_by_key(|row| row.1 == "failed")
            .ok_or_else(|| Error::new(Kind::Vendor, Delivery::Answered, "none"))?;
        Ok(Fake((*key).to_owned(), (*status).to_owned()))
    }
}

/// Counts the requests.
#[derive(Clone, Default)]
struct Requests(Arc<Mutex<Vec<String>>>);

impl Requests {
    fn note(&self, request: String) {
        self.0.lock().unwrap().push(request);
    }

    fn all(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn sources(accounts: Vec<Account>, requests: &Requests, keys_come_again: bool) -> Sources<Fake> {
    let accounts = Arc::new(Mutex::new(accounts));
    let now = Arc::new(Mutex::new(Account::default()));
    let (shared, asked, listed) = (Arc::clone(&now), requests.clone(), requests.clone());
    Sources {
        listing: Box::new(move |_| {
            // A new probe; the last account stays as it is.
            let mut accounts = accounts.lock().unwrap();
            *now.lock().unwrap() = accounts[0].clone();
            if accounts.len() > 1 {
                accounts.remove(0);
            }
            let (now, listed) = (Arc::clone(&now), listed.clone());
            PageReader::new(Paging::Numbered, true, move |at| {
                listed.note(format!("page {}", at.number));
                let page = now.lock().unwrap().list(at.number);
                Box::pin(async move { page })
            })
        }),
        single: Box::new(move |key, _| {
            asked.note(key.clone());
            let found = shared.lock().unwrap().single(&key);
            Box::pin(async move { found })
        }),
        key_of: |machine| Some(machine.0.split('/').next()?.to_owned()),
        keys_come_again,
        with_key: Error::with_key,
    }
}

fn condition() -> Condition<Fake> {
    Condition::new("running", |machine: &Fake| match machine.1.as_str() {
        "running" => Verdict::Met,
        "failed" => Verdict::Never("failed is final".into()),
        _ => Verdict::NotYet,
    })
}

fn waiting(
    time: &ManualClock,
    keys: &[&str],
    accounts: Vec<Account>,
) -> (WaitingAll<Fake>, Requests) {
    let requests = Requests::default();
    let keys = keys.iter().map(|key| (*key).to_owned());
    let sources = sources(accounts, &requests, false);
    (WaitingAll::new(time.clock(), condition(), keys, sources), requests)
}

#[tokio::test]
async fn each_machine_settles_once_and_as_soon_as_it_can() {
    let time = ManualClock::new();
    let accounts = vec![
        of(&[("a", "queued"), ("b", "running"), ("other", "running")]),
        failing(Error::new(Kind::Interrupted, Delivery::MaybeSent, "")),
        of(&[("a", "failed"), ("b", "queued")]),
        of(&[("a", "running"), ("c", "running")]),
    ];
    let all = waiting(&time, &["a", "b", "c", "b"], accounts).0.await;
    let told: Vec<_> = all.iter().map(|one| (one.key.as_str(), one.result.is_ok())).collect();
    assert_eq!(told, [("b", true), ("a", false), ("c", true)]);
    let error = all[1].result.as_ref().unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::WaitEnded, Some("a")));
    assert_eq!(error.last_state(), Some("failed"));
}

#[tokio::test]
async fn a_machine_that_is_not_seen_waits_for_the_limit() {
    for keys in [&["ghost"][..], &["ghost", "other ghost"]] {
        let time = ManualClock::new();
        let (wait, _) = waiting(&time, keys, vec![of(&[])]);
        let all = wait.limit(Duration::from_secs(60)).await;
        let error = all[0].result.as_ref().unwrap_err();
        assert_eq!((error.kind(), error.last_state()), (Kind::WaitLimit, None));
        assert_eq!(time.elapsed(), Duration::from_secs(60));
    }
}

fn large(keys: &[&'static str]) -> Account {
    let names: Vec<&'static str> =
        (0..1_000).map(|index| &*Box::leak(format!("n{index:03}").into_boxed_str())).collect();
    let mut rows: Vec<Row> = names.into_iter().map(|name| (name, "running")).collect();
    rows.extend(keys.iter().map(|key| (*key, "queued")));
    Account { page: 100, ..of(&rows) }
}

#[tokio::test]
async fn a_few_machines_of_a_large_account_are_asked_for_one_by_one() {
    let time = ManualClock::new();
    let (wait, requests) = waiting(&time, &["zz"], vec![large(&["zz"])]);
    wait.limit(Duration::from_secs(3)).await;
    assert_eq!(requests.all(), ["zz", "zz"], "probes at 0 and 2 s");

    let keys = ["x1", "x2", "x3"];
    let (wait, requests) = waiting(&time, &keys, vec![large(&keys)]);
    wait.limit(Duration::from_secs(3)).await;
    let (first, later) = (["page 1", "x1", "x2", "x3"], ["x1", "x2", "x3"]);
    assert_eq!(requests.all(), [&first[..], &later[..]].concat());
}

#[tokio::test]
async fn a_list_is_read_until_all_were_seen() {
    let time = ManualClock::new();
    let keys: Vec<String> = (0..40).map(|index| format!("n{index:03}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let (wait, requests) = waiting(&time, &keys, vec![large(&[])]);
    assert_eq!(wait.await.len(), 40);
    assert_eq!(requests.all(), ["page 1"]);
}

#[tokio::test]
async fn what_a_damaged_list_lacks_is_asked_for_one_by_one() {
    let time = ManualClock::new();
    let account = Account { damaged: true, ..of(&[("a", "running"), ("b", "queued")]) };
    let (wait, requests) = waiting(&time, &["a", "b", "ghost"], vec![account]);
    wait.limit(Duration::ZERO).await;
    assert_eq!(requests.all(), ["page 1", "ghost"]);

    let ghosts: Vec<String> = (0..40).map(|index| format!("g{index:02}")).collect();
    let keys: Vec<&str> = ghosts.iter().map(String::as_str).collect();
    let damaged = Account { damaged: true, ..of(&[]) };
    let (wait, requests) = waiting(&time, &keys, vec![damaged]);
    wait.limit(Duration::from_secs(3)).await;
    let asked: Vec<_> = requests.all().into_iter().filter(|one| one != "page 1").collect();
    assert_eq!(asked, ghosts[..32], "16 at a time, and the next ones later");
}

#[tokio::test]
async fn one_that_lives_outweighs_one_of_its_key_that_has_ended() {
    let with_both = |rows: &[Row], page: usize| {
        let requests = Requests::default();
        let account = Account { page, ..of(rows) };
        let keys = ["job", "other"].map(str::to_owned);
        let time = ManualClock::new();
        let sources = sources(vec![account], &requests, true);
        let wait = WaitingAll::new(time.clock(), condition(), keys, sources);
        async move {
            let all = wait.limit(Duration::from_secs(9)).await;
            let job = all.into_iter().find(|one| one.key == "job").unwrap();
            job.result.map(|state| state.0).map_err(|error| error.kind())
        }
    };
    let other = ("other", "running");
    for page in [100, 1] {
        let both = [("job/1", "failed"), ("job/2", "running"), other];
        assert_eq!(with_both(&both, page).await, Ok("job/2".to_owned()), "{page}");
        let both = [("job/2", "running"), ("job/1", "failed"), other];
        assert_eq!(with_both(&both, page).await, Ok("job/2".to_owned()), "{page}");
    }
    let starting = [("job/1", "failed"), ("job/2", "queued"), other];
    assert_eq!(with_both(&starting, 100).await, Err(Kind::WaitLimit));
    let ended = [("job/1", "failed"), other];
    assert_eq!(with_both(&ended, 100).await, Err(Kind::WaitEnded));
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

#[tokio::test]
async fn a_listing_that_does_not_answer_ends_with_the_limit() {
    let time = ManualClock::new();
    let (mut wait, _) = waiting(&time, &["a", "b"], vec![of(&[])]);
    let slow = time.clone();
    wait.sources.listing = Box::new(move |_| {
        let slow = slow.clone();
        PageReader::new(Paging::Numbered, true, move |_| {
            let slow = slow.clone();
            Box::pin(async move {
                loop {
                    slow.advance(Duration::from_secs(25));
                    tokio::task::yield_now().await;
                }
            })
        })
    });
    let all = wait.limit(Duration::from_secs(60)).await;
    let error = all[0].result.as_ref().unwrap_err();
    assert_eq!(error.kind(), Kind::WaitLimit);
    let below = std::error::Error::source(error).unwrap().to_string();
    assert!(below.contains("no whole answer within 60s"), "{below}");
    assert_eq!(time.elapsed(), Duration::from_secs(75));
}

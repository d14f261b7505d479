//! A whole rental with a known token and password: nothing that can be printed shows either.

use std::error::Error as _;
use std::fmt::{Debug, Display};
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use glows_client::{Client, Error, Until};
use gpu_emulator::Fault;
use tracing_subscriber::util::SubscriberInitExt;
use wiremock::ResponseTemplate;

use crate::support::{Emulated, PASSWORD, TOKEN, answering, create, emulated, id, key};

/// A variable's value, which previews and instances must not show either.
const VARIABLE: &str = "canary-variable-77aa01";

/// Everything that was printed so far.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Printed {
    fn note(&self, value: &(impl Debug + ?Sized)) {
        write!(self.clone(), "{value:?}\n{value:#?}\n").unwrap();
    }

    fn note_both(&self, value: &(impl Debug + Display)) {
        self.note(value);
        writeln!(self.clone(), "{value}").unwrap();
    }

    fn note_error(&self, error: &Error) {
        self.note_both(error);
        let mut source = error.source();
        while let Some(below) = source {
            writeln!(self.clone(), "{below} {below:?}").unwrap();
            source = below.source();
        }
        writeln!(self.clone(), "{:?} {:?}", error.body(), error.vendor_message()).unwrap();
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Prints all that is traced, as long as what is given back lives.
fn traced(printed: &Printed) -> impl Sized + use<> {
    let writer = printed.clone();
    // While only one subscriber lives, threads of other tests, which have none, could switch the
    // events off for all.
    let second = tracing_subscriber::fmt().with_writer(std::io::sink).set_default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .set_default();
    (subscriber, second)
}

#[tokio::test]
async fn a_call_has_a_span_and_what_may_cost_money_is_a_warning() {
    let printed = Printed::default();
    let subscriber = traced(&printed);
    let answer = ResponseTemplate::new(504).set_body_raw(r#"{"code":7}"#, "application/json");
    let (_server, client) = answering(answer).await;
    client.release_instance(key("order.1")).await.unwrap_err();
    client.get_instance(id("ins-1")).await.unwrap_err();
    drop(subscriber);
    let text = printed.text();
    let line = |level: &str, message: &str| {
        let is = |line: &&str| line.contains(level) && line.contains(message);
        let found = text.lines().find(is).unwrap_or_else(|| panic!("{message}: {text}"));
        found.to_owned()
    };
    let released = line(" WARN ", "may have taken effect");
    for field in [
        r#"vendor="glows""#,
        r#"call="release instance""#,
        "key=order.1",
        r#"http.request.method="DELETE""#,
        r#"server.address="127.0.0.1""#,
        "http.request.resend_count=0",
        "http.response.status_code=504",
        "code=7",
        r#"error.type="HTTP error""#,
        "duration_ms=",
    ] {
        assert!(released.contains(field), "{field}: {released}");
    }
    let looked = line("DEBUG ", "}: gpu_http: failed");
    assert!(looked.contains("id=ins-1") && looked.contains("resend_count=3"), "{looked}");
    assert!(!text.contains(TOKEN));
}

#[tokio::test]
async fn a_whole_rental_shows_no_secret() {
    let printed = Printed::default();
    let subscriber = traced(&printed);

    let it = emulated().await;
    rent(&it, &printed).await;
    fail(&it, &printed).await;
    drop(subscriber);

    let text = printed.text();
    assert!(text.contains("gpu_http"), "nothing was traced");
    for told in ["created key=order.1 id=", "over machine=", "may cost money"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    for secret in [TOKEN, PASSWORD, VARIABLE] {
        let shown = text.lines().find(|line| line.contains(secret));
        assert_eq!(shown, None, "{secret}");
    }
    let address = it.client.get_instance(key("order.2")).await.unwrap();
    let credential = address.http_url(8888).unwrap().query().unwrap();
    assert!(!text.contains(credential.expose()), "the notebook's credential");
}

async fn rent(it: &Emulated, printed: &Printed) {
    let Emulated { client, .. } = it;
    printed.note(&Client::builder(TOKEN));
    printed.note(client);
    let order = create(client, "order.1").env("KEY", VARIABLE).http_port(7890);
    printed.note(&order);
    printed.note_both(&order.preview().unwrap());
    let instance = order.await.unwrap();
    assert_eq!(instance.ssh_cred.get().unwrap().password.get().unwrap().expose(), PASSWORD);
    printed.note(&instance);
    let ready = client.wait_until(&instance, Until::ssh_ready()).await.unwrap();
    printed.note(&ready);
    printed.note(&serde_json::to_string(&ready).unwrap());
    printed.note_both(&ready.ssh().unwrap());
    printed.note_both(&ready.http_url(8888).unwrap());
    printed.note(&client.list_instances().await.unwrap());
    printed.note(&client.instance_stats().await.unwrap());
    printed.note(&client.get_instance(&ready).send_raw().await.unwrap());
    printed.note(&client.release_instance(&ready).await.unwrap());
    printed.note(&client.confirm_released(&ready));
    printed.note_both(&client.confirm_released(&ready).await.unwrap());
    assert_eq!(it.glows.ledger().to_string(), "created 1, billing 0");
}

/// Every kind of failure, each with the secrets in what the server says.
async fn fail(it: &Emulated, printed: &Printed) {
    let Emulated { client, glows, time } = it;
    let instance = create(client, "order.2").env("KEY", VARIABLE).await.unwrap();
    time.advance(Duration::from_secs(10));
    let whole = client.get_instance(&instance).send_raw().await.unwrap();
    let echo = format!("token {TOKEN} password: {PASSWORD} ");
    let half = whole.text().get(..whole.text().len() - 9).unwrap().to_owned();
    let listed = format!(r#"{{"code":0,"instances":[{}]}}"#, whole.text());
    for fault in [
        Fault::status(500).html(&echo),
        Fault::status(400).json(format!(r#"{{"code":6,"msg":"{echo}"}}"#)),
        Fault::status(200).json(format!(r#"{{"code":6,"msg":"{echo}"}}"#)),
        Fault::status(200).json(half),
        Fault::status(200).json(listed),
        Fault::status(200).text(echo),
    ] {
        glows.fail_next(20, fault);
        printed.note_error(&client.get_instance(&instance).await.unwrap_err());
        if let Err(error) = create(client, "order.3").env("KEY", VARIABLE).await {
            printed.note_error(&error);
        }
        match client.list_instances().await {
            Ok(page) => printed.note(&page),
            Err(error) => printed.note_error(&error),
        }
        if let Err(error) = client.release_instance(id("x")).await {
            printed.note_error(&error);
        }
        glows.clear_faults();
    }
}

//! Nothing that can be printed or traced shows a token, a password or a variable. The matrix of gpu-faults
//! looks through traces and errors of all calls.

use std::io::Write;
use std::sync::{Arc, Mutex};

use glows_client::{Client, Until};
use gpu_emulator::Fault;
use tracing_subscriber::util::SubscriberInitExt;
use wiremock::ResponseTemplate;

use crate::support::{PASSWORD, TOKEN, answering, create, emulated, id, key};

/// A variable's value, which previews and instances must not show either.
const VARIABLE: &str = "canary-variable-77aa01";

/// What was traced.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<Vec<u8>>>);

impl Traced {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Traced {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps all that is traced, as long as what is given back lives.
fn listening(traced: &Traced) -> impl Sized + use<> {
    let writer = traced.clone();
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
    let traced = Traced::default();
    let subscriber = listening(&traced);
    let answer = ResponseTemplate::new(504).set_body_raw(r#"{"code":7}"#, "application/json");
    let (_server, client) = answering(answer).await;
    client.release_instance(key("order.1")).await.unwrap_err();
    client.get_instance(id("ins-1")).await.unwrap_err();
    drop(subscriber);
    let text = traced.text();
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
    let traced = Traced::default();
    let subscriber = listening(&traced);
    let it = emulated().await;
    let client = &it.client;
    let order = create(client, "order.1").env("KEY", VARIABLE).http_port(7890);
    let preview = order.preview().unwrap();
    let mut shown = format!("{:?} {client:?}", Client::builder(TOKEN));
    shown += &format!("{order:#?} {preview} {preview:?}");
    let instance = order.await.unwrap();
    let ready = client.wait_until(&instance, Until::ssh_ready()).await.unwrap();
    let (ssh, url) = (ready.ssh().unwrap(), ready.http_url(8888).unwrap());
    shown += &format!("{instance:?} {ready:#?} {ssh} {ssh:?} {url} {url:?}");
    shown += &serde_json::to_string(&ready).unwrap();
    shown += &format!("{:?}", client.list_instances().await.unwrap());
    shown += &format!("{:?}", client.get_instance(&ready).send_raw().await.unwrap());
    shown += &format!("{:?}", client.release_instance(&ready).await.unwrap());
    shown += &format!("{:?}", client.confirm_released(&ready).await.unwrap());
    let echo = format!(r#"{{"code":6,"msg":"token {TOKEN} password: {PASSWORD} {VARIABLE}"}}"#);
    it.glows.fail_next(20, Fault::status(200).json(echo));
    let error = create(client, "order.2").env("KEY", VARIABLE).await.unwrap_err();
    shown += &format!("{error} {error:#?} {:?} {:?}", error.body(), error.vendor_message());
    drop(subscriber);

    let traced = traced.text();
    for told in ["gpu_http", "created key=order.1 id=", "over machine=", "may cost money"] {
        assert!(traced.contains(told), "{told}: {traced}");
    }
    shown += &traced;
    for secret in [TOKEN, PASSWORD, VARIABLE, url.query().unwrap().expose()] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert_eq!(ready.ssh_password().unwrap().expose(), PASSWORD);
}

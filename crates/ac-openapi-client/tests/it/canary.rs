//! A whole rental with known secrets: nothing that can be printed, and no trace, shows one.

use std::fmt::{Debug, Display};
use std::io::Write;
use std::sync::{Arc, Mutex};

use ac_openapi_client::*;
use gpu_emulator::Fault;
use tracing_subscriber::util::SubscriberInitExt;

use crate::support::*;

/// The text of a script.
const SCRIPT: &str = "canary-script-51b0";

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
        writeln!(self.clone(), "{} {:?}", shown(error), error.body()).unwrap();
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

#[tokio::test]
async fn a_whole_rental_shows_no_secret() {
    let printed = Printed::default();
    let writer = printed.clone();
    // While only one subscriber lives, threads of other tests, which have none, could switch the
    // events off for all.
    let second = tracing_subscriber::fmt().with_writer(std::io::sink).set_default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .set_default();

    let it = emulated(|_| ()).await;
    let tokens = it.access.tokens().await.unwrap();
    let mut secrets = vec![ACCESS_KEY.to_owned(), SECRET_KEY.to_owned()];
    let issued = tokens.regions().chain(tokens.platform());
    secrets.extend(issued.filter_map(|one| Some(one.token.get()?.expose().to_owned())));
    secrets.push(it.ac.token());
    printed.note(&tokens);
    printed.note(&serde_json::to_string(&tokens).unwrap());
    secrets.push(rent(&it, &printed).await);
    fail(&it, &printed, &secrets).await;
    secrets.push(SCRIPT.to_owned());
    drop((subscriber, second));

    let text = printed.text();
    assert!(text.contains("gpu_http"), "nothing was traced");
    for secret in secrets {
        assert!(secret.len() > 8, "a secret worth looking for");
        let line = text.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "{secret}");
    }
}

/// Gives back the credential of the access URL.
async fn rent(it: &Emulated, printed: &Printed) -> String {
    let Emulated { client, access, .. } = it;
    printed.note(&credentials());
    printed.note(access);
    printed.note(access.platform());
    printed.note(client);
    printed.note(&client.center());
    for form in ["https://user:KEY@h/", "https://h/?token=KEY"] {
        let url = form.replace("KEY", SECRET_KEY);
        let platform = Platform::builder().tokens_url(&url).center_url(&url);
        printed.note(&platform);
        printed.note_error(&platform.build().unwrap_err());
        let builder = Client::builder(TOKEN, &url);
        printed.note(&builder);
        printed.note_error(&builder.build().unwrap_err());
    }
    printed.note_both(&access.platform().get_tokens(&credentials()).preview().unwrap());

    let script = Script::new(SCRIPT, ScriptScope::All);
    let instance = NewInstance { start_script: StartScript::Run(script.clone()), ..sample() };
    let order = client.create_instance(instance).port(PortProtocol::Ssh, 22);
    printed.note(&order);
    printed.note_both(&order.preview().unwrap());
    let created = order.await.unwrap();
    printed.note(&created);
    let ready = client.wait_until(&created, Until::ssh_ready()).await.unwrap();
    assert!(ready.start_script_content.get().is_some_and(|text| text.expose().contains(SCRIPT)));
    printed.note(&ready);
    printed.note(&serde_json::to_string(&ready).unwrap());
    let url = client.get_access_url(&created.id).await.unwrap().unwrap();
    printed.note_both(&url);
    let execute = client.execute_script(&created.id, script);
    printed.note_both(&execute.preview().unwrap());
    printed.note(&execute.await.unwrap());
    printed.note(&client.list_instances().await.unwrap());
    printed.note(&client.get_instance(&created.id).send_raw().await.unwrap());
    printed.note(&client.delete_instances(&created.id).await.unwrap());
    printed.note(&client.confirm_deleted(&created.id));
    printed.note_both(&client.confirm_deleted(&created.id).await.unwrap());
    let query = url.http().and_then(HttpAddress::query).unwrap();
    query.expose().rsplit_once('_').unwrap().1.to_owned()
}

/// Every kind of failure, each with keys and tokens in what the service says.
async fn fail(it: &Emulated, printed: &Printed, secrets: &[String]) {
    let Emulated { client, ac, .. } = it;
    let echo = secrets.join(" ");
    for fault in [
        Fault::status(200).json(format!(r#"{{"code":"10001","msg":"{echo}","data":"{echo}"}}"#)),
        Fault::status(400).json(format!(r#"{{"code":"10004","message":"{echo}"}}"#)),
        Fault::status(503).html(format!("<h1>{echo}</h1>")),
        Fault::status(200).text(&echo),
        Fault::status(200).json(format!(r#"{{"code":"0","data":{{"id":["{echo}"]}}}}"#)),
        Fault::status(200).json(format!(r#"{{"code":"0","data":{{"accessUrl":"{echo}"#)),
        Fault::redirect(302, format!("https://h/?token={echo}")),
    ] {
        ac.fail_next(99, fault);
        printed.note_error(&client.get_instance(id(ID)).await.unwrap_err());
        printed.note_error(&create_sample(client).await.unwrap_err());
        printed.note_error(&it.access.tokens().await.unwrap_err());
        ac.clear_faults();
    }
}

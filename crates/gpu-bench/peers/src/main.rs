//! Other people's clients, on the GET that `gpu-bench call` measures: `peers call WAY PORT TIMES`, one line of output.

use std::error::Error;

use http_body_util::{BodyExt, Empty};
use runpod_sdk::service::PodsService;

#[allow(dead_code)] // What is decoded is not read, and there are lists too.
#[path = "../../src/by_hand.rs"]
mod by_hand;

mod generated {
    progenitor::generate_api!(
        spec = "openapi.json",
        replace = { Envelope = crate::by_hand::Envelope },
    );
}

const PATH: &str = "/sdk/v1/instance?request_id=ins-boyqp4g8";
const TOKEN: &str = "Bearer token";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [call, way, port, times] = &args[..] else {
        return Err("usage: peers call WAY PORT TIMES".into());
    };
    assert_eq!(call, "call");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(calls(way, &format!("http://127.0.0.1:{port}"), times.parse()?))?;
    println!("{times} calls");
    Ok(())
}

async fn calls(way: &str, base: &str, times: u32) -> Result<(), Box<dyn Error>> {
    let url = format!("{base}{PATH}");
    let mut code = 0;
    match way {
        "hyper-util" => {
            let executor = hyper_util::rt::TokioExecutor::new();
            let client = hyper_util::client::legacy::Client::builder(executor).build_http();
            for _ in 0..times {
                let request = http::Request::get(&url).header("authorization", TOKEN);
                let answer = client.request(request.body(Empty::<&[u8]>::new())?).await?;
                let body = answer.into_body().collect().await?.to_bytes();
                code |= serde_json::from_slice::<by_hand::Envelope>(&body)?.code;
            }
        }
        "ureq" => {
            let agent = ureq::Agent::new_with_defaults();
            for _ in 0..times {
                let mut answer = agent.get(&url).header("authorization", TOKEN).call()?;
                code |= answer.body_mut().read_json::<by_hand::Envelope>()?.code;
            }
        }
        "kube" => {
            let mut config = kube::Config::new(base.parse()?);
            config.auth_info.token = Some("token".to_owned().into());
            let client = kube::Client::try_from(config)?;
            for _ in 0..times {
                let request = http::Request::get(PATH).body(Vec::new())?;
                code |= client.request::<by_hand::Envelope>(request).await?.code;
            }
        }
        "runpod-sdk" => {
            let config =
                runpod_sdk::RunpodConfig::builder().with_api_key("token").with_rest_url(base);
            let client = config.build_client()?;
            for _ in 0..times {
                // Its types cannot read the sample: it is served a pod of the same size.
                drop(client.get_pod("boyqp4g8", Default::default()).await?);
            }
        }
        "progenitor" => {
            let mut headers = reqwest::header::HeaderMap::new();
            headers.insert("authorization", TOKEN.parse()?);
            let http = reqwest::Client::builder().default_headers(headers).build()?;
            let client = generated::Client::new_with_client(base, http);
            for _ in 0..times {
                code |= client.get_instance("ins-boyqp4g8").await?.code;
            }
        }
        _ => return Err(format!("no peer `{way}`").into()),
    }
    if code == 0 { Ok(()) } else { Err("the code is not 0".into()) }
}

//! A create and a query over reqwest, serde and thiserror.

use serde::{Deserialize, Serialize};

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("the service was not reached")]
    Http(#[from] reqwest::Error),
    #[error("the answer cannot be read")]
    Json(#[from] serde_json::Error),
}

#[derive(Serialize)]
struct Create {
    gpu: String,
}

#[derive(Debug, Deserialize)]
struct Machine {
    id: String,
    status: String,
}

async fn rent() -> Result<Vec<Machine>, Error> {
    let client = reqwest::Client::new();
    let url = "https://127.0.0.1:1/";
    let create = serde_json::to_vec(&Create { gpu: "any".into() })?;
    let made = client.post(url).body(create).send().await?.bytes().await?;
    let seen = client.get(url).send().await?.bytes().await?;
    Ok(vec![serde_json::from_slice(&made)?, serde_json::from_slice(&seen)?])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let machines = tokio::runtime::Runtime::new()?.block_on(rent())?;
    println!("{machines:?}");
    Ok(())
}

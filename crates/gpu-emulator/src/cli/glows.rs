//! `gpu-emulator glows`.

use std::error::Error;

use gpu_emulator::Glows;

use super::arguments::Arguments;
use super::serving::until_told;

pub(super) async fn serve(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut builder = Glows::builder().port(arguments.port);
    if let Some(token) = arguments.token {
        builder = builder.token(token);
    }
    let glows = builder.start().await?;
    let greeting = greeting(&glows.base_url(), glows.token());
    until_told(glows, &greeting).await
}

/// Everything a person needs, ready to paste. The token is good for this emulator only.
fn greeting(base_url: &str, token: &str) -> String {
    format!(
        "\
Glows.ai emulator on {base_url}
Token: {token}

export GLOWS_BASE_URL='{base_url}' GLOWS_SDK_TOKEN='{token}'

curl --http1.1 \\
  --request POST \\
  --url '{base_url}/instance' \\
  --header 'Authorization: Bearer {token}' \\
  --header 'Content-Type: application/json' \\
  --data '{{\"from_image_id\": \"87p9kq26\", \"gpu_name\": \"NVIDIA GeForce RTX 4090\", \
\"custom_meta_key\": \"order.1\", \"instance_category\": \"container\", \"region_name\": \"TW-03\"}}'

Ctrl-C stops it and prints the ledger.
"
    )
}

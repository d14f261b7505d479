//! `gpu-emulator mdc`.

use std::error::Error;

use gpu_emulator::Mdc;

use super::arguments::Arguments;
use super::serving::until_told;

pub(super) async fn serve(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut builder = Mdc::builder().port(arguments.port);
    if let Some(token) = arguments.token {
        builder = builder.token(token);
    }
    let mdc = builder.start().await?;
    let greeting = greeting(&mdc.base_url(), mdc.token(), mdc.user_id());
    until_told(mdc, &greeting).await
}

/// Everything a person needs, ready to paste. The token is good for this emulator only.
fn greeting(base_url: &str, token: &str, user_id: &str) -> String {
    format!(
        "\
MatrixDC emulator on {base_url}
Token: {token}
User id: {user_id}

export MDC_BASE_URL='{base_url}' MDC_TOKEN='{token}' MDC_USER_ID='{user_id}'

curl --http1.1 \\
  --request POST \\
  --url '{base_url}/clusters/host-cluster/instances' \\
  --header 'Authorization: bearer {token}' \\
  --header 'namespace: {user_id}' \\
  --header 'Content-Type: application/json' \\
  --data '{{\"Cost\": {{\"CostType\": \"1\", \"CouponID\": \"\", \"DiskSKUID\": \"1\", \
\"GPUSKUID\": \"66\", \"CostTime\": \"\"}}, \"VolumeMount\": [{{\"PathInContainer\": \"/root/data\", \
\"Size\": 50, \"Type\": \"shared-filesystem\"}}], \"namespace\": \"{user_id}\", \
\"displayName\": \"test1\", \"image\": \"images.neolink-ai.com/matrixdc/tensorflow:2.15.0-\
python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04\", \"Region\": \"\"}}'

Ctrl-C stops it and prints the ledger.
"
    )
}

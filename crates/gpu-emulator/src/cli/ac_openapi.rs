//! `gpu-emulator ac-openapi`.

use std::error::Error;

use gpu_emulator::AcOpenApi;

use super::arguments::Arguments;
use super::serving::until_told;

pub(super) async fn serve(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut builder = AcOpenApi::builder().port(arguments.port);
    if let Some(token) = arguments.token {
        builder = builder.token(token);
    }
    let ac = builder.start().await?;
    let greeting = greeting(&ac, &ac.token());
    until_told(ac, &greeting).await
}

/// Everything a person needs, ready to paste. Keys and token are good for this emulator only.
fn greeting(ac: &AcOpenApi, token: &str) -> String {
    let (base_url, user) = (ac.base_url(), ac.user());
    let (access_key, secret_key) = (ac.access_key(), ac.secret_key());
    format!(
        "\
AC OpenAPI emulator on {base_url}
User: {user}
Access key: {access_key}
Secret key: {secret_key}
Token (region 11112): {token}

With keys:
export AC_USER='{user}' AC_ACCESS_KEY='{access_key}' AC_SECRET_KEY='{secret_key}' \
AC_REGION='11112' AC_TOKENS_URL='{base_url}' AC_CENTER_URL='{base_url}'

With the token:
export AC_TOKEN='{token}' AC_BASE_URL='{base_url}'

curl --request POST '{base_url}/ai/openapi/v2/instance-service/task' \\
  --header 'token: {token}' \\
  --header 'Content-Type: application/json' \\
  --data '{ORDER}'

Ctrl-C stops it and prints the ledger.
"
    )
}

/// The documented create request, without the mount.
const ORDER: &str = r#"{"instanceServiceName": "Instances_2205113838", "description": "", "taskType": "ssh", "acceleratorType": "gpu", "version": "jupyter:4.4-py3.7-cpu", "imagePath": "10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu", "timeoutLimit": "unlimited", "taskNumber": 1, "resourceGroup": "TeslaM40", "useStartScript": false, "startScriptActionScope": "all", "startScriptContent": "", "cpuNumber": 3, "ramSize": 15360, "gpuNumber": 1, "containerPortInfoList": [{"protocolType": "HTTP", "containerPort": "18888"}]}"#;

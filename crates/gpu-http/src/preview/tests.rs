use std::process::Command;

use serde_json::{Value, json};

use super::*;

fn preview(call: Call, url: &str) -> Preview {
    let token = Header::secret("authorization", "Bearer ", &"hunter0".into(), "$TOKEN").unwrap();
    let redactor = Redactor::new([gpu_common::Secret::from("hunter3")]);
    Preview::new(&call, &url::Url::parse(url).unwrap(), &[token], &redactor)
}

fn post(body: &Value) -> Call {
    let call = Call::post("create", "/x").json(body);
    call.unwrap()
}

/// What `curl` is called with when the command is pasted into a shell with these variables.
#[cfg(unix)]
fn pasted(preview: &Preview, variables: &[(&str, &str)]) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{}\n", preview.as_curl());
    let mut shell = Command::new("sh");
    shell.env_clear().arg("-eu").arg("-c").arg(script);
    let output = shell.envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let arguments = String::from_utf8(output.stdout).unwrap();
    arguments.split_terminator('\0').map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn the_command_runs_as_it_is_with_the_secrets_in_variables_and_nothing_else_expanded() {
    let body = json!({
        "namespace": "user-1",
        "remark": "$TOKEN `id` $(id) it's \"5 $\" \\ $MDC_USER_ID ${HOME} !! \u{202e}\n",
        "envs": "DB=hunter2",
        "script": {"lines": ["a", 4711], "user": "user-1"},
        "cmd": "echo hunter3",
        "none": "",
        "accessToken": "hunter4",
        "size": 8,
    });
    let call =
        post(&body).stand_in(&[("namespace", "$MDC_USER_ID")]).mask_body(&["envs", "script"]);
    let preview = preview(call, "https://h/x?api_key=hunter5&page=1&q=%24HOME&t=hunter3");
    for shown in [format!("{preview:?}"), preview.as_curl()] {
        assert!(!shown.contains("hunter") && !shown.contains("user-1"), "{shown}");
        assert!(!shown.contains('\u{202e}'));
    }
    let variables = [
        ("TOKEN", "hunter0"),
        ("MDC_USER_ID", "user-1"),
        ("ENVS", "DB=hunter2"),
        ("SCRIPT", r#"{"lines":["a",4711],"user":"user-1"}"#),
        ("SECRET", "hunter3"),
        ("ACCESS_TOKEN", "hunter4"),
        ("API_KEY", "hunter5"),
    ];
    let mut named: Vec<_> = variables.iter().map(|(name, _)| *name).collect();
    let mut said: Vec<_> = preview.variables().iter().map(String::as_str).collect();
    named.sort_unstable();
    said.sort_unstable();
    assert_eq!(said, named);
    let arguments = pasted(&preview, &variables);
    assert_eq!(
        arguments[..9],
        [
            "--http1.1",
            "--request",
            "POST",
            "--url",
            "https://h/x?api_key=hunter5&page=1&q=%24HOME&t=hunter3",
            "--header",
            "authorization: Bearer hunter0",
            "--header",
            "content-type: application/json",
        ]
    );
    assert_eq!(arguments[9], "--data");
    assert_eq!(serde_json::from_str::<Value>(&arguments[10]).unwrap(), body);
}

#[test]
fn a_value_has_one_variable_and_two_values_have_two() {
    let body = json!([{"envs": "hunter2"}, {"envs": "hunter2"}, {"envs": "hunter4"}]);
    let preview = preview(post(&body).mask_body(&["envs"]), "https://h/x");
    let shown = r#"[{"envs":"$ENVS"},{"envs":"$ENVS"},{"envs":"$ENVS_2"}]"#;
    assert_eq!(preview.body.as_deref(), Some(shown));
    assert_eq!(preview.variables(), ["TOKEN", "ENVS", "ENVS_2"]);
}

#[test]
fn the_body_is_shown_as_it_is_sent_but_for_what_is_hidden() {
    let body = r#"{"z":1.50,"a":[true,null,{}],"b":{"c":"北"}}"#;
    let value: &RawValue = serde_json::from_str(body).unwrap();
    let call = Call::post("create", "/x").json(&value).unwrap();
    assert_eq!(preview(call, "https://h/x").body.as_deref(), Some(body));
}

#[test]
fn a_name_becomes_a_variable_s_name() {
    for (name, variable) in [
        ("startScriptContent", "START_SCRIPT_CONTENT"),
        ("x-api-key", "X_API_KEY"),
        ("envs", "ENVS"),
        ("密码", "VALUE___"),
        ("2fa", "VALUE_2FA"),
    ] {
        assert_eq!(variable_name(name), variable);
    }
}

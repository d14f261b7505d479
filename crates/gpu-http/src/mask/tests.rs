use proptest::prelude::*;

use super::*;

#[test]
fn bodies_show_words_and_hide_credentials() {
    let redactor = Redactor::new([Secret::from("t0ken-of-mine")]);
    for (body, shown) in [
        (r#"{"code":176,"msg":"check jwt"}"#, r#"{"code":176,"msg":"check jwt"}"#),
        (r#"{"password":"hunter2"}"#, r#"{"password":"[7 chars]"}"#),
        (r#"{"msg":"t0ken-of-mine"}"#, r#"{"msg":"[secret]"}"#),
        (r#"{"a":"x\"y\"hunter2","status":"ok"}"#, r#"{"a":"[13 chars]","status":"ok"}"#),
        (r#"{"sshPassword":"hun"#, r#"{"sshPassword":"[cut]"#),
        (r#""https://h/?token=hunter2""#, r#""[24 chars]""#),
        (r#""ok""#, r#""ok""#),
        ("<html>502 Bad Gateway</html>", "<html>502 Bad Gateway</html>"),
        ("root password: hunter2", "root password: [secret]"),
        ("password = hunter2 !", "password = [secret] !"),
        ("see https://h/x?token=hunter2", "see https://h/x?[secret]"),
        ("token=hunter2&a=b", "token=[secret]"),
        ("x eyJhbGciOiJIUzI1NiIsInR5cCI6", "x [secret]"),
        // Neither is JSON, the second not even before what is known to be secret is out.
        ("[ERROR] eyJhbGciOiJIUzI1NiIsInR5cCI6", "[ERROR] [secret]"),
        ("t0ken-of-mine eyJhbGciOiJIUzI1NiIsInR5cCI6", "[secret] [secret]"),
        ("{password: hunter2}", "{password: [secret]"),
        (r#"{"a":-1.5e3,"b":[true,null]}"#, r#"{"a":-1.5e3,"b":[true,null]}"#),
        ("rate limited", "rate limited"),
        ("Really? Yes.", "Really? Yes."),
        ("bad: user=bob&password=hunter2", "bad: user=bob&password=[secret]"),
        (r#"say {"password":"hunter2"}"#, r#"say {"password":[secret]}"#),
        (
            r#"{"msg":"{\"data\":{\"password\":\"hunter2\"}}"}"#,
            r#"{"msg":"{\"data\":{\"password\":[secret]}}"}"#,
        ),
        ("x%26token%3Dhunter2", "x%26token%3D[secret]"),
        ("ssh://root:hunter2@host:22", "ssh://[secret]@host:22"),
        ("https://h/lab#token=hunter2", "https://h/lab#[secret]"),
        ("https://h/lab#hunter2", "https://h/lab#[secret]"),
        ("https://h/x?hunter2", "https://h/x?[secret]"),
        ("https%3A%2F%2Fh%2Fx%3Fhunter2", "https%3A%2F%2Fh%2Fx%3F[secret]"),
        (r#"{"sshPassword":73019284,"size":12}"#, r#"{"sshPassword":"[secret]","size":12}"#),
        (
            r#"{"tokens":[7301,{"id":"a","n":-1.5}],"id":"b","n":2,"secret":null}"#,
            r#"{"tokens":["[secret]",{"id":"[1 chars]","n":"[secret]"}],"id":"b","n":2,"secret":null}"#,
        ),
    ] {
        assert_eq!(redactor.snippet(body.as_bytes()), shown, "{body}");
    }
}

#[test]
fn a_long_body_is_cut_and_says_so() {
    let snippet = Redactor::default().snippet("x ".repeat(5000).as_bytes());
    assert!(snippet.ends_with("more bytes)") && snippet.len() < 1000, "{snippet}");
}

#[test]
fn credentials_behind_words_of_any_language_and_on_command_lines_are_hidden() {
    for (text, shown) in [
        ("root密码：hunter2，请修改", "root密码：[secret]，请修改"),
        ("密码为hunter2", "密码为[secret]"),
        ("初始口令 hunter2", "初始口令 [secret]"),
        ("密钥=hunter2", "密钥=[secret]"),
        ("令牌: “hunter 2”。", "令牌: [secret]。"),
        ("密碼是hunter2", "密碼是[secret]"),
        ("令牌已过期", "令牌已过期"),
        ("Authorization: Basic cm9vdDpodW50ZXIy", "Authorization: Basic [secret]"),
        ("authorization: hunter2", "authorization: [secret]"),
        ("sent Basic cm9vdDpodW50ZXIy=", "sent Basic [secret]"),
        ("a basic plan", "a basic plan"),
        ("sshpass -p hunter2 ssh -p 2222 root@h", "sshpass -p [secret] ssh -p 2222 root@h"),
        ("/usr/bin/sshpass -phunter2 ssh h", "/usr/bin/sshpass -p[secret] ssh h"),
        ("sshpass -p 'hunter 2' ssh h", "sshpass -p [secret] ssh h"),
        ("$ curl -u root:hunter2 h", "$ curl -u [secret] h"),
        ("mysql -u root -phunter2 db", "mysql -u root -p[secret] db"),
        ("password: 'hunter 2' is wrong", "password: [secret] is wrong"),
        ("password: hun,ter;2 is wrong", "password: [secret] is wrong"),
        ("<td>Password:</td><td>hunter2</td>", "<td>Password:</td><td>[secret]"),
        ("X-Api-Key: hunter2", "X-Api-Key: [secret]"),
        ("Cookie: sid=hunter2", "Cookie: [secret]"),
        ("passphrase is hunter2", "passphrase is [secret]"),
        (r#"tokens: ["hunter2", "hunter3"] x"#, "tokens: [secret] x"),
        (r#"{"msg":"root\u5bc6\u7801\uff1ahunter2"}"#, r#"{"msg":"root密码：[secret]"}"#),
        (r#"{"msg":"{\"m\":\"\\u53e3\\u4ee4 hunter2\"}"}"#, r#"{"msg":"{\"m\":\"口令 [secret]"}"#),
        (r#"{"密码":73019284}"#, r#"{"密码":"[secret]"}"#),
    ] {
        assert_eq!(Redactor::default().snippet(text.as_bytes()), shown, "{text}");
    }
}

#[test]
fn masking_takes_time_in_proportion_to_what_is_shown() {
    let patterns = concat!(
        r#"token~token ~token:~密码~password:<~"a":~[~{"token":0,~://~?~%74~\u0074~\~&#116;"#,
        r"~sshpass -p ~sshpass -p '~basic ~password:\\",
    );
    let redactor = Redactor::new([Secret::from("tokentokentokentoken!")]);
    let started = std::time::Instant::now();
    for pattern in patterns.split('~') {
        let text = pattern.repeat(500_000 / pattern.len());
        for lead in ["", "{\"msg\":\"", "["] {
            let text = format!("{lead}{text}");
            assert!(redactor.message(&text).len() < 2_000);
            assert!(redactor.snippet(text.as_bytes()).len() < 4_000);
        }
    }
    // Quadratic work on any of them takes minutes.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_long_script_of_the_caller_is_looked_for_in_time_in_proportion_to_it() {
    let script: String = (0..20_000).map(|line| format!("run --step {line:06}\n")).collect();
    let redactor = Redactor::new([Secret::from(script)]);
    let started = std::time::Instant::now();
    let text = format!("{}cannot run --step 000123\\", "plain words ".repeat(600));
    for _ in 0..20 {
        assert!(redactor.redact(&text).ends_with("cannot [secret]\\"));
    }
    // Going through the text once for each form of each line takes a minute.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn what_is_masked_before_the_cut_is_masked_at_it() {
    let secret = "Zq7!canary\"/&+of=mine";
    let redactor = Redactor::new([Secret::from(secret)]);
    let json = serde_json::Value::from(secret).to_string();
    let slashed = json.trim_matches('"').replace('/', "\\/").replace('&', "\\u0026");
    let encoded = crate::Call::encode_segment(secret).to_lowercase();
    for form in [secret.to_owned(), slashed, encoded] {
        for before in LOOKED_AT - 2 * form.len()..=LOOKED_AT + 1 {
            // Short when it is masked, so that the cut is shown.
            for (lead, fill) in [("{\"a\":\"", "x"), ("", " ")] {
                let space = if lead.is_empty() { "" } else { "\",\"msg\":\"" };
                let fill = fill.repeat(before - lead.len() - space.len());
                let body = format!("{lead}{fill}{space}{form}{}", "y".repeat(200));
                let shown = redactor.snippet(body.as_bytes());
                assert!(!shown.contains("Zq7") && !shown.contains("zq7"), "{shown}");
            }
        }
    }
}

#[test]
fn a_secret_in_another_s_form_is_hidden() {
    let secret = "s3cr/et&A+B=\"é";
    let redactor = Redactor::new([Secret::from(secret)]);
    let base64 = |text: &str| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(text)
    };
    for form in [
        r#"s3cr\/et\u0026A\u002bB\u003d\"\u00e9"#.to_owned(),
        r#"s3cr\\/et\\u0026A\\u002BB=\\\"é"#.to_owned(),
        "s3cr%2fet%26A%2bB%3d%22%c3%a9".to_owned(),
        "s3cr/et%26A%2BB=%22é".to_owned(),
        "%73%33%63%72%2F%65%74%26%41%2B%42%3D%22%C3%A9".to_owned(),
        "s3cr%252fet%2526A%252bB%253d%2522%25c3%25a9".to_owned(),
        "s3cr&#47;et&amp;A&#x2B;B=&quot;é".to_owned(),
        base64(secret),
        base64(&format!("r:{secret}")),
        base64(&format!("root:{secret}!")),
        secret.bytes().map(|byte| format!("{byte:02x}")).collect(),
    ] {
        hidden(&redactor, &form);
    }
    // Whatever stands between its letters, and in either case.
    let redactor = Redactor::new([Secret::from("s3cr/et-Canary+9f")]);
    let code = base64("t:s3cr/et-Canary+9f");
    for form in [
        "s3cr/et-\nCanary+9f".to_owned(),
        "s3cr/et-=\r\n\tCanary+9f".to_owned(),
        "S3CR/ET-CANARY+9F".to_owned(),
        "s3cr-et-canary-9f".to_owned(),
        "s 3 c r / e t - C a n a r y + 9 f".to_owned(),
        "s\u{200b}3\u{200b}c\u{200b}r\u{200b}et\u{200b}Canary9f".to_owned(),
        format!("{}\n{}", &code[..10], &code[10..]),
        "s3cr/et-Canary+9f".bytes().map(|byte| format!("{byte:02X}:")).collect::<String>() + "9",
    ] {
        hidden(&redactor, &form);
    }
    fn hidden(redactor: &Redactor, form: &str) {
        let shown = redactor.redact(&format!("<{form}>"));
        assert!(shown.contains(MASK), "{form}: {shown}");
        let left = shown.replace(MASK, "");
        assert!(left.len() < 20 && !left.contains("s3cr"), "{form}: {shown}");
        assert!(shown.starts_with('<') && shown.ends_with('>'), "{shown}");
    }
}

#[test]
fn what_the_caller_gave_is_hidden_where_it_is_repeated() {
    let mut options = crate::RequestOptions::default();
    options.push_body("note", serde_json::json!({"pw": "hunter5", "n": 8080, "on": true}));
    options.push_query("key", "hunter6");
    let body = serde_json::json!({
        "envs": "DB=hunter2;PORT=8080;MODE=true",
        "script": "#!/bin/sh\nexport KEY='hunter3'\nrun --now",
        "config": [{"value": "{\"password\":\"hunter4\"}"}],
        "region": "TW-03",
    });
    let mut call = crate::Call::post("create", "/x")
        .json(&body)
        .unwrap()
        .mask_body(&["envs", "script", "config"]);
    call.add(&options).unwrap();
    let redactor = Redactor::default().with(call.secrets());
    for hidden in ["hunter2", "hunter3", "hunter4", "hunter5", "hunter6", "run --now"] {
        let shown = redactor.message(&format!("cannot use {hidden}"));
        assert_eq!(shown, "cannot use [secret]");
    }
    let said = "port 8080 of TW-03 is true";
    assert_eq!(redactor.message(said), said);
}

#[test]
fn a_secret_is_hidden_in_every_form_and_though_it_is_part_of_another() {
    let redactor =
        Redactor::new([Secret::from("abcd"), Secret::from("abcd-rest"), Secret::from("a\"b &c")]);
    for (text, shown) in [
        ("abcd-rest, abcd", "[secret], [secret]"),
        ("a\"b &c", "[secret]"),
        ("?k=a%22b+%26c", "?k=[secret]"),
        ("/a%22b%20%26c/", "/[secret]/"),
        (r#"{"k":"a\"b &c"}"#, r#"{"k":"[secret]"}"#),
    ] {
        assert_eq!(redactor.redact(text), shown);
    }
}

#[test]
fn a_code_stays_what_it_is_but_for_known_secrets() {
    let redactor = Redactor::new(["t0ken-of-mine", "10008"].map(Secret::from));
    for (code, shown) in [
        ("token:expired", "token:expired"),
        ("bad t0ken-of-mine", "bad [secret]"),
        ("10008", "10008"),
    ] {
        let said = redactor.api_error(ApiError::new(Some(code.to_owned()), None));
        assert_eq!(said.code.as_deref(), Some(shown));
    }
}

/// The scheme stands behind what ends the address.
#[test]
fn an_address_in_a_query_is_hidden_with_the_query() {
    for sent in ["login?next=https://me:hunter2@h/", "?://hunter2", "a%3fb=c%3a%2f%2fhunter2"] {
        let shown = Redactor::default().message(sent);
        assert!(shown.ends_with(MASK) && !shown.contains("hunter2"), "{shown}");
    }
}

proptest! {
    #[test]
    fn no_known_secret_survives_anywhere(before in ".{0,40}", after in ".{0,40}") {
        let redactor = Redactor::new([Secret::from("Zq7!canary")]);
        let body = format!("{before}Zq7!canary{after}");
        prop_assert!(!redactor.snippet(body.as_bytes()).contains("Zq7!canary"));
        prop_assert!(!redactor.message(&body).contains("Zq7!canary"));
    }

    #[test]
    fn no_string_under_an_unknown_name_survives(secret in "[a-zA-Z0-9]{6,30}", cut in 0usize..60) {
        let body = format!(r#"{{"other":"{secret}","list":["{secret}"]}}"#);
        let end = body.len().saturating_sub(cut);
        prop_assert!(!Redactor::default().snippet(&body.as_bytes()[..end]).contains(&secret));
    }
}

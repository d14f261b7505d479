use super::*;

#[test]
fn a_segment_cannot_leave_its_place() {
    for (text, encoded) in [
        ("instance-1a2b", "instance-1a2b"),
        ("a/b", "a%2Fb"),
        ("..", "%252E%252E"),
        (".", "%252E"),
        ("a?b#c", "a%3Fb%23c"),
        ("北", "%E5%8C%97"),
    ] {
        assert_eq!(Call::encode_segment(text), encoded);
    }
}

#[test]
fn a_call_s_own_secrets_are_those_of_its_headers_and_those_it_is_told() {
    let call = Call::get("get", "/x")
        .secret_header("token", "", &Secret::from("hunter2"), "$TOKEN")
        .unwrap()
        .mask(Secret::from("hunter3"));
    assert_eq!(call.hidden.credentials, ["hunter2", "hunter3"].map(Secret::from));
}

#[test]
fn a_header_may_be_written_in_any_case_and_what_is_none_is_refused() {
    for (name, sent) in [
        ("token", Some("token")),
        ("X-Api-Key", Some("x-api-key")),
        ("x_api.key", Some("x_api.key")),
        ("", None),
        ("no header", None),
    ] {
        let call = Call::get("get", "/x").header(name, "value");
        let told = call.map(|call| call.headers.first().map(|header| header.name.to_string()));
        match sent {
            Some(sent) => assert_eq!(told.unwrap().as_deref(), Some(sent)),
            None => assert_eq!(told.unwrap_err().field(), Some(name)),
        }
    }
}

fn with(mut call: Call, options: &RequestOptions) -> Result<Call, Error> {
    call.add(options).map(|()| call)
}

#[test]
fn an_extra_query_pair_may_come_twice_but_never_beside_a_typed_one() {
    let mut options = RequestOptions::default();
    options.push_query("page", "2");
    options.push_query("page", "3");
    let call = with(Call::get("get", "/x"), &options).unwrap();
    assert_eq!(call.query.len(), 2);
    let call = Call::get("get", "/x").query("page", "1").about_id("a");
    let error = with(call, &options).unwrap_err();
    assert_eq!((error.field(), error.id()), (Some("query_extra.page"), Some("a")));
}

#[test]
fn a_body_field_needs_a_body() {
    let mut options = RequestOptions::default();
    options.push_body("/a/b", true);
    let call = Call::post("post", "/x").json(&serde_json::json!({"c": 1})).unwrap();
    let call = with(call, &options).unwrap();
    let body: serde_json::Value = serde_json::from_slice(&call.body.unwrap()).unwrap();
    assert_eq!(body, serde_json::json!({"a": {"b": true}, "c": 1}));
    let error = with(Call::get("get", "/x"), &options).unwrap_err();
    assert_eq!(error.field(), Some("body_extra"));
}

#[test]
fn debug_shows_neither_headers_nor_query_nor_body() {
    let call = Call::get("get", "/x")
        .query("token", "hunter2")
        .secret_header("token", "", &Secret::from("hunter2"), "$TOKEN")
        .unwrap();
    assert_eq!(format!("{call:?}"), "Call(get: GET /x)");
}

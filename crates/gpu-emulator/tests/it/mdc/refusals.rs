//! A refusal in every form that its undocumented body may have.

use super::*;

/// One refusal of each kind.
async fn refusals(mdc: &Mdc) -> [Answer; 5] {
    let bearer = format!("Authorization: bearer {}", mdc.token());
    let anonymous = Request::new("GET", super::INSTANCES);
    let homeless = Request::new("GET", super::INSTANCES).header(bearer);
    [
        anonymous.send(mdc.address()).await,
        homeless.send(mdc.address()).await,
        delete(mdc, "").await,
        get(mdc, "instance-12345678").await,
        create(mdc, &Order::new("a").sku("71")).await,
    ]
}

#[tokio::test]
async fn every_form_comes_with_its_content_type() {
    let mdc = start(|_| ()).await;
    let json = Some("application/json");
    let table = [
        (ErrorForm::CodeAndMessage, json, r#"{"code":404,"message":"instance not found"}"#),
        (ErrorForm::ErrorMember, json, r#"{"error":"instance not found"}"#),
        (ErrorForm::JsonString, json, r#""instance not found""#),
        (ErrorForm::PlainText, Some("text/plain"), "instance not found"),
        (ErrorForm::Html, Some("text/html"), "<h1>404 Not Found</h1>"),
        (ErrorForm::Empty, None, ""),
    ];
    for (form, content_type, text) in table {
        mdc.change(|behaviour| behaviour.error_form = form);
        let answer = get(&mdc, "instance-12345678").await;
        assert_eq!(answer.status, 404);
        assert!(answer.body.contains(text), "{form:?}: {}", answer.body);
        assert_eq!(answer.body.is_empty(), text.is_empty());
        let line = content_type.map(|kind| format!("content-type: {kind}"));
        match line {
            Some(line) => assert!(answer.head.contains(&line), "{form:?}: {}", answer.head),
            None => assert!(!answer.head.contains("content-type"), "{}", answer.head),
        }
    }
}

#[tokio::test]
async fn the_status_fits_or_is_always_the_same() {
    let mdc = start(|_| ()).await;
    let statuses = |answers: [Answer; 5]| answers.map(|answer| answer.status);
    assert_eq!(statuses(refusals(&mdc).await), [401, 403, 400, 404, 409]);
    for (asked, sent) in [(400, 400), (500, 500), (502, 502), (200, 200), (7, 500)] {
        mdc.change(|behaviour| behaviour.error_status = Some(asked));
        assert_eq!(statuses(refusals(&mdc).await), [sent; 5], "{asked}");
    }
    assert_eq!(mdc.ledger().created, 0);
}

//! The envelope, and the switches that change it.

use super::*;

#[tokio::test]
async fn codes_may_be_numbers() {
    let ac = start(|behaviour| behaviour.numeric_codes = true).await;
    assert_eq!(create(&ac, &order()).await.json()["code"], json!(0));
    assert_eq!(detail(&ac, NOBODY).await.json()["code"], json!(816_822));
    ac.change(|behaviour| behaviour.not_found_code = "E404".into());
    assert_eq!(detail(&ac, NOBODY).await.json()["code"], json!("E404"));
}

#[tokio::test]
async fn a_refusal_may_have_any_data() {
    let ac = start(|_| ()).await;
    let table = [
        (ErrorData::EmptyText, Some(json!(""))),
        (ErrorData::Word, Some(json!("error"))),
        (ErrorData::EmptyObject, Some(json!({}))),
        (ErrorData::EmptyList, Some(json!([]))),
        (ErrorData::Null, Some(Value::Null)),
        (ErrorData::Missing, None),
    ];
    for (form, wanted) in table {
        ac.change(|behaviour| behaviour.error_data = form);
        let answer = detail(&ac, NOBODY).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json().get("data"), wanted.as_ref(), "{form:?}");
    }
}

#[tokio::test]
async fn a_fault_after_the_work_hides_a_create() {
    let ac = start(|_| ()).await;
    let fault = Fault::status(502).html("Bad Gateway").after_processing();
    ac.fail_next(1, fault.only("POST", TASK));
    assert_eq!(create(&ac, &order()).await.status, 502);
    assert_eq!(ac.ledger().created, 1);
    data(&create(&ac, &order()).await);
    assert_eq!(ac.ledger().created, 2);
}

//! Against the emulator's ledger: a create never makes two, and never one that nobody hears of.

use ac_openapi_client::*;
use gpu_emulator::Fault;

use crate::support::*;

/// The answer to a create is lost.
fn lost() -> Fault {
    Fault::status(502).html("<h1>Bad Gateway</h1>").only("POST", TASK)
}

fn unique() -> NewInstance {
    NewInstance { name: InstanceName::unique("train").unwrap(), ..sample() }
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_is_found_by_its_unique_name() {
    for fault in [
        lost(),
        Fault::status(200).json(r#"{"code":"0","msg":"succ"#).only("POST", TASK),
        Fault::status(200).json(r#"{"code":"0","msg":"success","data":null}"#).only("POST", TASK),
        Fault::status(200).json(r#"{"code":"0","msg":"success","data":""}"#).only("POST", TASK),
        Fault::status(200).json(r#"{"code":"10001","msg":"x","data":""}"#).only("POST", TASK),
        Fault::status(200)
            .json(r#"{"code":"10012","msg":"连接中断","data":""}"#)
            .only("POST", TASK),
        Fault::status(408).only("POST", TASK),
    ] {
        let it = emulated(|_| ()).await;
        it.ac.fail_next(1, fault.after_processing());
        let created = it.client.create_instance(unique()).await.unwrap();
        assert!(created.found_again);
        let ledger = it.ac.ledger();
        assert_eq!((ledger.created, ledger.requests_to("POST", TASK).seen), (1, 1));
        assert!(it.client.get_instance(&created.id).await.is_ok());
    }
}

#[tokio::test]
async fn what_was_not_found_at_once_is_found_by_its_written_name_later() {
    let it = emulated(|_| ()).await;
    it.ac.fail_next(1, lost().after_processing());
    it.ac.fail_next(99, Fault::status(404).only("GET", TASK));
    it.ac.fail_next(99, Fault::status(404).only("GET", TASK_LIST));
    let error = it.client.create_instance(unique()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    it.ac.clear_faults();
    let name = InstanceName::restore_unique(error.key().unwrap()).unwrap();
    let Lookup::Found(found) = it.client.find_instance(&name).await.unwrap() else {
        panic!("it is there");
    };
    assert_eq!((found.len(), it.ac.ledger().created), (1, 1));
}

#[tokio::test]
async fn a_name_of_the_caller_s_proves_nothing() {
    let it = emulated(|_| ()).await;
    let _older = it.client.create_instance(named("mine")).await.unwrap();
    it.ac.fail_next(1, lost().after_processing());
    let error = it.client.create_instance(named("mine")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::MaybeCreated);
    // Both were created within the hours that a time without a zone leaves open.
    assert_eq!(error.candidates().len(), 2);
    assert!(error.candidates().iter().all(|one| one.created.is_some()));
    assert_eq!(it.ac.ledger().created, 2);
}

#[tokio::test]
async fn it_is_found_among_many_and_in_either_form_of_the_list() {
    let it = emulated(|behaviour| behaviour.largest_limit = Some(5)).await;
    for number in 0..12 {
        let _other = it.client.create_instance(named(&format!("n{number}"))).await.unwrap();
    }
    for form in [ListForm::Body, ListForm::Query] {
        it.ac.fail_next(1, lost().after_processing());
        let client = it.client.clone().with_list_form(form);
        assert!(client.create_instance(unique()).await.unwrap().found_again);
    }
    it.ac.fail_next(1, lost().after_processing());
    it.ac.fail_next(9, Fault::status(404).only("GET", TASK));
    assert!(it.client.create_instance(unique()).await.unwrap().found_again);
    assert_eq!(it.ac.ledger().created, 15);
}

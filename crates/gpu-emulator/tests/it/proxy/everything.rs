//! The whole catalogue: each fault strikes once, does what its name says to the ledger, and
//! leaves the proxy working.

use std::collections::HashSet;

use super::*;

const ELSEWHERE: &str = "http://127.0.0.1:9/";

#[test]
fn no_two_faults_have_the_same_name() {
    let all = catalogue(ELSEWHERE);
    let names: HashSet<_> = all.iter().map(|one| &one.name).collect();
    assert_eq!(names.len(), all.len());
    assert!(all.len() > 150, "{}", all.len());
}

/// How many machines a create leaves that ran into this fault over a fresh connection, where
/// held requests and answers are never let go.
fn machines_left(name: &str, fault: &WireFault) -> usize {
    use WireFault as F;
    match fault {
        F::Refuse | F::CloseOnAccept | F::ResetOnAccept | F::ResetUnprocessed => 0,
        F::StallUnprocessed | F::ForwardLate => 0,
        F::CloseInRequest(after) => usize::from(*after == usize::MAX),
        F::Answer(_) => usize::from(name.ends_with(", acted")),
        _ => 1,
    }
}

#[tokio::test]
async fn each_fault_leaves_as_many_machines_as_it_should_and_the_proxy_working() {
    for named in catalogue(ELSEWHERE) {
        let rig = Rig::scripted(|proxy| {
            proxy.on(1, named.fault.clone()).on_stall(|stall| match stall.lasts {
                Some(_) => Pace::Continue,
                None => Pace::Hold,
            })
        })
        .await;
        let met = meet(&rig).await;
        assert_eq!(met, !matches!(named.fault, WireFault::Refuse), "{}", named.name);
        let expected = machines_left(&named.name, &named.fault);
        assert_eq!(rig.created(), expected, "{}", named.name);
        rig.proxy.stop_refusing().unwrap();
        assert!(rig.works("b").await, "{}", named.name);
        assert_eq!(rig.created(), expected + 1, "{}", named.name);
    }
}

/// Sends a create and waits until it is answered, cut off or held; `false` if it was refused.
async fn meet(rig: &Rig) -> bool {
    let Ok(mut stream) = TcpStream::connect(rig.proxy.address()).await else {
        return false;
    };
    // A connection that was closed at once may not take the request.
    drop(stream.write_all(&rig.create("a")).await);
    let mut some = vec![0; 64 * 1024];
    tokio::select! {
        read = stream.read(&mut some) => drop(read),
        () = rig.proxy.stalled(1) => (),
    }
    true
}

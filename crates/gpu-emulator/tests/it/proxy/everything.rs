//! What each fault does to a create over a connection of its own: to the caller, to the server, and that
//! the proxy works on. First the faults one by one, then the whole catalogue.

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

#[tokio::test]
async fn a_fault_gives_the_caller_and_the_server_what_its_name_says() {
    use WireFault as F;
    let create = Rig::scripted(|proxy| proxy).await.create("a");
    let (whole, body) = (create.len(), create.windows(4).position(|four| four == b"\r\n\r\n"));
    let body = body.expect("a head") + 4;
    let own = r#""metaKey":"a""#;
    // What comes back, whether by a reset; how many requests the server saw and worked on; how many
    // the proxy forwarded whole and in part, and how many of its answers it gave back whole.
    let table = [
        (F::CloseOnAccept, "", false, (0, 0), (0, 0, 0)),
        (F::ResetOnAccept, "", true, (0, 0), (0, 0, 0)),
        (F::CloseInRequest(0), "", false, (0, 0), (0, 0, 0)),
        (F::CloseInRequest(1), "", false, (0, 0), (0, 1, 0)),
        (F::CloseInRequest(40), "", false, (0, 0), (0, 1, 0)),
        (F::CloseInRequest(body - 1), "", false, (0, 0), (0, 1, 0)),
        (F::CloseInRequest(body), "", false, (1, 0), (0, 1, 0)),
        (F::CloseInRequest(whole - 1), "", false, (1, 0), (0, 1, 0)),
        (F::CloseInRequest(whole), "", false, (1, 1), (1, 0, 0)),
        (F::CloseInRequest(usize::MAX), "", false, (1, 1), (1, 0, 0)),
        (F::ResetUnprocessed, "", true, (0, 0), (0, 0, 0)),
        (F::ResetBeforeAnswer, "", true, (1, 1), (1, 0, 0)),
        (F::CloseBeforeAnswer, "", false, (1, 1), (1, 0, 0)),
        (F::CutHead(12), "HTTP/1.1 200", false, (1, 1), (1, 0, 0)),
        (F::CutHead(usize::MAX), "HTTP/1.1 200 OK\r\n", false, (1, 1), (1, 0, 0)),
        (F::Garbage, "SSH-2.0-OpenSSH_9.2\r\n", false, (1, 1), (1, 0, 0)),
        (F::CloseAfterAnswer, own, false, (1, 1), (1, 0, 1)),
    ];
    for (fault, answer, resets, arrived, counted) in table {
        let rig = Rig::first(fault.clone()).await;
        let (given, end) = rig.outcome("a").await;
        assert!(given.contains(answer) && given.is_empty() == answer.is_empty(), "{given}");
        let whole = given.contains("\r\n\r\n") && !given.contains("connection: close");
        assert_eq!(whole, answer == own, "{fault:?}: {given}");
        assert_eq!((is_reset(&end), rig.arrived()), (resets, arrived), "{fault:?}");
        assert_eq!(rig.created() as u64, arrived.1);
        let counts = rig.proxy.counts();
        let sent = (counts.forwarded_whole, counts.forwarded_partly, counts.answered);
        assert_eq!((sent, counts.connections, counts.requests), (counted, 1, 1), "{fault:?}");
        assert!(rig.works("b").await, "{fault:?}");
    }
    for fault in [F::CloseReused, F::ResetReused, F::TimeoutReused] {
        assert!(Rig::first(fault).await.works("a").await, "a fresh connection is never stale");
    }
}

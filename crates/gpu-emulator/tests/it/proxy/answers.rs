//! Faults in the answer of a server that acted.

use super::*;

#[tokio::test]
async fn a_body_can_be_cut_in_every_framing() {
    let rig = Rig::scripted(|proxy| proxy).await;
    let own = exchange(rig.proxy.address(), &rig.create("a")).await.body;
    let table = [
        (Framing::Length, format!("content-length: {}\r\n\r\n", own.len())),
        (Framing::Chunked, format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n", own.len())),
        (Framing::UntilClose, "connection: close\r\n\r\n".to_owned()),
    ];
    for (framing, announced) in table {
        for (after, kept) in [(0, 0), (20, 20), (own.len(), own.len() - 1)] {
            let rig = Rig::first(WireFault::CutBody { framing, after }).await;
            let (answer, end) = rig.outcome("a").await;
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"));
            assert!(answer.ends_with(&format!("{announced}{}", &own[..kept])), "{answer}");
            assert_eq!(
                answer.to_lowercase().matches("content-length").count(),
                usize::from(framing == Framing::Length)
            );
            assert!(end.is_ok());
            assert_eq!((rig.created(), rig.proxy.counts().answered), (1, 0));
        }
    }
}

#[tokio::test]
async fn a_body_can_have_no_end() {
    let table = [
        (Framing::Length, "content-length: 10000000000\r\n\r\n   "),
        (Framing::Chunked, "transfer-encoding: chunked\r\n\r\n4000\r\n   "),
        (Framing::UntilClose, "connection: close\r\n\r\n   "),
    ];
    for (framing, announced) in table {
        let rig = Rig::first(WireFault::EndlessBody(framing)).await;
        let mut stream = rig.creating("a").await;
        let begin = exactly(&mut stream, 500).await;
        assert!(begin.contains(announced), "{begin}");
        let mut read = vec![0; 1024 * 1024];
        for _ in 0..20 {
            stream.read_exact(&mut read).await.expect("there is always more");
        }
        assert_eq!((rig.created(), rig.proxy.counts().open), (1, 1));
        drop(stream);
        rig.all_closed().await;
    }
}

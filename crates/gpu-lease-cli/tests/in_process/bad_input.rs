//! Wrong input: one line that says what to do, the right code, nothing lost.

use std::fs;
use std::time::Duration;

use super::{ORDER, Rig};

#[tokio::test]
async fn wrong_words_are_two_and_one_line() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    for line in [
        "rent",
        "",
        "up aws",
        "up glows --gpu x",
        "emulator aws",
        "ls --profile nobody",
        "ls --all --profile nobody",
        "ls --all --profile ../x",
        "down",
        "sweep --prefix ''",
        "sweep --prefix 'Not a prefix'",
        "completions cmd.exe",
        &format!("{ORDER} --for soon"),
        &format!("{ORDER} --for 0s"),
        &format!("{ORDER} --max-cost 5€"),
        &format!("{ORDER} --max-rate 2CNY"),
        &format!("{ORDER} --detach --yes"),
        &format!("{ORDER} --token x"),
        ORDER,
    ] {
        let ran = rig.run(line).await;
        if line.starts_with("ls --profile") {
            // The journal alone needs no credentials.
            assert_eq!(ran.code, 0, "{line}");
            continue;
        }
        assert_eq!(ran.code, 2, "{line}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{line}: {}", ran.err);
        assert_eq!(ran.out, "", "{line}");
    }
    assert_eq!(glows.ledger().created, 0);
}

#[cfg(unix)]
#[tokio::test]
async fn a_profile_that_others_can_read_is_refused_and_one_with_0600_is_used() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let token = rig.variables.remove("GLOWS_SDK_TOKEN").unwrap();
    let url = rig.variables.remove("GLOWS_BASE_URL").unwrap();
    let folder = rig.folder.path().join("config");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("work.env");
    fs::write(&file, format!("GLOWS_SDK_TOKEN={token}\nGLOWS_BASE_URL={url}\n")).unwrap();
    for (mode, code) in [(0o644, 4), (0o640, 4), (0o602, 4), (0o600, 0), (0o400, 0)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        for line in ["ls --all", "ls --all --profile work"] {
            let ran = rig.run(line).await;
            assert_eq!(ran.code, code, "{mode:o} {line}: {}", ran.err);
            assert!(!ran.err.contains(&token));
            assert!(code == 0 || ran.err.contains("chmod 600"), "{}", ran.err);
        }
    }
    drop(glows);
}

#[tokio::test]
async fn an_answer_that_is_no_json_and_a_rejected_token_have_their_codes() {
    use gpu_emulator::Fault;
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    glows.fail_next(usize::MAX, Fault::status(200).html("<html>welcome</html>"));
    let ran = rig.run("ls --all").await;
    assert_eq!((ran.code, ran.err.contains("not whole")), (0, true), "{}", ran.err);
    assert_eq!(rig.run("doctor").await.code, 5);
    rig.set("GLOWS_SDK_TOKEN", "another-token");
    let mut other = Rig::new();
    let _other = other.glows().await;
    other.set("GLOWS_SDK_TOKEN", "another-token");
    for line in ["ls --all", "doctor", "sweep --prefix anna"] {
        let ran = other.run(line).await;
        assert_eq!(ran.code, 4, "{line}: {}", ran.err);
        assert!(!(ran.out + &ran.err).contains("another-token"));
    }
    other.set("GLOWS_BASE_URL", "http://127.0.0.1:1/sdk/v1");
    assert_eq!(other.run("doctor").await.code, 5);
}

#[tokio::test]
async fn a_journal_that_cannot_be_written_refuses_before_anything_is_ordered() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let file = rig.folder.path().join("a-file");
    fs::write(&file, "").unwrap();
    let folder = file.join("below").display().to_string();
    let ran = rig.up(&format!("--yes --journal {folder}")).await;
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    // A journal that goes away under a watch ends it.
    let gone = async {
        for _ in 0..100_000 {
            tokio::task::yield_now().await;
            drop(fs::remove_dir_all(rig.journal().join("open")));
            rig.time.advance(Duration::from_secs(60));
        }
    };
    let ran = tokio::select! {
        ran = rig.run("watch") => ran,
        () = gone => panic!("it watches on"),
    };
    assert_eq!(ran.code, 1, "{}", ran.err);
    rig.variables.clear();
    let ran = rig.run("ls").await;
    assert!(ran.code == 2 && ran.err.contains("GPU_LEASE_DIR"), "{}", ran.err);
    assert_eq!(glows.ledger().created, 0);
}

/// A stream that nobody reads, or that has no room.
struct Broken(std::io::ErrorKind);

impl std::io::Write for Broken {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_closed_pipe_is_no_failure_and_a_full_disk_is_one() {
    use std::io::ErrorKind;
    let rig = Rig::new();
    for (kind, code) in [(ErrorKind::BrokenPipe, 0), (ErrorKind::StorageFull, 1)] {
        let input = std::io::Cursor::new("");
        let world = crate::World::new(Broken(kind), Broken(kind), input, rig.variables.clone());
        let words = ["gpu-lease", "ls"].map(Into::into);
        assert_eq!(Box::pin(crate::run(words.to_vec(), world)).await, code, "{kind}");
    }
}

#[tokio::test]
async fn whoever_cannot_look_does_not_say_that_nothing_costs() {
    let mut rig = Rig::new();
    let glows = rig.glows().await;
    let key = rig.detached().await;
    // A journal is kept and the vendor is gone.
    rig.set("GLOWS_BASE_URL", "http://127.0.0.1:1/sdk/v1");
    for line in
        [&format!("down {key}"), "down --all --yes", &format!("down {key} --profile nobody")]
    {
        let ran = rig.run(line).await;
        assert_eq!(ran.code, 10, "{line}: {}", ran.err);
        assert!(ran.err.contains(&format!("MAY STILL COST MONEY: {key}")), "{}", ran.err);
    }
    // It is detached, and its time is not over.
    rig.set("GLOWS_BASE_URL", glows.base_url());
    assert_eq!(rig.run("sweep").await.code, 0);
    assert_eq!(glows.ledger().billing, 1);
    rig.time.advance(Duration::from_secs(3600));
    assert_eq!(rig.run("sweep").await.code, 0);
    assert_eq!(glows.ledger().billing, 0);
}

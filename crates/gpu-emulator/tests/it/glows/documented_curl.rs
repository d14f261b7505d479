//! The curl commands of Glows.ai's page work, with only host and token replaced.

use std::process::Command;

use super::*;

/// One documented command: its arguments in order, host and token left open, and what comes back.
struct Documented {
    method: &'static str,
    path: &'static str,
    data: Option<&'static str>,
}

const COMMANDS: [Documented; 5] = [
    Documented {
        method: "POST",
        path: "/sdk/v1/instance",
        data: Some(
            r#"{ "from_snap_id": "6ypgvgpw", "custom_meta_key": "cpu_test.009", "cpu_name": "Intel(R) Xeon(R) Platinum 8468", "instance_category": "container", "region_name": "TW-04", "public_ip_id": "net-abcdefg" }"#,
        ),
    },
    Documented { method: "GET", path: "/sdk/v1/instance?meta_key=cpu_test.009", data: None },
    Documented { method: "GET", path: "/sdk/v1/instance/stats", data: None },
    Documented {
        method: "GET",
        path: "/sdk/v1/instance/list?page=1&per_page=10&statuses=Running",
        data: None,
    },
    Documented { method: "DELETE", path: "/sdk/v1/instance?meta_key=cpu_test.009", data: None },
];

impl Documented {
    /// What curl 7.88 puts on the wire for the command.
    fn bytes(&self, glows: &Glows) -> Vec<u8> {
        let mut text = format!(
            "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\
             Authorization: Bearer {}\r\n",
            self.method,
            self.path,
            glows.address(),
            glows.token()
        );
        if let Some(data) = self.data {
            let length = data.len();
            text += &format!("Content-Type: application/json\r\nContent-Length: {length}\r\n");
        }
        (text + "\r\n" + self.data.unwrap_or_default()).into_bytes()
    }

    fn run_curl(&self, glows: &Glows) -> std::io::Result<Value> {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--noproxy", "*"]);
        curl.args(["--http1.1", "--request", self.method, "--url"]);
        curl.arg(format!("http://{}{}", glows.address(), self.path));
        curl.args(["--header", &format!("Authorization: Bearer {}", glows.token())]);
        if let Some(data) = self.data {
            curl.args(["--header", "Content-Type: application/json", "--data", data]);
        }
        let output = curl.output()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(serde_json::from_slice(&output.stdout).expect("JSON"))
    }
}

fn assert_expected(answers: &[Value]) {
    let [created, queried, stats, listed, released] = answers else { panic!("five answers") };
    assert_eq!(created["instance"]["status"], "SchedQueued");
    assert_eq!(created["instance"]["metaKey"], "cpu_test.009");
    assert_eq!(queried["instance"]["instanceID"], created["instance"]["instanceID"]);
    assert_eq!(queried["instance"]["status"], "Running");
    assert_eq!(*stats, json!({"code": 0, "msg": "", "stats": {"Running": 1}}));
    assert_eq!(listed["pagination"], json!({"total": 1, "numPages": 1, "page": 1, "perPage": 10}));
    assert_eq!(listed["instances"], json!([queried["instance"]]));
    assert_eq!(*released, json!({"code": 0, "msg": ""}));
}

#[tokio::test]
async fn their_bytes_are_answered_as_documented() {
    let glows = start(|_| ()).await;
    let mut answers = Vec::new();
    for command in &COMMANDS {
        answers.push(exchange(glows.address(), &command.bytes(&glows)).await.json());
        glows.clock().advance(seconds(3));
    }
    assert_expected(&answers);
    assert_eq!(glows.ledger().to_string(), "created 1, billing 0");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_curl_is_answered_as_documented() {
    let glows = start(|_| ()).await;
    let mut answers = Vec::new();
    for command in &COMMANDS {
        match command.run_curl(&glows) {
            // Without curl on the path the raw bytes above have to do.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            answer => answers.push(answer.expect("curl runs")),
        }
        glows.clock().advance(seconds(3));
    }
    assert_expected(&answers);
}

//! How old a pooled connection may be before a request on it can be lost: against servers that close
//! an idle connection after a time of their own, and against one that closes without saying so.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::call::Failure;

/// How many connections are tried at once: they sleep nearly all of the time.
const AT_ONCE: usize = 32;

/// Borders of the age of a connection, in parts of the server's limit.
const AGES: [f64; 5] = [0.0, 0.5, 0.9, 1.0, 1.5];

/// A table: of so many tries at each age, how many requests found a connection that was closed.
pub fn table(tries: usize) -> Result<String, Failure> {
    let mut text = String::from("limit, then requests lost at each age");
    for limit in [0, 1, 5, 20, 100].map(Duration::from_millis) {
        let at = serve(limit)?;
        // Ages against a server without a limit are those of one of 5 ms.
        let whole = if limit.is_zero() { Duration::from_millis(5) } else { limit };
        text.push_str(&format!("\n| {limit:?} |"));
        for (from, to) in AGES.iter().zip(AGES.iter().skip(1)) {
            let lost = tried(at, whole.mul_f64(*from), whole.mul_f64(*to), tries);
            text.push_str(&format!(" {lost} |"));
        }
    }
    Ok(text)
}

/// A server that answers each request and closes a connection that was idle for `limit`.
fn serve(limit: Duration) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let at = listener.local_addr()?;
    let answer = move |mut stream: TcpStream| {
        let mut request = [0; 256];
        while stream.read(&mut request).is_ok_and(|read| read > 0) {
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
            if stream.write_all(answer).is_err() || limit.is_zero() {
                return;
            }
            drop(stream.set_read_timeout(Some(limit)));
        }
    };
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    Ok(at)
}

/// How many of `tries` second requests were lost, on connections idle for `from` to `to`.
fn tried(at: SocketAddr, from: Duration, to: Duration, tries: usize) -> usize {
    let spread = (to - from).div_f64(tries.max(1) as f64);
    let tried = |number: usize| -> Option<bool> {
        let age = from + spread * u32::try_from(number).ok()?;
        let mut stream = TcpStream::connect(at).ok()?;
        stream.set_nodelay(true).ok()?;
        let answered = asked(&mut stream).then(Instant::now)?;
        std::thread::sleep(age.saturating_sub(answered.elapsed()));
        // A sleep can last longer than it was to: such a try says nothing about this age.
        (answered.elapsed() <= to.max(age + spread)).then(|| !asked(&mut stream))
    };
    let lost = |first: usize| {
        let mine = (first..tries).step_by(AT_ONCE);
        mine.filter(|&number| (0..50).find_map(|_| tried(number)) == Some(true)).count()
    };
    std::thread::scope(|scope| {
        let tasks: Vec<_> = (0..AT_ONCE).map(|first| scope.spawn(move || lost(first))).collect();
        tasks.into_iter().map(|task| task.join().unwrap_or_default()).sum()
    })
}

fn asked(stream: &mut TcpStream) -> bool {
    let mut answer = [0; 256];
    stream.write_all(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n").is_ok()
        && stream.read(&mut answer).is_ok_and(|read| read > 0)
}

//! One request, with or without its fault.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::connection::{Connection, Then};
use super::fault::{Framing, WireFault};
use super::message::{Kind, Message};
use super::stall::Stall;

/// What a server that just closes an idle connection may have sent before.
const TIMEOUT: &[u8] =
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Leave to send the body.
const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// What another kind of server says.
const GARBAGE: &[u8] = b"SSH-2.0-OpenSSH_9.2\r\n";

/// What an endless body announces where it has to announce a length: 10 GB.
const ENDLESS: u64 = 10_000_000_000;

/// A piece of an endless body: white space, at which no JSON parser takes offence.
const SPACES: [u8; 16 * 1024] = [b' '; 16 * 1024];

impl Connection {
    /// Serves a request that has begun to arrive.
    pub(super) async fn run(&mut self, fault: Option<WireFault>) -> io::Result<Then> {
        use WireFault as F;
        match fault {
            None => self.pass().await,
            Some(F::Refuse | F::CloseOnAccept) => Ok(Then::Close),
            Some(F::ResetOnAccept) => Ok(Then::Reset),
            Some(F::CloseReused | F::ResetReused | F::TimeoutReused) if !self.reused => {
                self.pass().await
            }
            Some(F::CloseReused) => Ok(Then::Close),
            Some(F::ResetReused) => Ok(Then::Reset),
            Some(F::TimeoutReused) => self.say(TIMEOUT, Then::Close).await,
            Some(F::CloseInRequest(after)) => self.cut_request(after).await,
            Some(F::ResetUnprocessed) => self.take_request().await.map(|_| Then::Reset),
            Some(F::StallUnprocessed) => self.hold_request(true).await,
            Some(F::ForwardLate) => self.hold_request(false).await,
            Some(F::Answer(fault)) => {
                let request = self.take_request().await?;
                if fault.is_after_processing() {
                    self.forward(&request).await?;
                }
                let answer = Message::canned(&fault);
                let closes = request.closes() || answer.closes();
                self.say(&answer.bytes, if closes { Then::Close } else { Then::KeepOpen }).await
            }
            Some(once_acted) => {
                let answer = self.ask().await?;
                self.spoil(&answer, once_acted).await
            }
        }
    }

    async fn pass(&mut self) -> io::Result<Then> {
        let answer = self.ask().await?;
        self.finish(&answer, &answer.bytes).await
    }

    /// Takes the request in, hands it to the server whole and awaits the answer.
    async fn ask(&mut self) -> io::Result<Message> {
        let request = self.take_request().await?;
        self.forward(&request).await
    }

    async fn take_request(&mut self) -> io::Result<Message> {
        loop {
            if let Some(request) = Message::take(&mut self.read, Kind::Request) {
                return Ok(request);
            }
            if self.read_on().await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Takes more bytes of the request in. A caller that waits for leave to send the body has it: the
    /// server is asked only when all is there.
    async fn read_on(&mut self) -> io::Result<usize> {
        let waited = Message::waits_for_leave(&self.read);
        let count = self.client.read_buf(&mut self.read).await?;
        if !waited && Message::waits_for_leave(&self.read) {
            self.client.write_all(CONTINUE).await?;
        }
        Ok(count)
    }

    async fn forward(&mut self, request: &Message) -> io::Result<Message> {
        self.upstream.send(&request.bytes).await?;
        self.state.count(|counts| counts.forwarded_whole += 1);
        self.upstream.answer(request.answer_kind()).await
    }

    /// Sends the last bytes of the server's own answer. It is counted first, so that a caller who
    /// has it all finds it counted.
    async fn finish(&mut self, answer: &Message, last: &[u8]) -> io::Result<Then> {
        self.state.count(|counts| counts.answered += 1);
        self.say(last, if answer.closes() { Then::Close } else { Then::KeepOpen }).await
    }

    async fn say(&mut self, bytes: &[u8], then: Then) -> io::Result<Then> {
        self.client.write_all(bytes).await?;
        Ok(then)
    }

    /// Announces a stall and waits it out. That the caller hangs up is an error if that is `watched`.
    async fn wait(&self, lasts: Option<Duration>, watched: bool) -> io::Result<()> {
        let stall = Stall { request: self.number, lasts };
        self.state.wait(stall, watched.then_some(&self.client)).await
    }

    async fn hold_request(&mut self, watched: bool) -> io::Result<Then> {
        let request = self.take_request().await?;
        self.wait(None, watched).await?;
        let answer = self.forward(&request).await?;
        self.finish(&answer, &answer.bytes).await
    }

    async fn cut_request(&mut self, after: usize) -> io::Result<Then> {
        while self.read.len() < after && Message::request_end(&self.read).is_none() {
            if self.read_on().await? == 0 {
                break;
            }
        }
        if Message::request_end(&self.read).is_some_and(|end| end <= after) {
            self.ask().await?;
        } else if after > 0 {
            self.read.truncate(after);
            self.upstream.send(&self.read).await?;
            self.state.count(|counts| counts.forwarded_partly += 1);
            self.upstream.break_off().await?;
        }
        Ok(Then::Close)
    }

    /// Gives the server's answer back as the fault will have it.
    async fn spoil(&mut self, answer: &Message, fault: WireFault) -> io::Result<Then> {
        use WireFault as F;
        match fault {
            F::CloseBeforeAnswer => Ok(Then::Close),
            F::ResetBeforeAnswer => Ok(Then::Reset),
            F::StallBeforeAnswer => self.hold_answer(answer, 0, None).await,
            F::StallInBody => self.hold_answer(answer, answer.head, None).await,
            F::Delay(lasts) => self.hold_answer(answer, 0, Some(lasts)).await,
            F::CutHead(after) => {
                let after = after.min(answer.head / 2);
                self.say(answer.bytes.get(..after).unwrap_or_default(), Then::Close).await
            }
            F::CutBody { framing, after } => {
                self.say(&answer.cut(framing, after), Then::Close).await
            }
            F::Drip { piece, pause } => self.drip(answer, piece.max(1), pause).await,
            F::EndlessBody(framing) => self.pour(answer, framing).await,
            F::Garbage => self.say(GARBAGE, Then::Close).await,
            // All others strike before the server acts and do not come here.
            _ => self.finish(answer, &answer.bytes).await.map(|_| Then::Close),
        }
    }

    /// Gives the first bytes, stalls, and gives the rest if the caller is still there.
    async fn hold_answer(
        &mut self,
        answer: &Message,
        first: usize,
        lasts: Option<Duration>,
    ) -> io::Result<Then> {
        let (first, rest) = answer.bytes.split_at_checked(first).unwrap_or((&answer.bytes, &[]));
        self.client.write_all(first).await?;
        self.wait(lasts, true).await?;
        self.finish(answer, rest).await
    }

    async fn drip(&mut self, answer: &Message, piece: usize, pause: Duration) -> io::Result<Then> {
        let mut pieces = answer.bytes.chunks(piece).peekable();
        while let Some(piece) = pieces.next() {
            self.wait(Some(pause), true).await?;
            if pieces.peek().is_none() {
                return self.finish(answer, piece).await;
            }
            self.client.write_all(piece).await?;
        }
        Ok(Then::Close)
    }

    /// Ends with an error when the caller hangs up.
    async fn pour(&mut self, answer: &Message, framing: Framing) -> io::Result<Then> {
        self.client.write_all(&answer.head_for(framing, ENDLESS)).await?;
        let piece = match framing {
            Framing::Chunked => {
                let mark = format!("{:x}\r\n", SPACES.len());
                [mark.as_bytes(), &SPACES, b"\r\n"].concat()
            }
            Framing::Length | Framing::UntilClose => SPACES.to_vec(),
        };
        loop {
            self.client.write_all(&piece).await?;
        }
    }
}

//! One request, with or without its fault.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::answer;
use super::fault::{Framing, WireFault};
use super::message::{Kind, Message};
use super::stall::{Ended, Stall};
use super::state::State;
use super::upstream::Upstream;
use crate::shared::Fault;

/// What an endless body announces where it has to announce a length: 10 GB.
const ENDLESS: u64 = 10_000_000_000;

/// A piece of an endless body: white space, at which no JSON parser takes offence.
const SPACES: [u8; 16 * 1024] = [b' '; 16 * 1024];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// It stays open for the next request.
    KeepOpen,
    Close,
    /// Closed with a reset.
    Reset,
}

/// A request that has begun to arrive.
pub(super) struct Exchange<'a> {
    pub(super) state: &'a State,
    pub(super) client: &'a mut TcpStream,
    pub(super) upstream: &'a mut Upstream,
    /// Bytes of the caller that have been read but not used.
    pub(super) read: &'a mut Vec<u8>,
    pub(super) number: u64,
    /// Whether its connection has served a request before.
    pub(super) reused: bool,
}

impl Exchange<'_> {
    pub(super) async fn run(mut self, fault: Option<WireFault>) -> io::Result<Then> {
        use WireFault as F;
        let Some(fault) = fault else {
            return self.pass().await;
        };
        match fault {
            F::Refuse | F::CloseOnAccept => Ok(Then::Close),
            F::ResetOnAccept => Ok(Then::Reset),
            F::CloseReused if self.reused => Ok(Then::Close),
            F::ResetReused if self.reused => Ok(Then::Reset),
            F::TimeoutReused if self.reused => self.say(answer::TIMEOUT, Then::Close).await,
            F::CloseReused | F::ResetReused | F::TimeoutReused => self.pass().await,
            F::CloseInRequest(after) => self.cut_request(after).await,
            F::ResetUnprocessed => self.take_request().await.map(|_| Then::Reset),
            F::StallUnprocessed => self.hold_request(true).await,
            F::ForwardLate => self.hold_request(false).await,
            F::Answer(fault) => self.answer_with(&fault).await,
            once_acted => {
                let answer = self.ask().await?;
                self.spoil(&answer, once_acted).await
            }
        }
    }

    async fn pass(&mut self) -> io::Result<Then> {
        let answer = self.ask().await?;
        self.give_back(&answer).await
    }

    /// Takes the request in, hands it to the server whole and awaits the answer.
    async fn ask(&mut self) -> io::Result<Message> {
        let request = self.take_request().await?;
        self.forward(&request).await
    }

    async fn take_request(&mut self) -> io::Result<Message> {
        while Message::request_end(self.read).is_none() {
            if self.read_on().await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Message::read(self.client, self.read, Kind::Request).await
    }

    /// Takes more bytes of the request in. A caller that waits for leave to send the body has it: the
    /// server is asked only when all is there.
    async fn read_on(&mut self) -> io::Result<usize> {
        let waited = Message::waits_for_leave(self.read);
        let count = self.client.read_buf(self.read).await?;
        if !waited && Message::waits_for_leave(self.read) {
            self.client.write_all(answer::CONTINUE).await?;
        }
        Ok(count)
    }

    async fn forward(&mut self, request: &Message) -> io::Result<Message> {
        self.upstream.send(&request.bytes).await?;
        self.state.count(|counts| counts.forwarded_whole += 1);
        self.upstream.answer(request.answer_kind()).await
    }

    async fn give_back(&mut self, answer: &Message) -> io::Result<Then> {
        self.finish(answer, &answer.bytes).await
    }

    /// Sends the last bytes of the server's own answer. It is counted first, so that a caller who
    /// has it all finds it counted.
    async fn finish(&mut self, answer: &Message, last: &[u8]) -> io::Result<Then> {
        self.state.count(|counts| counts.answered += 1);
        self.client.write_all(last).await?;
        Ok(if answer.closes() { Then::Close } else { Then::KeepOpen })
    }

    async fn say(&mut self, bytes: &[u8], then: Then) -> io::Result<Then> {
        self.client.write_all(bytes).await?;
        Ok(then)
    }

    /// Announces a stall and waits it out, or until the caller hangs up if that is `watched`.
    async fn wait(&self, lasts: Option<Duration>, watched: bool) -> Ended {
        let stall = Stall { request: self.number, lasts };
        self.state.stalls.wait(stall, watched.then_some(&*self.client)).await
    }

    async fn hold_request(&mut self, watched: bool) -> io::Result<Then> {
        let request = self.take_request().await?;
        match self.wait(None, watched).await {
            Ended::HungUp => Ok(Then::Close),
            Ended::Over => {
                let answer = self.forward(&request).await?;
                self.give_back(&answer).await
            }
        }
    }

    async fn answer_with(&mut self, fault: &Fault) -> io::Result<Then> {
        let request = self.take_request().await?;
        if fault.is_after_processing() {
            self.forward(&request).await?;
        }
        let answer = answer::canned(fault);
        let closes = request.closes() || answer.closes();
        self.say(&answer.bytes, if closes { Then::Close } else { Then::KeepOpen }).await
    }

    async fn cut_request(&mut self, after: usize) -> io::Result<Then> {
        while self.read.len() < after && Message::request_end(self.read).is_none() {
            if self.read_on().await? == 0 {
                break;
            }
        }
        if Message::request_end(self.read).is_some_and(|end| end <= after) {
            self.ask().await?;
        } else if after > 0 {
            self.read.truncate(after);
            self.upstream.send(self.read).await?;
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
                self.say(&answer::cut(answer, framing, after), Then::Close).await
            }
            F::Drip { piece, pause } => self.drip(answer, piece.max(1), pause).await,
            F::EndlessBody(framing) => self.pour(answer, framing).await,
            F::Garbage => self.say(answer::GARBAGE, Then::Close).await,
            F::CloseAfterAnswer => self.give_back(answer).await.map(|_| Then::Close),
            // All others strike before the server acts and do not come here.
            _ => self.give_back(answer).await,
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
        if self.wait(lasts, true).await == Ended::HungUp {
            return Ok(Then::Close);
        }
        self.finish(answer, rest).await
    }

    async fn drip(&mut self, answer: &Message, piece: usize, pause: Duration) -> io::Result<Then> {
        let mut pieces = answer.bytes.chunks(piece).peekable();
        while let Some(piece) = pieces.next() {
            if self.wait(Some(pause), true).await == Ended::HungUp {
                return Ok(Then::Close);
            }
            if pieces.peek().is_none() {
                return self.finish(answer, piece).await;
            }
            self.client.write_all(piece).await?;
        }
        Ok(Then::Close)
    }

    /// Ends with an error when the caller hangs up.
    async fn pour(&mut self, answer: &Message, framing: Framing) -> io::Result<Then> {
        self.client.write_all(&answer::head(answer, framing, ENDLESS)).await?;
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

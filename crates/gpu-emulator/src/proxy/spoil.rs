//! What can still go wrong once the server has acted.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;

use super::answer;
use super::exchange::{Exchange, Then};
use super::fault::{Framing, WireFault};
use super::message::Message;
use super::stall::Ended;

/// What an endless body announces where it has to announce a length: 10 GB.
const ENDLESS: u64 = 10_000_000_000;

/// A piece of an endless body: white space, at which no JSON parser takes offence.
const SPACES: [u8; 16 * 1024] = [b' '; 16 * 1024];

impl Exchange<'_> {
    /// Gives the server's answer back as the fault will have it.
    pub(super) async fn spoil(&mut self, answer: &Message, fault: WireFault) -> io::Result<Then> {
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

//! Messages in and out.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Instant;

use lsp_server::{Message, Notification, Request, Response};
use serde::Serialize;

use crate::cli::failure::Failure;
use crate::cli::output::writer::no_stdout;

/// So many messages in a row that are none mean that no client is there.
const MOST_BAD: usize = 10;

/// What comes next.
pub enum Next {
    /// A message.
    Message(Message),
    /// Something that is no message.
    Bad(io::Error),
    /// Nothing until then.
    Nothing,
    /// The client is gone.
    Gone,
}

/// The way to the client.
pub struct Link {
    heard: Receiver<io::Result<Option<Message>>>,
    /// What came while something was checked.
    waiting: RefCell<VecDeque<io::Result<Option<Message>>>>,
    bad: usize,
    asked: i32,
}

impl Link {
    /// The way over standard input and output. What comes in is read by a thread of its own, so that a check can be given up for it. (The
    /// library's own threads end at the first message that cannot be read.)
    pub fn stdio() -> Self {
        let (say, heard) = channel();
        thread::spawn(move || {
            let mut stdin = io::stdin().lock();
            loop {
                let read = Message::read(&mut stdin);
                let last = match &read {
                    Ok(message) => message.is_none(),
                    Err(e) => e.kind() != io::ErrorKind::InvalidData,
                };
                if say.send(read).is_err() || last {
                    return;
                }
            }
        });
        Link { heard, waiting: RefCell::default(), bad: 0, asked: 0 }
    }

    /// Waits for what comes next, not longer than until then.
    ///
    /// # Errors
    /// Where what comes is no protocol at all.
    pub fn next(&mut self, until: Option<Instant>) -> Result<Next, Failure> {
        let waiting = self.waiting.get_mut().pop_front();
        let read = match (waiting, until) {
            (Some(read), _) => read,
            (None, None) => match self.heard.recv() {
                Ok(read) => read,
                Err(_) => return Ok(Next::Gone),
            },
            (None, Some(until)) => match self.heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(read) => read,
                Err(RecvTimeoutError::Timeout) => return Ok(Next::Nothing),
                Err(RecvTimeoutError::Disconnected) => return Ok(Next::Gone),
            },
        };
        match read {
            Ok(Some(message)) => {
                self.bad = 0;
                Ok(Next::Message(message))
            }
            Err(e) if e.kind() == io::ErrorKind::InvalidData => {
                self.bad += 1;
                if self.bad < MOST_BAD {
                    return Ok(Next::Bad(e));
                }
                Err(Failure::new("standard input holds no messages of the Language Server Protocol")
                    .advise("let an editor start `truecopy lsp`"))
            }
            Ok(None) | Err(_) => Ok(Next::Gone),
        }
    }

    /// Whether something has come that makes a check of the text at `uri` vain: another change of it, or the end.
    pub fn overtakes(&self, uri: &str) -> bool {
        let mut waiting = self.waiting.borrow_mut();
        waiting.extend(self.heard.try_iter());
        waiting.iter().any(|read| match read {
            Ok(Some(Message::Notification(n))) => {
                n.method == "exit"
                    || ["textDocument/didChange", "textDocument/didClose"].contains(&n.method.as_str())
                        && n.params["textDocument"]["uri"] == uri
            }
            Ok(Some(_)) => false,
            Ok(None) => true,
            Err(e) => e.kind() != io::ErrorKind::InvalidData,
        })
    }

    /// Sends an answer.
    pub fn answer(&self, response: Response) -> Result<(), Failure> {
        send(&response.into())
    }

    /// Tells the client something.
    pub fn tell(&self, method: &str, params: impl Serialize) -> Result<(), Failure> {
        send(&Notification::new(method.to_owned(), params).into())
    }

    /// Asks the client for something; gives the number by which the answer is known.
    pub fn ask(&mut self, method: &str, params: impl Serialize) -> Result<i32, Failure> {
        self.asked += 1;
        send(&Request::new(self.asked.into(), method.to_owned(), params).into())?;
        Ok(self.asked)
    }
}

fn send(message: &Message) -> Result<(), Failure> {
    message.write(&mut io::stdout().lock()).map_err(no_stdout)
}

//! The checker as an editor sees it: a server of the Language Server Protocol on standard input and output.
//!
//! | file | holds |
//! |---|---|
//! | `link` | messages in and out |
//! | `place` | where words are as an editor counts, and which file a URI names |
//! | `texts` | the texts that are open, and which wire belongs to each |
//! | `marks` | what is shown of a checked rewrite, and what can be done about each finding |
//! | `session` | what is answered to each message |

mod check;
mod link;
mod marks;
mod place;
mod session;
mod texts;

pub use session::{Options, Session};

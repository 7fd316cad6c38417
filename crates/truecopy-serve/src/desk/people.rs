//! Users and their sessions. Of tokens and sessions only hashes are kept: whoever reads the file cannot use them.

use std::sync::PoisonError;

use rusqlite::{OptionalExtension as _, params};

use super::store::NOW;
use super::{Desk, Fault, hash, secret};

/// How long a session lasts after it was last used, in seconds: a shift.
const LASTS: i64 = 12 * 3600;

/// Somebody who decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    /// The name that decisions and releases bear.
    pub name: String,
    /// What forms of this session have to hold.
    pub form: String,
}

impl User {
    /// Whether this is the user of this name; upper and lower case do not count, as in the file.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.trim())
    }
}

impl Desk {
    /// Adds a user, or gives one a new token; ends the sessions there are. The token is told once and kept nowhere.
    ///
    /// # Errors
    /// Where the name is none, or the file cannot be written.
    pub fn add_user(&self, name: &str) -> Result<String, Fault> {
        let name = named(name)?;
        let token = secret()?;
        self.change(|work| {
            let add = format!(
                "INSERT INTO users (name, token, at) VALUES (?1, ?2, {NOW}) ON CONFLICT (name) DO UPDATE SET token = excluded.token"
            );
            work.execute(&add, params![name, hash(&token)])?;
            work.execute("DELETE FROM sessions WHERE user = (SELECT id FROM users WHERE name = ?1)", [name])?;
            Ok(())
        })?;
        Ok(token)
    }

    /// A word that opens one session for this user, who is added where there is none, without a token; for whoever sits at the machine that the server runs on.
    ///
    /// # Errors
    /// Where the name is none, or the file cannot be written.
    pub fn invite(&self, name: &str) -> Result<String, Fault> {
        let name = self.known(name)?;
        let code = secret()?;
        *self.once.lock().unwrap_or_else(PoisonError::into_inner) = Some((name.to_owned(), hash(&code)));
        Ok(code)
    }

    /// Opens a session for somebody who was let in elsewhere, and is added where there is no such user.
    pub(super) fn let_in(&self, name: &str) -> Result<String, Fault> {
        let name = self.known(name)?;
        let user = self.db().query_row("SELECT id FROM users WHERE name = ?1", [name], |r| r.get(0))?;
        self.begin(user)
    }

    /// A name that is a user's: somebody new is added with a token that nobody was told. More people get theirs with `add_user`.
    fn known<'n>(&self, name: &'n str) -> Result<&'n str, Fault> {
        let name = named(name)?;
        let add = format!("INSERT INTO users (name, token, at) VALUES (?1, ?2, {NOW}) ON CONFLICT (name) DO NOTHING");
        self.db().execute(&add, params![name, hash(&secret()?)])?;
        Ok(name)
    }

    /// Opens a session by such a word, which is good for one time.
    pub(super) fn enter(&self, code: &str) -> Result<Option<String>, Fault> {
        let mut once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((name, _)) = once.take_if(|(_, known)| *known == hash(code)) else { return Ok(None) };
        drop(once);
        let find = "SELECT id FROM users WHERE name = ?1";
        let user: Option<i64> = self.db().query_row(find, [name], |r| r.get(0)).optional()?;
        user.map(|user| self.begin(user)).transpose()
    }

    /// Opens a session for a user.
    fn begin(&self, user: i64) -> Result<String, Fault> {
        let (session, form) = (secret()?, secret()?);
        self.change(|work| {
            work.execute("DELETE FROM sessions WHERE until < unixepoch()", [])?;
            let add = "INSERT INTO sessions (key, user, form, until) VALUES (?1, ?2, ?3, unixepoch() + ?4)";
            work.execute(add, params![hash(&session), user, form, LASTS])?;
            Ok(())
        })?;
        Ok(session)
    }

    /// Opens a session; none where name and token do not belong together. What it gives goes into a cookie.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn log_in(&self, name: &str, token: &str) -> Result<Option<String>, Fault> {
        // Hashes are compared: how long it takes says nothing of the token.
        let find = "SELECT id FROM users WHERE name = ?1 AND token = ?2";
        let known = params![name.trim(), hash(token.trim())];
        let user: Option<i64> = self.db().query_row(find, known, |r| r.get(0)).optional()?;
        user.map(|user| self.begin(user)).transpose()
    }

    /// Whose session this is.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn user(&self, session: &str) -> Result<Option<User>, Fault> {
        let db = self.db();
        let key = hash(session);
        let find = "SELECT u.name, s.form, s.until - unixepoch() FROM sessions s JOIN users u ON u.id = s.user
                    WHERE s.key = ?1 AND s.until > unixepoch()";
        let found = db
            .query_row(find, [&key], |r| Ok((User { name: r.get(0)?, form: r.get(1)? }, r.get::<_, i64>(2)?)))
            .optional()?;
        let Some((user, left)) = found else { return Ok(None) };
        if left < LASTS / 2 {
            db.execute("UPDATE sessions SET until = unixepoch() + ?2 WHERE key = ?1", params![key, LASTS])?;
        }
        Ok(Some(user))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn log_out(&self, session: &str) -> Result<(), Fault> {
        self.db().execute("DELETE FROM sessions WHERE key = ?1", [hash(session)])?;
        Ok(())
    }
}

/// A name, if it is one.
fn named(name: &str) -> Result<&str, Fault> {
    let name = name.trim();
    if name.is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
        return Err(Fault::Refused("a name of 1 to 100 letters is needed".into()));
    }
    Ok(name)
}

//! What a request sends, within bounds of size, time and memory.

use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, EXPECT};
use http_body_util::BodyExt as _;
use tokio::time::timeout;

use crate::options::Options;
use crate::reply::Trouble;
use crate::room::{Held, Room};

/// How much of a request that is too large, or for which there is no room, is read and thrown away, in multiples of what is allowed, and for how long: a client that is
/// still sending when the connection is closed does not get to read why.
const PASSED_OVER: (usize, Duration) = (8, Duration::from_secs(5));

/// All that a request sends, with the room that it takes.
pub async fn read(
    headers: &HeaderMap,
    mut body: Body,
    options: &Options,
    room: &Room,
) -> Result<(Vec<u8>, Held), Trouble> {
    let most = options.most_bytes;
    let announced = headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|n| n > most) {
        if !headers.contains_key(EXPECT) {
            pass_over(&mut body, most).await;
        }
        return Err(Trouble::TooLarge(most));
    }
    let (mut bytes, mut held) = (Vec::new(), room.hold());
    let all = async {
        while let Some(frame) = body.frame().await {
            // Half a request: there is nobody to tell.
            let frame = frame.map_err(|_| Trouble::Bad("the request broke off".into()))?;
            let Ok(data) = frame.into_data() else { continue };
            if bytes.len() + data.len() > most {
                return Err(Trouble::TooLarge(most));
            }
            held.grow(bytes.len() + data.len())?;
            bytes.extend_from_slice(&data);
        }
        Ok(())
    };
    match timeout(options.body, all).await {
        Ok(Ok(())) => Ok((bytes, held)),
        Ok(Err(trouble)) => {
            if matches!(trouble, Trouble::TooLarge(_) | Trouble::Busy) {
                // What it took is let go before the rest is passed over.
                drop((held, bytes));
                pass_over(&mut body, most).await;
            }
            Err(trouble)
        }
        Err(_) => Err(Trouble::TooSlow),
    }
}

async fn pass_over(body: &mut Body, most: usize) {
    let (times, long) = PASSED_OVER;
    let rest = async {
        let mut left = most.saturating_mul(times);
        while let Some(Ok(frame)) = body.frame().await {
            left = left.saturating_sub(frame.data_ref().map_or(0, |d| d.len()));
            if left == 0 {
                return;
            }
        }
    };
    // Whether it came to its end makes no difference.
    let _ = timeout(long, rest).await;
}

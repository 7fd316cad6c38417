//! How good the checker is on labelled pairs: precision and recall of every rule, calibration, false alarms, ranking.
//!
//! Pure: takes lines and the time that was spent, gives figures. Sits on top of everything else; nothing imports it.
//!
//! | module | takes | gives |
//! |---|---|---|
//! | [`record`] | a JSON line | a [`Record`]: what is labelled in it |
//! | [`answer`] | two texts | an [`Answer`]: what the checker says, in code points |
//! | [`set`] | records and answers | a [`Set`]: counts |
//! | [`figures`] | counts | the figures that are printed |
//! | [`fit`] | judged findings | the table that [`crate::score::calibrate`] reads |
//! | [`render`] | figures | text or JSON |

pub mod answer;
pub mod figures;
pub mod fit;
pub mod record;
pub mod render;
pub mod set;
pub mod stats;

pub use answer::{Answer, Examiner, Mark};
pub use record::{BadRecord, Marked, Record};
pub use set::{Judged, Set};

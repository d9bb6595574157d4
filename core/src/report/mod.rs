//! What people read: the day's work log, the office's board. Plain values, and their words in the
//! languages of the product. Nothing here reads the store.

mod board;
mod day_log;
pub mod texts;

pub use board::{
    AreaCoverage, Board, BoardArea, BoardCase, BoardConflict, BoardDuty, BoardPerson, BoardSite,
};
pub use day_log::{DayLog, LogCase, LogDuty, LogEntry, LogRecord};

//! The checker as the server and the review desk see it, and what both commands that start the server have in common.

pub mod engine;
pub mod folder;
pub mod lessons;
mod review;
pub mod start;

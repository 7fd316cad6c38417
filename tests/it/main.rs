//! One test binary, so that the library is linked once.

mod archive;
mod arrivals;
#[cfg(unix)]
mod browser;
mod circles;
mod cli;
mod comparable;
mod corpus;
mod crates;
mod desk;
mod eval;
mod examples;
mod face;
mod facts;
mod feeds;
mod fuzz;
mod gate;
mod growth;
mod house;
mod ingest;
mod languages;
mod licences;
mod mcp;
mod newsroom;
mod paths;
mod reader;
mod readme;
mod release;
mod report;
mod robust;
mod same;
mod sample;
mod schema;
mod serve;
mod snap;
mod streams;

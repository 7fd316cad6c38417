//! Runs: the settings with the files that they name, the workers, and what is kept from run to run.

pub mod accepting;
pub mod answers;
pub mod cache;
pub mod facts_files;
pub mod fixes;
pub mod house_files;
pub mod jobs;
pub mod loaded;
pub mod model;
pub mod pool;
pub mod settings;
pub mod setup;
pub mod tidy;
pub mod weights;
pub mod wires;

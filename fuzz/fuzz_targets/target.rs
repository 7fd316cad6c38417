//! Every target: which body it runs is told by its name.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| truecopy_fuzz::bodies::run(env!("CARGO_BIN_NAME"), bytes));

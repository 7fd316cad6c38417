//! The weights of the network that reads one sentence for the gaps in it, four bits a value in the large ones.
//!
//! A crate of its own because of its size: what crates.io takes is limited, and weights do not pack. `tools/train/reader` of truecopy makes
//! the file and documents its shape, the room `reader` of truecopy reads it. No code is here.

/// The file.
pub static GAPS: &[u8] = {
    // A static of its own, so that whoever looks into it at compile time refers to these bytes and does not copy them.
    static BYTES: [u8; include_bytes!("../gaps.bin").len()] = *include_bytes!("../gaps.bin");
    &BYTES
};

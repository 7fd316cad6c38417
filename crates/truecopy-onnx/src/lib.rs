//! An inference model that the user brings: a cross-encoder for sequence classification, in ONNX, with its tokenizer and its labels.
//!
//! [`Model::open`] checks what it was given before anything is read with it: what it asks for, what it answers, what its labels mean, and
//! whether it tells a sentence from its denial. [`Model::judge`] then says how likely a sentence follows from another.

mod labels;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rten::{Dimension, ThreadPool};
use rten::{NodeId, RunOptions, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use tokenizers::{Encoding, Tokenizer, TruncationParams};

use labels::Labels;

/// Files of a model, by what exporters call them; the first that is there is taken.
const MODELS: [&str; 4] = ["model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx"];
/// Pieces of a pair, where the configuration does not say how many the model can take.
const LONGEST: usize = 512;

/// What a model says of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Probability that the second text follows from the first, 0 to 1.
    pub follows: f32,
    /// Probability that it is contradicted; none where the model has only two classes and does not part this from what says more.
    pub contradicted: Option<f32>,
}

/// Why a model cannot be used.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Unfit {
    /// A file is missing or cannot be read.
    File(PathBuf, String),
    /// The configuration has no labels that say which class is which.
    Labels(Vec<String>),
    /// The model asks for an input that no pair of texts gives.
    Input(String),
    /// The model does not run, or answers something else than a figure for each label.
    Answer(String),
    /// The model holds the denial of a sentence for as well supported as the sentence itself.
    Blind,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Unfit::File(path, why) => write!(f, "{}: {why}", path.display()),
            Unfit::Labels(found) => write!(
                f,
                "its labels ({}) do not say which class means that a text follows from the other: config.json must name them entailment, neutral \
                 and contradiction, or entailment and not_entailment",
                found.join(", ")
            ),
            Unfit::Input(name) => write!(f, "it asks for “{name}”, which a pair of texts does not give"),
            Unfit::Answer(why) => write!(f, "it does not answer as a model for pairs of texts does: {why}"),
            Unfit::Blind => {
                write!(
                    f,
                    "it holds the denial of a sentence for as true as the sentence: the labels in config.json may be in another order"
                )
            }
        }
    }
}

impl std::error::Error for Unfit {}

/// A model that was opened and checked. One may be used from several threads at once; each pair is run on the calling thread.
pub struct Model {
    network: rten::Model,
    tokenizer: Tokenizer,
    labels: Labels,
    inputs: Vec<(NodeId, Input)>,
    answer: NodeId,
    /// So many pieces the model wants, no more and no fewer, where it does not take any number; and the piece that fills the rest.
    filled: Option<(usize, i32)>,
    /// One thread: what a pair is judged must not hang on how many there are, and callers have threads of their own.
    alone: Arc<ThreadPool>,
}

/// What a pair of texts gives to a model.
#[derive(Clone, Copy)]
enum Input {
    Pieces,
    Mask,
    Sides,
}

impl Input {
    fn of(name: &str) -> Option<Self> {
        match name {
            "input_ids" => Some(Input::Pieces),
            "attention_mask" => Some(Input::Mask),
            "token_type_ids" => Some(Input::Sides),
            _ => None,
        }
    }

    fn values(self, pair: &Encoding) -> Vec<i32> {
        let values = match self {
            Input::Pieces => pair.get_ids(),
            Input::Mask => pair.get_attention_mask(),
            Input::Sides => pair.get_type_ids(),
        };
        // Vocabularies have far fewer pieces than an `i32` can count.
        values.iter().map(|v| i32::try_from(*v).unwrap_or(i32::MAX)).collect()
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Model").field("labels", &self.labels).finish_non_exhaustive()
    }
}

impl Model {
    /// Opens the model in a folder, or the ONNX file at `path` with its tokenizer and configuration beside it, and checks it.
    ///
    /// # Errors
    /// Where a file is missing, or the model is none for pairs of texts.
    pub fn open(path: &Path) -> Result<Self, Unfit> {
        let file = model_file(path)?;
        let config = beside(&file, "config.json")?;
        let text = std::fs::read_to_string(&config).map_err(|e| Unfit::File(config.clone(), e.to_string()))?;
        let config: serde_json::Value =
            serde_json::from_str(&text).map_err(|e| Unfit::File(config, format!("this is no JSON: {e}")))?;
        let labels = Labels::of(&config)?;
        let network = rten::Model::load_file(&file).map_err(|e| Unfit::File(file.clone(), e.to_string()))?;
        let name = |id: NodeId| network.node_info(id).and_then(|n| n.name()).unwrap_or_default().to_owned();
        let known =
            |id: &NodeId| Input::of(&name(*id)).map(|input| (*id, input)).ok_or_else(|| Unfit::Input(name(*id)));
        let inputs = network.input_ids().iter().map(known).collect::<Result<Vec<_>, _>>()?;
        let length =
            inputs.iter().position(|(_, input)| matches!(input, Input::Pieces)).and_then(|i| fixed(&network, i));
        let (tokenizer, filler) =
            tokenizer(&beside(&file, "tokenizer.json")?, length.unwrap_or_else(|| longest(&config)))?;
        let filled = length.map(|length| (length, filler));
        let outputs = network.output_ids();
        let answer = outputs.iter().find(|id| name(**id) == "logits").or(outputs.first()).copied();
        let answer = answer.ok_or_else(|| Unfit::Answer("it has no output".to_owned()))?;
        let alone = Arc::new(ThreadPool::with_num_threads(1));
        let model = Model { network, tokenizer, labels, inputs, answer, filled, alone };
        model.tells_denials()?;
        Ok(model)
    }

    /// How likely `claim` follows from `source`. What is too long for the model is cut at the end of the longer text.
    ///
    /// # Errors
    /// Where the model does not run on this pair.
    pub fn judge(&self, source: &str, claim: &str) -> Result<Judgement, Unfit> {
        let pair = self.tokenizer.encode((source, claim), true).map_err(|e| Unfit::Answer(e.to_string()))?;
        let inputs = self.inputs.iter().map(|(id, input)| {
            let mut values = input.values(&pair);
            if let Some((length, filler)) = self.filled {
                values.resize(length, if matches!(input, Input::Pieces) { filler } else { 0 });
            }
            (*id, ValueOrView::from(NdTensor::from_data([1, values.len()], values)))
        });
        let mut options = RunOptions::default();
        options.thread_pool = Some(Arc::clone(&self.alone));
        let run = self.network.run(inputs.collect(), &[self.answer], Some(options));
        let mut answers = run.map_err(|e| Unfit::Answer(e.to_string()))?;
        let answer: Option<Tensor<f32>> = answers.pop().and_then(|v| v.try_into().ok());
        let logits = answer.ok_or_else(|| Unfit::Answer("its answer is no figure".to_owned()))?.to_vec();
        self.labels.judgement(&logits)
    }

    /// Whether a sentence counts as better supported by itself than its denial does.
    fn tells_denials(&self) -> Result<(), Unfit> {
        let said = "The harbour was closed on Monday.";
        let (same, denied) = (self.judge(said, said)?, self.judge(said, "The harbour was not closed on Monday.")?);
        if same.follows > denied.follows { Ok(()) } else { Err(Unfit::Blind) }
    }
}

fn model_file(path: &Path) -> Result<PathBuf, Unfit> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let found = MODELS.iter().map(|name| path.join(name)).find(|file| file.is_file());
    found.ok_or_else(|| Unfit::File(path.to_owned(), format!("there is no {} in this folder", MODELS[0])))
}

/// A file beside the model, or in the folder above, where exporters that put models into a folder of their own leave it.
fn beside(model: &Path, name: &str) -> Result<PathBuf, Unfit> {
    let folders = model.ancestors().skip(1).take(2);
    let found = folders.map(|folder| folder.join(name)).find(|file| file.is_file());
    found.ok_or_else(|| Unfit::File(model.to_owned(), format!("there is no {name} beside it")))
}

/// How many pieces the input at a place wants, where it is a number that the model names.
fn fixed(network: &rten::Model, input: usize) -> Option<usize> {
    match network.input_shape(input)?.get(1)? {
        Dimension::Fixed(length) => Some(*length),
        Dimension::Symbolic(_) => None,
    }
}

/// The tokenizer in a file, made to give at most so many pieces, and the piece that fills up what is shorter.
fn tokenizer(file: &Path, longest: usize) -> Result<(Tokenizer, i32), Unfit> {
    let unfit = |e: tokenizers::Error| Unfit::File(file.to_owned(), e.to_string());
    let mut tokenizer = Tokenizer::from_file(file).map_err(unfit)?;
    let named = || ["[PAD]", "<pad>"].iter().find_map(|name| tokenizer.token_to_id(name));
    let filler = tokenizer.get_padding().map(|p| p.pad_id).or_else(named).unwrap_or_default();
    // One pair is read at a time, so only a model that takes no other length has it filled up, and that is done here.
    tokenizer.with_padding(None);
    tokenizer
        .with_truncation(Some(TruncationParams { max_length: longest, ..TruncationParams::default() }))
        .map_err(unfit)?;
    Ok((tokenizer, i32::try_from(filler).unwrap_or_default()))
}

/// How many pieces a model can take. RoBERTa counts its places from two, so some are left free.
fn longest(config: &serde_json::Value) -> usize {
    let said = config.get("max_position_embeddings").and_then(serde_json::Value::as_u64);
    let places = said.and_then(|n| usize::try_from(n).ok()).unwrap_or(LONGEST);
    if places > LONGEST { LONGEST } else { places.max(8) }
}

//! `truecopy serve`: checks over HTTP.

use crate::cli::failure::Failure;
use crate::cli::service::start::ServerArgs;
use crate::exit::Exit;

const EXAMPLES: &str = r#"POST /v1/check takes and returns what a line of `truecopy batch` does.
POST /v2/check speaks the protocol of LanguageTool; the wire comes in `wire`, by its id in `wireId`, or from --archive.
GET /openapi.json describes both; /healthz and /metrics are for whoever runs the server. docs/serve.md has the details.

Examples:
  truecopy serve
  truecopy serve --archive wire.index --allow-origin https://cms.example
  TRUECOPY_TOKEN=… truecopy serve --listen 0.0.0.0:8778 --log json
  curl -d '{"id": "a17", "original": "…", "rewrite": "…"}' http://127.0.0.1:8778/v1/check"#;

/// Arguments of `serve`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    server: ServerArgs,
}

/// Runs `serve`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    args.server.ready(false, None)?.run()?;
    Ok(Exit::Clean)
}

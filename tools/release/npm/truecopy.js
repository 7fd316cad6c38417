#!/usr/bin/env node
// Starts the program of the package for this platform, which npm has installed beside this one.
"use strict";

const { spawnSync } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`truecopy-${platform}/bin/truecopy${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`truecopy: error: there is no program for ${platform}, or npm was told to leave optional packages out (--omit=optional)`);
  process.exit(2);
}
const done = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (done.error) {
  console.error(`truecopy: error: ${program} cannot be started (${done.error.message})`);
  process.exit(2);
}
if (done.signal) {
  process.kill(process.pid, done.signal);
}
process.exit(done.status ?? 2);

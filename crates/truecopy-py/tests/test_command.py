"""The command that the package installs."""

import signal
import subprocess
import sys
import time

import pytest
import truecopy
from stories import ROOT


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "truecopy", *arguments], capture_output=True, check=False)


def test_it_says_what_it_is() -> None:
    done = run("--version")
    assert done.returncode == 0 and done.stdout.decode().split() == ["truecopy", truecopy.__version__]
    assert b"Usage: truecopy" in run("--help").stdout


def test_its_status_is_that_of_the_program() -> None:
    short = ROOT / "examples" / "short"
    wire, rewrite = str(short / "wire.txt"), str(short / "rewrite.txt")
    assert run("check", "--isolated", wire, wire).returncode == 0
    done = run("check", "--isolated", wire, rewrite)
    assert done.returncode == 1 and b"number-changed" in done.stdout and done.stdout.endswith(b"\n")
    assert run("check", "--isolated", wire, "no such file").returncode == 2
    assert run("chek").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to another process")
def test_ctrl_c_ends_it_at_once() -> None:
    command = [sys.executable, "-m", "truecopy", "batch", "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == -signal.SIGINT

#!/usr/bin/env python3
"""Time `tidewaiter check` on a large invented book against a real list, and its peak memory.

Usage: check_million.py LIST [LINES] [PARTIES] [FORMAT]
LIST is a Consolidated Screening List file (JSON, may be .gz). Builds the release binary first. 740000 lines are a CSV
of 213 MB. FORMAT is jsonl, which streams; every other format holds all answers in memory.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parent.parent
listing = sys.argv[1]
lines, parties, shape = (sys.argv[2:] + ["1000000", "200000", "jsonl"][len(sys.argv) - 2:])[:3]
subprocess.run(["cargo", "build", "--release", "--locked", "-q"], cwd=root, check=True)
target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", root / "target"))
binary = target / "release" / "tidewaiter"
with tempfile.TemporaryDirectory() as folder:
    book = pathlib.Path(folder) / "orders.csv"
    with book.open("w") as out:
        subprocess.run([sys.executable, root / "bench/make_orders.py", lines, parties], stdout=out, check=True)
    environment = {**os.environ, "TIDEWAITER_HOME": folder + "/home"}
    subprocess.run([binary, "lists", "add", listing, "--quiet"], env=environment, check=True)
    start = time.monotonic()
    check = subprocess.Popen([binary, "check", book, "--format", shape, "--as-of", "2026-09-29", "--quiet"], env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(check.pid, 0)
    seconds = time.monotonic() - start
    peak = usage.ru_maxrss / 1024
print(f"lines {lines}, distinct parties {parties}, exit {os.waitstatus_to_exitcode(status)}, cores {os.cpu_count()}")
print(f"{seconds:.1f} s, {int(lines) / seconds:,.0f} lines/s, peak memory {peak:,.0f} MiB")

#!/usr/bin/env python3
"""Median time of one `tidewaiter classify`, process start included, beside that of /bin/true in the same run.

Usage: startup.py [RUNS]
"""
import os
import pathlib
import statistics
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent
runs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
subprocess.run(["cargo", "build", "--release", "--locked", "-q"], cwd=root, check=True)
binary = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", root / "target")) / "release" / "tidewaiter"
commands = {"classify": [binary, "classify", "H20", "--to", "CN", "--as-of", "2025-04-01", "--format", "json"], "true": ["/bin/true"]}
times = {name: [] for name in commands}
for _ in range(runs):
    for name, command in commands.items():
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times[name].append(time.perf_counter() - start)
for name, taken in times.items():
    print(f"{name}: median {statistics.median(taken) * 1000:.1f} ms of {runs} runs")

# `make test` sets up what the tests need and runs them all.
.PHONY: test check build

test: check
	cargo test --workspace --locked --no-fail-fast

check:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked

build:
	cargo build --release --locked

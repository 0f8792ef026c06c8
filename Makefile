# `make test` sets up what the tests need and runs them all.
TOOLS := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)/tools

.PHONY: test check deny build

test: check deny
	cargo test --workspace --locked --no-fail-fast

check:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked

# Licences, banned crates and sources of every dependency, as deny.toml says.
deny: $(TOOLS)/bin/cargo-deny
	$(TOOLS)/bin/cargo-deny check licenses bans sources

$(TOOLS)/bin/cargo-deny:
	cargo install --locked --version 0.20.2 --root $(TOOLS) cargo-deny

build:
	cargo build --release --locked

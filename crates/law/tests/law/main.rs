//! The room from outside: the packs built in, cases, refusals and properties.

mod cases;
mod chips;
mod facts;
mod packs;
mod properties;

use std::sync::LazyLock;

use tidewaiter_law::Law;

/// The rule packs built in.
static LAW: LazyLock<Law> = LazyLock::new(|| match Law::builtin() {
    Ok(law) => law,
    Err(errors) => panic!("{errors}"),
});

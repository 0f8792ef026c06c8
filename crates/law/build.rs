//! The rule packs are embedded at compile time; this has the crate compiled again when one is added or changed.

fn main() {
    println!("cargo:rerun-if-changed=../../rules");
}

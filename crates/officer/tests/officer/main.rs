//! The officer with all experts.

#[cfg(test)]
mod properties;
#[cfg(test)]
mod questions;

//! The officer with all experts.

#[cfg(test)]
mod properties;

//! The officer with all experts.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod book;
#[cfg(test)]
mod cable;
#[cfg(test)]
mod chips;
#[cfg(test)]
mod flags;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod nvidia_parts;
#[cfg(test)]
mod owners;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod questions;

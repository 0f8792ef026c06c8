//! The real binary, in a temporary folder.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod example_book;

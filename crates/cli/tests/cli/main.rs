//! The real binary, in a temporary folder.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod book_history;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod example_book;
#[cfg(test)]
mod goodguy;
#[cfg(test)]
mod law;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod manners;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod own;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod questionnaire;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod shells;
#[cfg(test)]
mod simulate;
#[cfg(test)]
mod spec;
#[cfg(test)]
mod trace;
#[cfg(test)]
mod whatif;
#[cfg(test)]
mod workbooks;

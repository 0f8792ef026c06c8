//! The room from outside: the packs built in, cases, refusals and properties.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod chips;
#[cfg(test)]
mod facts;
#[cfg(test)]
mod history;
#[cfg(test)]
mod jurisdiction;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod scenarios;

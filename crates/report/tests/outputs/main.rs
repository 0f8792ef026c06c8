//! Every output of a made-up answer: looked at as snapshots, and read back by other programs' readers.

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod owners;
mod sample;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod trace;
#[cfg(test)]
mod workbooks;

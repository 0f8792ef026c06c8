//! What the scripts of the world need before names in them can be compared.

pub(crate) mod variants;

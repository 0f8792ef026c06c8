//! What looks wrong? One file a flag.

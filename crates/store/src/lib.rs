//! What does this machine keep? Lists and their snapshots, whole or not at all.

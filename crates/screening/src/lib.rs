//! Is a party on a list? Lists, snapshots, index, matches.

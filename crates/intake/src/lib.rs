//! What does the officer's file say? CSV, Excel and JSON Lines to order lines, each fault named.

//! What do the rules say, on that day, and why?

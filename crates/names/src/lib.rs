//! Are these two names or addresses the same, in any script?

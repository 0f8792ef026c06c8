//! The same answer as table, JSON, SARIF, HTML and Excel.

//! Who is behind a party? 50 % rules, ultimate parent, headquarters.

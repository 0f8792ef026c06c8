//! Names and identifiers: any text is read, in bounded time, and the same each time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidewaiter_names::{Address, Name, OfacName, clean, identifier};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (one, other) = (Name::new(&text), Name::new(&text));
    assert_eq!(one.readings.len(), other.readings.len());
    let _ = (Address::read(&text, None), clean(&text), identifier(&text));
    let (asked, listed) = text.split_once('\n').unwrap_or((&text, ""));
    let _ = OfacName::read(asked).compare(&OfacName::read(listed));
});

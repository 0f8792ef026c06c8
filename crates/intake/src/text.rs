//! A text file as lines of UTF-8, whatever it is written in, in constant memory.

use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, CoderResult, Decoder, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

use crate::column::{Columns, recognise};
use crate::consignments::Field;

const CHUNK: usize = 64 * 1024;
/// How much of a text in an old encoding is looked at to tell which.
const SAMPLE: usize = 1024 * 1024;

/// How a text file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub encoding: &'static Encoding,
    /// Was it found by looking, rather than by a byte order mark or by being UTF-8?
    pub assumed: bool,
}

/// Find a file's encoding: by its byte order mark; else UTF-8 where the whole of it is; else by its looks.
///
/// # Errors
/// Those of reading the file.
pub(crate) fn detect(file: &mut File) -> io::Result<Encoded> {
    file.seek(SeekFrom::Start(0))?;
    let head = read_up_to(file, CHUNK)?;
    if let Some((encoding, _)) = Encoding::for_bom(&head) {
        return Ok(Encoded { encoding, assumed: false });
    }
    if let Some(encoding) = wide_without_mark(&head) {
        return Ok(Encoded { encoding, assumed: true });
    }
    file.seek(SeekFrom::Start(0))?;
    let Some(sample) = first_that_is_not_utf8(file)? else { return Ok(Encoded { encoding: UTF_8, assumed: false }) };
    if mostly_utf8(&sample) {
        return Ok(Encoded { encoding: UTF_8, assumed: false });
    }
    Ok(Encoded { encoding: by_looks(&head, &sample), assumed: true })
}

fn read_up_to(file: &mut File, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(u64::try_from(limit).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// UTF-16 without a mark: every other byte of its ASCII is zero.
fn wide_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let (mut little, mut big, mut pairs) = (0_usize, 0_usize, 0_usize);
    for pair in head.chunks_exact(2) {
        pairs += 1;
        match pair {
            [low, 0] if *low != 0 => little += 1,
            [0, high] if *high != 0 => big += 1,
            _ => {}
        }
    }
    let enough = |count: usize, other: usize| count > other.saturating_mul(8) && count.saturating_mul(8) >= pairs;
    if enough(little, big) {
        Some(UTF_16LE)
    } else if enough(big, little) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// `None` where all of the file is UTF-8; else up to [`SAMPLE`] bytes from the chunk that is not.
fn first_that_is_not_utf8(file: &mut File) -> io::Result<Option<Vec<u8>>> {
    let mut carried: Vec<u8> = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            return Ok(if carried.is_empty() { None } else { Some(carried) });
        }
        carried.extend_from_slice(chunk.get(..read).unwrap_or_default());
        let invalid = match std::str::from_utf8(&carried) {
            Ok(_) => {
                carried.clear();
                continue;
            }
            Err(error) => {
                // A character may be cut by the end of the chunk.
                if error.error_len().is_none() {
                    carried.drain(..error.valid_up_to());
                    continue;
                }
                true
            }
        };
        if invalid {
            carried.extend(read_up_to(file, SAMPLE.saturating_sub(carried.len()))?);
            return Ok(Some(carried));
        }
    }
}

/// UTF-8 with a few broken characters, rather than another encoding?
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        good += chunk.valid().chars().filter(|c| c.len_utf8() == 2).count() / 4;
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > broken.saturating_mul(8)
}

/// The old encoding in which the headers make sense; else what the bytes look like.
fn by_looks(head: &[u8], sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = match detector.guess(None, Utf8Detection::Deny) {
        guess if guess == GBK => GB18030,
        guess => guess,
    };
    let mut best = (0_usize, guess);
    for candidate in [guess, GB18030, BIG5, SHIFT_JIS, WINDOWS_1252] {
        let points = headers_understood(candidate, head);
        if points > best.0 {
            best = (points, candidate);
        }
    }
    best.1
}

/// How many words of the first lines, other than ASCII, are headers we know.
fn headers_understood(encoding: &'static Encoding, head: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(head);
    text.lines()
        .take(crate::layout::HEADER_ROWS)
        .flat_map(|line| line.split([',', ';', '\t', '|']))
        .filter(|word| !word.is_ascii())
        .map(|word| word.trim_matches('"'))
        .filter(|word| recognise(word).is_some() || Field::recognise(word).is_some())
        .count()
}

/// A file decoded to UTF-8 as it is read.
pub(crate) struct Decoded {
    file: File,
    decoder: Decoder,
    encoding: &'static Encoding,
    raw: Vec<u8>,
    raw_from: usize,
    raw_to: usize,
    out: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    /// Bytes of the file read so far.
    pub bytes: u64,
    /// Has anything been no text in this encoding?
    pub broken: bool,
}

impl Decoded {
    /// Read a file from its start.
    ///
    /// # Errors
    /// Those of seeking in the file.
    pub(crate) fn new(mut file: File, encoding: &'static Encoding) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        Ok(Self {
            file,
            decoder: encoding.new_decoder_with_bom_removal(),
            encoding,
            raw: vec![0; CHUNK],
            raw_from: 0,
            raw_to: 0,
            // No encoding grows by more than three bytes for one.
            out: vec![0; CHUNK * 3 + 16],
            from: 0,
            to: 0,
            ended: false,
            bytes: 0,
            broken: false,
        })
    }

    /// The encoding's name.
    pub(crate) fn encoding(&self) -> &'static str {
        self.encoding.name()
    }
}

impl BufRead for Decoded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.from == self.to && !self.ended {
            if self.raw_from == self.raw_to {
                self.raw_from = 0;
                self.raw_to = self.file.read(&mut self.raw)?;
                self.bytes = self.bytes.saturating_add(u64::try_from(self.raw_to).unwrap_or(0));
            }
            let input = self.raw.get(self.raw_from..self.raw_to).unwrap_or_default();
            let last = input.is_empty();
            let (result, read, written, broken) = self.decoder.decode_to_utf8(input, &mut self.out, last);
            self.broken |= broken;
            self.raw_from += read;
            (self.from, self.to) = (0, written);
            self.ended = last && result == CoderResult::InputEmpty;
        }
        Ok(self.out.get(self.from..self.to).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.from = self.from.saturating_add(amount).min(self.to);
    }
}

impl Read for Decoded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let read = ready.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// With a line break, or with the file.
    Whole,
    /// It was longer than allowed; the rest was passed over.
    Cut,
    /// There was no line.
    Eof,
}

/// Lines of a decoded file, of which some may be given back.
pub(crate) struct Lines {
    pub input: Decoded,
    /// The byte that ends a line: `\n`, or `\r` in files of old.
    terminator: u8,
    limit: usize,
    given_back: Vec<u8>,
    given_from: usize,
}

impl Lines {
    pub(crate) fn new(input: Decoded, terminator: u8, limit: usize) -> Self {
        Self { input, terminator, limit, given_back: Vec::new(), given_from: 0 }
    }

    /// Is the next line one that was given back?
    pub(crate) fn is_given_back(&self) -> bool {
        self.given_from < self.given_back.len()
    }

    /// Read the same text again, before what follows it.
    pub(crate) fn give_back(&mut self, text: &[u8]) {
        let rest = self.given_back.get(self.given_from..).unwrap_or_default();
        self.given_back = [text, rest].concat();
        self.given_from = 0;
    }

    /// Append the next line, with its line break as `\n`.
    ///
    /// # Errors
    /// Those of reading the file.
    pub(crate) fn next_into(&mut self, line: &mut Vec<u8>) -> io::Result<LineEnd> {
        if self.is_given_back() {
            let rest = self.given_back.get(self.given_from..).unwrap_or_default();
            let end = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |at| at + 1);
            line.extend_from_slice(rest.get(..end).unwrap_or_default());
            self.given_from += end;
            return Ok(LineEnd::Whole);
        }
        let before = line.len();
        let limit = u64::try_from(self.limit).unwrap_or(u64::MAX);
        let read = (&mut self.input).take(limit).read_until(self.terminator, line)?;
        if read == 0 {
            return Ok(LineEnd::Eof);
        }
        if line.last() == Some(&self.terminator) {
            line.pop();
            if line.len() > before && line.last() == Some(&b'\r') {
                line.pop();
            }
            line.push(b'\n');
            return Ok(LineEnd::Whole);
        }
        if read < self.limit { Ok(LineEnd::Whole) } else { self.pass_over() }
    }

    /// Skip to the end of the line.
    fn pass_over(&mut self) -> io::Result<LineEnd> {
        loop {
            let ready = self.input.fill_buf()?;
            if ready.is_empty() {
                return Ok(LineEnd::Cut);
            }
            if let Some(at) = ready.iter().position(|b| *b == self.terminator) {
                self.input.consume(at + 1);
                return Ok(LineEnd::Cut);
            }
            let all = ready.len();
            self.input.consume(all);
        }
    }
}

//! XML, record by record: the file is never held as a tree, and what it may ask of the machine is bounded.
//!
//! Entities of a file's own are refused (a few lines of them can unfold to gigabytes), and so are records and nestings
//! far beyond what any list has.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::FETCH_AGAIN;
use crate::ListFault;

/// Elements within elements, at most. The deepest list has 12.
const DEPTH_MAX: usize = 64;
/// Elements in one record, at most; so large is no party.
const NODES_MAX: usize = 100_000;
/// Bytes of text and attributes in one record, at most.
const TEXT_MAX: usize = 4 * 1024 * 1024;

/// An element with all that is in it. Names are without their prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    pub name: String,
    attributes: Vec<(String, String)>,
    text: String,
    pub children: Vec<Node>,
}

impl Node {
    /// The text of the element itself, trimmed.
    pub fn text(&self) -> &str {
        self.text.trim()
    }

    /// An attribute, trimmed; empty where it is missing.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of this name; empty where there is none.
    pub fn of(&self, name: &str) -> &str {
        self.child(name).map_or("", Self::text)
    }

    /// All children of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// All grandchildren of this name, through children of that one: `akaList`, `aka`.
    pub fn each<'a>(&'a self, through: &'a str, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.all(through).flat_map(move |child| child.all(name))
    }
}

/// The name of the outermost element, without reading further.
pub(super) fn root_name(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    // Before it stand a declaration, comments and a document type at most.
    for _ in 0..100 {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => return Some(local(&start)),
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
    None
}

/// Read a file through, and hand over each record: an element whose name is wanted, wherever it stands outside another.
/// The second argument is where it begins, in bytes, for [`fault_at`]. Returns the outermost element without content.
pub(super) fn records(
    file: &str,
    text: &str,
    wanted: &[&str],
    mut each: impl FnMut(Node, u64) -> Result<(), ListFault>,
) -> Result<Node, ListFault> {
    let mut reader = Reader::from_str(text);
    let mut reading = Reading { file, text, wanted, ..Reading::default() };
    loop {
        let before = reader.buffer_position();
        let event = reader.read_event().map_err(|error| reading.unreadable(&error, reader.error_position()))?;
        match event {
            Event::Start(start) => reading.open(&start, before)?,
            Event::Empty(start) => {
                reading.open(&start, before)?;
                reading.close(before, &mut each)?;
            }
            Event::End(_) => reading.close(before, &mut each)?,
            Event::Text(words) => reading.say(&words.xml10_content(), before)?,
            Event::CData(words) => reading.say(&words.xml10_content(), before)?,
            Event::GeneralRef(reference) => {
                let c = reading.letter(&reference, before)?;
                reading.say(c.encode_utf8(&mut [0; 4]), before)?;
            }
            Event::DocType(words) if words.xml10_content().contains('[') => {
                let says = "declares entities of its own, which no list needs: it was not unfolded";
                return Err(fault_at(file, text, before, says, "fetch the official file"));
            }
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return reading.end(),
        }
    }
}

/// A fault at a place given in bytes.
pub(super) fn fault_at(file: &str, text: &str, offset: u64, says: impl Into<String>, remedy: &str) -> ListFault {
    let before = usize::try_from(offset).ok().and_then(|at| text.as_bytes().get(..at)).unwrap_or(text.as_bytes());
    let mut lines = before.split(|&byte| byte == b'\n');
    let line = lines.clone().count();
    let letters = lines.next_back().map_or(0, |last| String::from_utf8_lossy(last).chars().count());
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    ListFault::new(file, says, remedy).at_line(number(line), number(letters.saturating_add(1)))
}

fn local(start: &BytesStart<'_>) -> String {
    start.local_name().into_inner().to_owned()
}

/// What is known in mid-file.
#[derive(Default)]
struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    wanted: &'a [&'a str],
    root: Option<Node>,
    /// Open elements outside records.
    outside: usize,
    /// Open elements of the record, the outermost first.
    record: Vec<Node>,
    begun: u64,
    nodes: usize,
    bytes: usize,
}

impl Reading<'_> {
    fn fault(&self, at: u64, says: impl Into<String>) -> ListFault {
        fault_at(self.file, self.text, at, says, FETCH_AGAIN)
    }

    fn unreadable(&self, error: &quick_xml::Error, at: u64) -> ListFault {
        match error {
            quick_xml::Error::Syntax(error) => {
                self.fault(at, format!("ends in the middle of an element: it is cut off ({error})"))
            }
            error => self.fault(at, format!("is not readable as XML ({error})")),
        }
    }

    fn open(&mut self, start: &BytesStart<'_>, at: u64) -> Result<(), ListFault> {
        if self.outside.saturating_add(self.record.len()) >= DEPTH_MAX {
            return Err(self.fault(at, format!("has elements nested more than {DEPTH_MAX} deep: no list is so made")));
        }
        let name = local(start);
        let is_record = self.root.is_some() && self.wanted.contains(&name.as_str());
        if self.record.is_empty() && !is_record {
            self.outside = self.outside.saturating_add(1);
            if self.root.is_none() {
                self.root = Some(self.node(name, start, at)?);
            } else if self.outside == 1 {
                return Err(self.fault(at, "goes on after its last element"));
            }
            return Ok(());
        }
        if self.record.is_empty() {
            (self.begun, self.nodes, self.bytes) = (at, 0, 0);
        }
        self.nodes = self.nodes.saturating_add(1);
        let node = self.node(name, start, at)?;
        if self.nodes > NODES_MAX || self.bytes > TEXT_MAX {
            return Err(self.too_large());
        }
        self.record.push(node);
        Ok(())
    }

    fn too_large(&self) -> ListFault {
        self.fault(self.begun, "has one record that is larger than any party's: it was not read")
    }

    fn node(&mut self, name: String, start: &BytesStart<'_>, at: u64) -> Result<Node, ListFault> {
        let mut attributes = Vec::new();
        if start.attributes_raw().len() > TEXT_MAX {
            return Err(self.fault(at, "has an element that is larger than any list's: it was not read"));
        }
        for attribute in start.attributes() {
            let attribute =
                attribute.map_err(|error| self.fault(at, format!("has an attribute that cannot be read ({error})")))?;
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|error| self.fault(at, format!("has an attribute that cannot be read ({error})")))?;
            self.bytes = self.bytes.saturating_add(value.len());
            attributes.push((attribute.key.local_name().into_inner().to_owned(), value.into_owned()));
        }
        Ok(Node { name, attributes, ..Node::default() })
    }

    fn close(&mut self, at: u64, each: &mut impl FnMut(Node, u64) -> Result<(), ListFault>) -> Result<(), ListFault> {
        let Some(node) = self.record.pop() else {
            self.outside = self.outside.checked_sub(1).ok_or_else(|| self.fault(at, "closes more than it opened"))?;
            return Ok(());
        };
        match self.record.last_mut() {
            Some(parent) => parent.children.push(node),
            None => each(node, self.begun)?,
        }
        Ok(())
    }

    fn say(&mut self, words: &str, at: u64) -> Result<(), ListFault> {
        match self.record.last_mut() {
            Some(node) => {
                self.bytes = self.bytes.saturating_add(words.len());
                if self.bytes > TEXT_MAX {
                    return Err(self.too_large());
                }
                node.text.push_str(words);
                Ok(())
            }
            None if self.outside == 0 && !words.trim().is_empty() => {
                Err(self.fault(at, "has text outside its elements"))
            }
            None => Ok(()),
        }
    }

    /// The letter that `&amp;` or `&#x4E2D;` stands for.
    fn letter(&self, reference: &BytesRef<'_>, at: u64) -> Result<char, ListFault> {
        if let Ok(Some(c)) = reference.resolve_char_ref() {
            return Ok(c);
        }
        let name = reference.xml10_content();
        match name.as_ref() {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => Err(self.fault(at, "uses an entity that XML does not know: it was not unfolded")),
        }
    }

    fn end(self) -> Result<Node, ListFault> {
        let at = u64::try_from(self.text.len()).unwrap_or(u64::MAX);
        if self.outside > 0 || !self.record.is_empty() {
            return Err(self.fault(at, "ends in the middle of an element: it is cut off"));
        }
        let missing = self.fault(at, "has no element");
        self.root.ok_or(missing)
    }
}

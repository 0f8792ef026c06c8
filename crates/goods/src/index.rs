//! A trie over tokens: the longest name or word that starts at a token is found in one walk.

use std::collections::{BTreeMap, HashMap};

use crate::text::{Gap, Kind, Token, tokens};

/// What a word of the trade is, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u64);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        impl Classes {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            /// The class by its name in `words.csv`.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    /// Something that goes with an accelerator and holds none: a heatsink, a cable.
    ACCESSORY = 0, "accessory";
    /// The same, but the word may also describe an accelerator: a fan, a bracket.
    ACCESSORY_WEAK = 1, "accessory-weak";
    /// Network equipment.
    NETWORK = 2, "network";
    /// A part of a computer that is no accelerator.
    COMPONENT = 3, "component";
    /// Something else altogether.
    OTHER = 4, "other";
    /// A portable computer, whose graphics chip is another than the card of the same name.
    LAPTOP = 5, "laptop";
    /// An accelerator in general.
    GPU = 6, "gpu";
    /// A computer.
    SERVER = 7, "server";
    /// A board that holds several.
    GROUP = 8, "group";
    /// A board or module.
    BOARD = 9, "board";
    /// A card.
    CARD = 10, "card";
    /// A bare integrated circuit.
    IC = 11, "ic";
    /// What follows is what it fits, not what it is.
    FOR = 12, "for";
    /// What follows comes along.
    WITH = 13, "with";
    /// It says that no accelerator is inside.
    WITHOUT = 14, "without";
    /// A chassis that may be sold empty.
    BAREBONE = 15, "barebone";
    /// A chip, in general.
    CHIP = 16, "chip";
    /// A form of module.
    SXM = 17, "variant:sxm";
    /// A form of card.
    PCIE = 18, "variant:pcie";
    /// A form of card with a bridge.
    NVL = 19, "variant:nvl";
    /// A form of module.
    OAM = 20, "variant:oam";
    /// Something else of the kind may be meant as well: "or equivalent".
    ALTERNATIVE = 31, "alternative";
    /// An edition.
    SERVER_EDITION = 21, "variant:server";
    /// An edition.
    WORKSTATION_EDITION = 22, "variant:workstation";
    /// An edition.
    MAX_Q = 23, "variant:max-q";
    /// Counts accelerators in a unit: 8 卡.
    UNIT_GPU = 24, "unit:gpu";
    /// Counts single pieces.
    UNIT_PIECE = 25, "unit:piece";
    /// Counts machines.
    UNIT_MACHINE = 26, "unit:machine";
    /// Counts items of whatever kind.
    UNIT_ITEM = 27, "unit:item";
    /// Announces a number: quantity.
    QUANTITY = 28, "quantity";
    /// A brand or trade word that says nothing about which accelerator it is.
    BRAND = 29, "brand";
    /// Memory, of whatever kind and wherever.
    MEMORY = 32, "memory";
    /// Memory as it is sold by itself: a stack, a cube.
    MEMORY_STACK = 34, "memory-stack";
    /// Something about high-bandwidth memory that is none: a controller, a tester.
    MEMORY_OTHER = 33, "memory-other";
    /// Something that may be sold with or without the accelerator in it: a tray, a box, a kit.
    CONTAINER = 30, "container";
    /// A frame for computers, which may come empty or full.
    RACK = 35, "rack";
}

impl Classes {
    /// All variants.
    pub const VARIANT: Self = Self(
        Self::SXM.0
            | Self::PCIE.0
            | Self::NVL.0
            | Self::OAM.0
            | Self::SERVER_EDITION.0
            | Self::WORKSTATION_EDITION.0
            | Self::MAX_Q.0,
    );

    /// Has it any of these?
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Either.
    pub const fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both have.
    pub fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// None but these, and at least one?
    pub fn is_only(self, other: Self) -> bool {
        self.any(other) && self.0 & !other.0 == 0
    }

    /// None at all?
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What stands at a name or word.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Accelerators of this name, by index.
    pub accelerators: Vec<usize>,
    /// Products of this name, by index.
    pub products: Vec<usize>,
    /// Memory stacks of this name, by index.
    pub memory: Vec<usize>,
    /// The maker of this name, by index.
    pub maker: Option<usize>,
    /// Classes of the word.
    pub classes: Classes,
}

impl Entry {
    fn is_empty(&self) -> bool {
        self.accelerators.is_empty()
            && self.products.is_empty()
            && self.memory.is_empty()
            && self.maker.is_none()
            && self.classes.is_empty()
    }
}

#[derive(Debug, Default)]
struct Node {
    next: BTreeMap<u32, usize>,
    entry: Entry,
}

/// Names and words by their tokens.
#[derive(Debug, Default)]
pub struct Index {
    vocabulary: HashMap<String, u32>,
    nodes: Vec<Node>,
}

/// A name or word found in a text.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// Number of tokens.
    pub length: usize,
    /// What it is.
    pub entry: &'a Entry,
    /// Were the letter and the number of a name such as `H 100` written apart?
    pub loose: bool,
}

impl Index {
    /// The entry of a name; made where there is none.
    pub fn entry(&mut self, name: &str) -> Option<&mut Entry> {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut at = 0;
        for token in tokens(name) {
            let fresh = u32::try_from(self.vocabulary.len()).ok()?;
            let word = *self.vocabulary.entry(token.text).or_insert(fresh);
            let end = self.nodes.len();
            at = *self.nodes.get_mut(at)?.next.entry(word).or_insert(end);
            if at == end {
                self.nodes.push(Node::default());
            }
        }
        self.nodes.get_mut(at).map(|node| &mut node.entry)
    }

    /// Each token's number in the vocabulary.
    pub fn words(&self, tokens: &[Token]) -> Vec<Option<u32>> {
        tokens.iter().map(|token| self.vocabulary.get(&token.text).copied()).collect()
    }

    /// Is the x at a token a multiplication ("A100 x8", "A100x8") rather than part of a name ("MLU370-X8", "A100X")?
    fn multiplies(&self, node: &Node, tokens: &[Token], words: &[Option<u32>], at: usize) -> bool {
        let number = tokens.get(at + 1).filter(|t| t.kind == Kind::Digits && t.gap <= Gap::Space);
        let step = |node: &Node, at: usize| {
            let word = words.get(at).copied().flatten()?;
            self.nodes.get(*node.next.get(&word)?)
        };
        let apart = tokens.get(at).is_some_and(|t| t.gap == Gap::Space);
        match number {
            Some(_) if step(node, at).and_then(|n| step(n, at + 1)).is_some() => false,
            Some(number) => apart || (number.gap == Gap::None && !node.entry.is_empty()),
            None => apart,
        }
    }

    /// The longest name or word that starts at `start`.
    pub fn longest<'a>(&'a self, tokens: &[Token], words: &[Option<u32>], start: usize) -> Option<Found<'a>> {
        let mut node = self.nodes.first()?;
        let mut best = None;
        let mut loose = false;
        let mut previous: Option<&Token> = None;
        for (length, (token, word)) in tokens.iter().zip(words).skip(start).enumerate() {
            if let Some(before) = previous {
                if token.gap == Gap::Break {
                    break;
                }
                // "RTX 4090" is always written so, "H 100" rarely.
                loose |= length == 1 && token.gap == Gap::Space && before.is_letter() && token.kind == Kind::Digits;
                if token.is("x") && before.kind == Kind::Digits && self.multiplies(node, tokens, words, start + length)
                {
                    break;
                }
            }
            let Some(next) = word.and_then(|w| node.next.get(&w)).and_then(|n| self.nodes.get(*n)) else { break };
            node = next;
            previous = Some(token);
            if !node.entry.is_empty() {
                best = Some(Found { length: length + 1, entry: &node.entry, loose });
            }
        }
        best
    }
}

//! A text cut into spans: names of accelerators and products, makers, words of the trade, memory sizes, the rest.

use tidewaiter_model::Decimal;

use crate::index::{Classes, Entry, Index};
use crate::text::{Gap, Kind, Token, tokens};

/// A stretch of tokens that means one thing.
#[derive(Debug)]
pub struct Span<'a> {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it is, where it is known.
    pub entry: Option<&'a Entry>,
    /// A memory size in GB.
    pub memory: Option<Decimal>,
    /// An accelerator's name that is not certain: `H 100`, `L40Q`, a short name glued to an unknown code.
    pub doubtful: bool,
}

impl Span<'_> {
    /// Is it of any of these classes?
    pub fn is(&self, classes: Classes) -> bool {
        self.entry.is_some_and(|e| e.classes.any(classes))
    }

    /// Does it name an accelerator?
    pub fn is_accelerator(&self) -> bool {
        self.entry.is_some_and(|e| !e.accelerators.is_empty())
    }

    /// Does it name a product?
    pub fn is_product(&self) -> bool {
        self.entry.is_some_and(|e| !e.products.is_empty())
    }

    /// Does it name one or the other?
    pub fn is_named(&self) -> bool {
        self.is_accelerator() || self.is_product()
    }

    /// Does it name a maker?
    pub fn is_maker(&self) -> bool {
        self.entry.is_some_and(|e| e.maker.is_some())
    }
}

/// A text and its spans.
#[derive(Debug)]
pub struct Scan<'a> {
    /// The tokens.
    pub tokens: Vec<Token>,
    /// The spans; together they cover all tokens, in order.
    pub spans: Vec<Span<'a>>,
}

impl<'a> Scan<'a> {
    /// Cuts a text.
    pub fn new(index: &'a Index, text: &str) -> Self {
        let tokens = tokens(text);
        let words = index.words(&tokens);
        let mut spans = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let span = if let Some(memory) = memory(&tokens, at) {
                Span { start: at, end: at + 2, entry: None, memory: Some(memory), doubtful: false }
            } else if let Some(found) = index.longest(&tokens, &words, at) {
                let end = at + found.length;
                let named = !found.entry.accelerators.is_empty() || !found.entry.products.is_empty();
                let doubtful =
                    named && (found.loose || glued(index, &tokens, &words, at, end, found.entry.products.is_empty()));
                Span { start: at, end, entry: Some(found.entry), memory: None, doubtful }
            } else {
                Span { start: at, end: at + 1, entry: None, memory: None, doubtful: false }
            };
            at = span.end;
            spans.push(span);
        }
        Self { tokens, spans }
    }

    /// A token.
    pub fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// What stands before a span.
    pub fn gap(&self, span: &Span<'_>) -> Gap {
        self.token(span.start).map_or(Gap::Break, |t| t.gap)
    }

    /// The words of a span, as normalised.
    pub fn text(&self, span: &Span<'_>) -> String {
        let mut out = String::new();
        for (n, token) in self.tokens.iter().enumerate().take(span.end).skip(span.start) {
            if n > span.start && token.gap != Gap::None {
                out.push(if token.gap == Gap::Hyphen { '-' } else { ' ' });
            }
            out.push_str(&token.text.to_uppercase());
        }
        out
    }

    /// Is any span of these classes?
    pub fn has(&self, classes: Classes) -> bool {
        self.spans.iter().any(|s| s.is(classes))
    }
}

/// `80G`, `80 GB`, `80GiB` at a token: 4 to 4096.
fn memory(tokens: &[Token], at: usize) -> Option<Decimal> {
    let size = tokens.get(at)?.number()?;
    let unit = tokens.get(at + 1)?;
    let close = matches!(unit.gap, Gap::None | Gap::Space);
    let gigabytes = unit.is("gb") || unit.is("gib") || (unit.is("g") && unit.gap == Gap::None);
    // "96G" and "2G133" differ in what follows; so do "400Gb/s" and "80GB".
    let runs_on = tokens
        .get(at + 2)
        .is_some_and(|next| (next.gap == Gap::None && next.kind == Kind::Digits) || (next.mark == '/' && next.is("s")));
    (close && gigabytes && !runs_on && (4..=4096).contains(&size)).then(|| Decimal::from(size))
}

/// Is a name part of a longer code that is not known: `L40Q`, `XY-L4-9000`?
fn glued(index: &Index, tokens: &[Token], words: &[Option<u32>], start: usize, end: usize, chip: bool) -> bool {
    let known = |at: usize| index.longest(tokens, words, at).is_some();
    // A short name such as L4 is easily a piece of something else; a server's SKU goes on after a hyphen.
    let short = chip && tokens.get(start).is_some_and(Token::is_letter);
    let after = tokens.get(end).is_some_and(|next| match (next.gap, next.kind) {
        (Gap::None, Kind::Letters) => !next.is("x") && (next.is_letter() || !known(end)),
        (Gap::Hyphen, Kind::Letters) => short && !next.is("x") && next.text.len() <= 2 && !known(end),
        (Gap::Hyphen, Kind::Digits) => tokens.get(end + 1).is_some_and(|n| n.is("q") && n.gap == Gap::None),
        (Gap::None, Kind::Digits) => true,
        _ => false,
    });
    let first = tokens.get(start);
    let before = first.is_some_and(|t| t.gap == Gap::Hyphen && t.is_letter())
        && start
            .checked_sub(1)
            .is_some_and(|at| tokens.get(at).is_some_and(|t| t.kind != Kind::Han && t.text.len() > 1) && !known(at));
    after || before
}

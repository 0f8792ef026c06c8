//! Owners drawn from any names: the DOT text keeps to the language's grammar, the SVG to XML's.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use tidewaiter_model::{
    EntityKind, Holding, IntegratedInterest, Interest, Method, OwnerParty, OwnersAnswer, Seats, Statement,
    UltimateParent, VotingControl,
};
use tidewaiter_report::owners;

use crate::sample;

/// Parties of these names, each held by the next and by itself, the first also by the last.
fn answer(names: &[String], source: &str) -> OwnersAnswer {
    let party = |(at, name): (usize, &String)| OwnerParty {
        name: name.clone(),
        id: "unknown".to_owned(),
        kind: if at % 2 == 1 { EntityKind::Person } else { EntityKind::Company },
        country: "unknown".to_owned(),
        depth: at,
        listed: Vec::new(),
        counts_whole: "no".to_owned(),
        unstated: "10".to_owned(),
    };
    let holding = |owner: usize, owned: usize| Holding {
        owner,
        owned,
        share: "25-50".to_owned(),
        conflict: false,
        statements: vec![Statement {
            owner: names[owner].clone(),
            owned: names[owned].clone(),
            interest: Interest::Ownership,
            share: "25-50".to_owned(),
            from: None,
            to: None,
            source: source.to_owned(),
        }],
    };
    let last = names.len() - 1;
    let up = (0..last).map(|at| holding(at + 1, at));
    OwnersAnswer {
        schema: "tidewaiter/own/1",
        ground: sample::ground("2025-10-15"),
        party: names[0].clone(),
        rules: Vec::new(),
        ultimate_parent: "unknown".to_owned(),
        headquarters: "unknown".to_owned(),
        ultimate_parent_why: UltimateParent {
            answer: "open".to_owned(),
            says: String::new(),
            chain: Vec::new(),
            open: Vec::new(),
            settle: String::new(),
        },
        headquarters_why: Seats {
            party: "unknown".to_owned(),
            ultimate_parent: "unknown".to_owned(),
            macau_or_d5: "unknown".to_owned(),
            why: String::new(),
            settle: String::new(),
            cite: String::new(),
        },
        parties: names.iter().enumerate().map(party).collect(),
        holdings: up.chain((0..=last).map(|at| holding(at, at))).chain([holding(last, 0)]).collect(),
        interests: vec![IntegratedInterest {
            owner: names[last].clone(),
            party: last,
            lower: "12.51".to_owned(),
            upper: "33.33333333".to_owned(),
            settled: true,
        }],
        interests_open: "87.49".to_owned(),
        interests_why: Method::default(),
        control: vec![VotingControl {
            owner: names[last].clone(),
            party: last,
            answer: "possible".to_owned(),
            lower: "0".to_owned(),
            upper: "100".to_owned(),
            basis: "ownership".to_owned(),
            chain: Vec::new(),
        }],
        control_why: Method::default(),
        notes: Vec::new(),
        faults: Vec::new(),
    }
}

/// A word of the DOT language: an identifier or number, a quoted text, or one of its signs.
#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(&'static str),
}

/// The words of a DOT text by the language's grammar (graphviz.org/doc/info/lang.html); `None` where something else is
/// written, or a text never ends.
fn tokens(dot: &str) -> Option<Vec<Token>> {
    let mut rest = dot.trim_start();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let signs = ["->", "{", "}", "[", "]", "=", ";", ","];
        if let Some((sign, after)) = signs.into_iter().find_map(|sign| Some((sign, rest.strip_prefix(sign)?))) {
            found.push(Token::Sign(sign));
            rest = after;
        } else if let Some(text) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = text.find(|c| {
                let is_end = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                is_end
            })?;
            let (text, after) = text.split_at_checked(end)?;
            found.push(Token::Text(text.to_owned()));
            rest = after.strip_prefix('"')?;
        } else {
            let end =
                rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).filter(|end| *end > 0)?;
            let (word, after) = rest.split_at_checked(end)?;
            found.push(Token::Word(word.to_owned()));
            rest = after;
        }
        rest = rest.trim_start();
    }
    Some(found)
}

/// Statements of the graph as their words: `p1`, `p1 -> p0`, each with its attributes; checks the grammar on the way.
fn statements(dot: &str) -> Vec<Vec<String>> {
    let tokens = tokens(dot).expect("only words of the language");
    let (head, body) = tokens.split_at(3);
    assert_eq!(head, [Token::Word("digraph".into()), Token::Word("owners".into()), Token::Sign("{")]);
    let (end, body) = body.split_last().unwrap();
    assert_eq!(*end, Token::Sign("}"));
    let mut found = Vec::new();
    for statement in body.split(|token| *token == Token::Sign(";")).filter(|s| !s.is_empty()) {
        let (subject, attributes) = match statement.iter().position(|token| *token == Token::Sign("[")) {
            Some(at) => {
                let (close, inside) = statement[at + 1..].split_last().unwrap();
                assert_eq!(*close, Token::Sign("]"));
                (&statement[..at], inside)
            }
            // `name = value` of the graph itself.
            None => (&statement[..0], statement),
        };
        for attribute in attributes.split(|token| *token == Token::Sign(",")) {
            assert!(
                matches!(attribute, [Token::Word(_), Token::Sign("="), Token::Word(_) | Token::Text(_)]),
                "{attribute:?}"
            );
        }
        let words: Vec<String> = subject
            .iter()
            .map(|token| match token {
                Token::Word(word) => word.clone(),
                Token::Sign(sign) => (*sign).to_owned(),
                Token::Text(text) => panic!("a name of a node is no text: {text}"),
            })
            .collect();
        found.push(words);
    }
    found
}

fn names() -> impl Strategy<Value = Vec<String>> {
    let hostile = "[\"\\\\\n;{}<>\\[\\]a翠é\u{202e}\u{7} ]{0,60}";
    proptest::collection::vec(prop_oneof![hostile, "\\PC{0,90}"], 2..14)
}

proptest! {
    #[test]
    fn dot_keeps_to_its_grammar(names in names(), source in "\\PC{0,40}") {
        let answer = answer(&names, &source);
        let statements = statements(&owners::dot(&answer));
        let nodes: Vec<&str> =
            statements.iter().filter_map(|s| match s.as_slice() { [node] if node.starts_with('p') => Some(node.as_str()), _ => None }).collect();
        prop_assert_eq!(nodes.len(), names.len());
        let mut edges = 0;
        for edge in statements.iter().filter(|s| s.len() == 3) {
            prop_assert!(edge[1] == "->" && nodes.contains(&edge[0].as_str()) && nodes.contains(&edge[2].as_str()));
            edges += 1;
        }
        prop_assert_eq!(edges, answer.holdings.len());
    }

    #[test]
    fn svg_is_xml_and_holds_every_party(names in names(), source in "\\PC{0,40}") {
        let svg = owners::svg(&answer(&names, &source));
        let mut reader = Reader::from_str(&svg);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => prop_assert!(false, "{}", error),
            }
        }
        prop_assert!(svg.matches("<rect ").count() > names.len());
    }
}

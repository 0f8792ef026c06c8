//! Addresses in Chinese: each part ends in a character that says what it is.

use unicode_normalization::UnicodeNormalization;

use super::Address;
use super::gazetteer::{GAZETTEER, Level};
use super::street::{Numbers, Street};
use crate::scripts::sound::{Romanisation, has_cantonese, pinyin, spell};
use crate::scripts::variants::fold;
use crate::scripts::{Unspaced, unspaced};

/// Words that end a building's name, in folded characters, the longest first.
const BUILDING: [&str; 22] = [
    "工业中心",
    "商业中心",
    "贸易中心",
    "科技中心",
    "工业大厦",
    "商业大厦",
    "国际中心",
    "科技园",
    "产业园",
    "工业园",
    "工业区",
    "软件园",
    "大厦",
    "大楼",
    "中心",
    "广场",
    "商厦",
    "工厦",
    "工厂",
    "花园",
    "大酒店",
    "园区",
];
/// Words that tell no building from another, in folded characters.
const PLAIN: [&str; 14] =
    ["工业", "商业", "国际", "科技", "贸易", "中心", "大厦", "大楼", "广场", "商厦", "工厦", "工厂", "金融", "产业"];

/// Read the Chinese part of an address, if it has one.
pub(super) fn read(text: &str, address: &mut Address) {
    let chars: Vec<char> = text.nfkc().flat_map(char::to_lowercase).map(fold).collect();
    if chars.iter().filter(|c| is_han(**c)).count() < 2 {
        return;
    }
    let mut reader = Reader { chars, at: 0, name: String::new(), hong_kong: false, address };
    reader.hong_kong = reader.address.country == Some(tidewaiter_model::Country::HK);
    reader.run();
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    /// What was read since the last part ended.
    name: String,
    hong_kong: bool,
    address: &'a mut Address,
}

/// How many characters the first of these words has with which a text starts.
fn starts(text: &[char], words: &[&str]) -> Option<usize> {
    words
        .iter()
        .find(|word| {
            word.chars().count() <= text.len() && word.chars().eq(text.iter().copied().take(word.chars().count()))
        })
        .map(|word| word.chars().count())
}

impl Reader<'_> {
    fn rest(&self) -> &[char] {
        self.chars.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count.max(1));
    }

    fn run(&mut self) {
        while let Some(&c) = self.rest().first() {
            if let Some((english, length)) = GAZETTEER.han_street_at(self.rest()) {
                self.end_of_area();
                let words: Vec<&str> = english.split(' ').collect();
                self.address.streets.push(Street::from_words(&words));
                self.skip(length);
            } else if let Some((place, length)) = self.place() {
                self.end_of_area();
                self.hong_kong |= place.level == Level::HongKong || place.key == "hong kong";
                self.address.push_place(place);
                self.skip(length);
                // 深圳市, 广东省: the table knows the name alone.
                if self.rest().first().is_some_and(|c| "省市区县".contains(*c)) {
                    self.skip(1);
                }
            } else if !self.number() && !self.part_ends() {
                if is_han(c) {
                    self.name.push(c);
                } else if !c.is_alphanumeric() {
                    self.end_of_area();
                }
                self.skip(1);
            }
        }
        self.end_of_area();
    }

    /// A place's name, unless it begins the name of a street: 大埔 in 大埔道.
    fn place(&self) -> Option<(super::gazetteer::Place, usize)> {
        let rest = self.rest();
        let found = GAZETTEER.han_place_at(rest)?;
        let after = rest.get(found.1..).unwrap_or_default();
        let road = |text: &[char]| starts(text, &["道", "路", "街", "大道", "大街"]).is_some();
        let turned =
            after.first().is_some_and(|c| "东西南北中".contains(*c)) && road(after.get(1..).unwrap_or_default());
        (self.name.is_empty() && !road(after) && !turned || !self.name.is_empty() && !road(after)).then_some(found)
    }

    /// A number and what it counts: a house, floor, unit, block or section.
    fn number(&mut self) -> bool {
        let rest = self.rest();
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '&' | '#' | '至' | '之' | '–');
        let plain = rest.iter().take_while(|c| is_plain(c)).count();
        let counted = rest.iter().take_while(|c| "〇零一二三四五六七八九十百".contains(**c)).count();
        let length = plain.max(counted);
        let text: String = rest.iter().take(length).collect();
        let text = text.replace(['至', '–'], "-");
        let has_digit = text.chars().any(|c| c.is_ascii_digit());
        if length == 0 || (plain > 0 && !has_digit && plain > 2) {
            return false;
        }
        let value =
            if plain > 0 { text.clone() } else { han_number(&text).map_or_else(String::new, |n| n.to_string()) };
        let after = rest.get(length..).unwrap_or_default();
        let unit = starts(after, &["号室", "号房", "室", "房", "单位", "铺"]);
        let block = starts(after, &["号楼", "号厂房", "号院", "号栋", "座", "栋", "幢", "期", "号仓"]);
        let floor = starts(after, &["字楼", "楼", "层", "/f", "f"]).filter(|_| plain == 0 || has_digit);
        let house = starts(after, &["号", "之"]);
        let section = starts(after, &["段"]);
        let taken = if let Some(ends) = unit {
            self.address.push_unit(&value);
            ends
        } else if let Some(ends) = block {
            self.address.blocks.push(value);
            ends
        } else if let Some(ends) = floor {
            self.address.set_floor(value.trim_end_matches(['/', 'f']));
            ends
        } else if let Some(ends) = house {
            self.end_of_area();
            if let Some(street) = self.address.streets.last_mut()
                && street.numbers.is_none()
            {
                street.numbers = Numbers::read(&value);
            }
            ends
        } else if let Some(ends) = section {
            if let Some(street) = self.address.streets.last_mut() {
                street.section = value.parse().ok();
            }
            ends
        } else if plain > 0 {
            if let Some(floor) = text.strip_suffix("/f").or_else(|| text.strip_suffix('f')) {
                self.address.set_floor(floor);
            } else if has_digit && after.first().is_none_or(|c| !c.is_alphanumeric()) && self.address.is_precise() {
                self.address.push_unit(&text);
            }
            0
        } else {
            return false;
        };
        self.skip(length.saturating_add(taken));
        true
    }

    /// A character that ends a part: a street, a building, a district.
    fn part_ends(&mut self) -> bool {
        let rest = self.rest();
        if let Some(length) = starts(rest, &BUILDING).filter(|_| !self.name.is_empty()) {
            // 怡生工业中心大厦: the last word ends it.
            let more = starts(rest.get(length..).unwrap_or_default(), &BUILDING);
            if more.is_none() {
                let whole: String = rest.iter().take(length).collect();
                self.name.push_str(&whole);
                self.end_of_building();
            } else {
                let word: String = rest.iter().take(length).collect();
                self.name.push_str(&word);
            }
            self.skip(length);
            return true;
        }
        if self.name.is_empty() {
            return false;
        }
        if let Some(length) = starts(
            rest,
            &["街道办事处", "街道", "自治区", "特别行政区", "开发区", "新区", "省", "市", "区", "县", "镇", "乡", "村"],
        ) {
            self.end_of_area();
            self.skip(length);
            return true;
        }
        if let Some(length) = starts(rest, &["大道", "大街", "道", "路", "街", "径", "里", "坊", "巷", "弄"])
        {
            self.end_of_street();
            self.skip(length);
            return true;
        }
        false
    }

    fn end_of_street(&mut self) {
        let name = std::mem::take(&mut self.name);
        let mut own: Vec<char> = name.chars().collect();
        let mut street = Street { written: name.clone(), ..Street::default() };
        let counted: String = own.iter().rev().take_while(|c| "一二三四五六七八九十".contains(**c)).collect();
        if !counted.is_empty() && counted.chars().count() < own.len() {
            own.truncate(own.len().saturating_sub(counted.chars().count()));
            street.ordinal = han_number(&counted.chars().rev().collect::<String>());
        }
        let point = own.last().and_then(|c| "东西南北中".find(*c)).and_then(|at| "ewnsc".chars().nth(at / 3));
        if let Some(point) = point.filter(|_| own.len() > 1) {
            // 东 e, 西 w, 南 n … in the order of the two texts.
            street.turn.push(match point {
                'n' => 's',
                's' => 'n',
                other => other,
            });
            own.pop();
        }
        let own: String = own.into_iter().collect();
        street.key = self.sound(&own);
        self.address.streets.push(street);
    }

    /// In Latin letters: as Hong Kong writes it there, by the Mandarin sound elsewhere.
    fn sound(&self, name: &str) -> String {
        if self.hong_kong && has_cantonese(name) { spell(name, Romanisation::Cantonese) } else { pinyin(name) }
    }

    fn end_of_building(&mut self) {
        let whole = std::mem::take(&mut self.name);
        let own = PLAIN.iter().fold(whole.clone(), |name, word| name.replace(word, ""));
        let own = if own.chars().count() < 2 { whole.clone() } else { own };
        if own.chars().count() >= 2 {
            let sound = self.sound(&own);
            let estate = ["园", "区", "工厂"].iter().any(|end| whole.ends_with(end));
            if estate { self.address.estates.push(sound) } else { self.address.buildings.push(sound) }
        }
    }

    fn end_of_area(&mut self) {
        let name = std::mem::take(&mut self.name);
        if name.chars().count() >= 2 {
            let area = self.sound(&name);
            self.address.areas.insert(area);
        }
    }
}

fn is_han(c: char) -> bool {
    unspaced(c) == Some(Unspaced::Han)
}

/// 十二 is 12, 一〇三 is 103, 二百零五 is 205.
fn han_number(text: &str) -> Option<u32> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|known| known == c).or((c == '零').then_some(0));
    let (mut total, mut open) = (0u32, None::<u32>);
    for c in text.chars() {
        match c {
            '十' => total = total.checked_add(open.take().unwrap_or(1).checked_mul(10)?)?,
            '百' => total = total.checked_add(open.take().unwrap_or(1).checked_mul(100)?)?,
            _ => {
                let value = u32::try_from(digit(c)?).ok()?;
                open = Some(open.unwrap_or(0).checked_mul(10)?.checked_add(value)?);
            }
        }
    }
    total.checked_add(open.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_characters() {
        for (text, value) in [("十二", 12), ("二十", 20), ("一〇三", 103), ("二百零五", 205), ("十", 10), ("三", 3)]
        {
            assert_eq!(han_number(text), Some(value), "{text}");
        }
    }
}

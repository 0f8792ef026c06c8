//! Persons' names: spellings that are one name.

use crate::{Kind, LegalForm};

/// Customary spellings of one name in Latin letters, each line one family: romanisations of Chinese and Korean family
/// names (Pinyin, Wade–Giles, Cantonese, Hokkien, customary Korean), transliterations of Arabic and Slavonic names whose
/// letters differ much, and common English short forms. A name may stand in several.
const FAMILIES: &str = "\
li lee lei
li ri lee rhee yi
zhang chang cheung teo
zhang jang chang
wang wong ong
huang hwang wong ng ooi
chen chan tan chin
liu lau low liew
lin lam lim
yang yeung young
zhao chao chiu chew
wu ng goh
zhou chou chow chau
xu hsu tsui hui koh
sun suen soon
zhu chu choo
hu hoo woo wu
guo kuo kwok quek
he ho
gao kao ko
luo lo law loh
zheng cheng tay
liang leung leong neo
xie hsieh tse chia
song sung soong
tang tong
deng teng tang
feng fung
yu yue yee
ye yeh yip yap ip
xiao hsiao siu seow
cai tsai choi chua
jiang chiang keung kiang
ding ting
shen shum sim
cao tsao cho
zeng tseng tsang chan
peng pang
xi hsi shi
ruan yuen nguyen
kim gim
pak park bak
choe choi choy
jong jung chong chung jeong
ryu yoo yu lyu
kang gang
no noh roh
u woo wu
mohammed muhammad mohammad mohamed muhammed mohamad muhamad mehmet mahomet md
ahmad ahmed ahmet akhmad achmed
yusuf youssef yousef yusef yousuf josef
hussein husayn hussain husein huseyin hossein hosein
hasan hassan hasaan
omar umar omer
osman uthman othman usman
osama usama
abdul abdel abd abdal abdol
abdullah abdallah abdulla abdellah
ibrahim ebrahim ibraheem
khalid khaled halid
qasim kassem qassem ghasem kasim
saeed said saed sayed
jamal gamal djamal cemal
sergey sergei sergejs serguei sergiy serhiy
alexander aleksandr aleksander oleksandr alexandre alexandr iskander
vladimir wladimir volodymyr wolodymyr
dmitry dmitri dmitriy dmytro dimitri
yuri yury yuriy iouri jurij juri
nikolai nikolay mykola nicolai
mikhail mikhailo michail mykhailo
evgeny evgeni yevgeny evgeniy yevgeniy yevgenii eugene
andrei andrey andriy
alexei aleksei aleksey alexey oleksiy
pyotr petr piotr petro
zelensky zelenskyy zelenskiy zelenskyj selenskyj
william bill will billy
robert bob rob bobby
richard dick rick
james jim jimmy
john jack johnny
charles charlie chuck
edward ed ted eddie
theodore ted teddy
thomas tom tommy
michael mike mick
joseph joe
anthony tony
benjamin ben
daniel dan danny
david dave
samuel sam
steven stephen steve
kenneth ken
ronald ron
donald don
gregory greg
jeffrey geoffrey jeff
andrew andy
matthew matt
christopher chris
nicholas nick
alexander alex sandy
elizabeth liz beth betty
katherine catherine kate kathy
margaret maggie peggy
jennifer jenny
patricia pat
";

/// Particles between a man's name and his father's.
pub(crate) const SON_OF: [&str; 6] = ["bin", "ibn", "ben", "bint", "ould", "oglu"];

/// Forms of address and ranks, which stand before a person's name and tell nothing of who it is.
const TITLES: [&str; 40] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mme",
    "monsieur",
    "madame",
    "herr",
    "frau",
    "senor",
    "dr",
    "prof",
    "professor",
    "sir",
    "hajji",
    "haji",
    "hadji",
    "hajj",
    "sheikh",
    "shaikh",
    "shaykh",
    "sheik",
    "mullah",
    "mulla",
    "mawlawi",
    "maulvi",
    "maulana",
    "ayatollah",
    "imam",
    "col",
    "colonel",
    "capt",
    "captain",
    "lt",
    "maj",
    "sgt",
    "brig",
    "adm",
    "cmdr",
    "dato",
];

/// What stands behind a person's name.
const SUFFIXES: [&str; 4] = ["jr", "sr", "esq", "phd"];

/// Take forms of address off both ends; a word is left in any case.
pub(crate) fn strip_titles(words: &mut Vec<String>) {
    while words.len() > 1 && words.first().is_some_and(|word| TITLES.contains(&word.as_str())) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| SUFFIXES.contains(&word.as_str())) {
        words.pop();
    }
}

/// Are two words spellings of one person's name?
pub(crate) fn same_family(a: &str, b: &str) -> bool {
    // Almost all words are in no family: their first letters decide at once.
    FAMILY_TABLE
        .get(a)
        .is_some_and(|one| FAMILY_TABLE.get(b).is_some_and(|other| one.iter().any(|n| other.contains(n))))
}

/// All spellings of a person's name that [`same_family`] takes for one with it, itself included, each once.
///
/// ```
/// assert!(tidewaiter_names::spellings("huang").any(|one| one == "wong"));
/// assert_eq!(tidewaiter_names::spellings("quorvex").count(), 0);
/// ```
pub fn spellings(name: &str) -> impl Iterator<Item = &'static str> {
    let families = FAMILY_TABLE.get(name).map_or(&[][..], Vec::as_slice);
    let some = if families.is_empty() { None } else { Some(FAMILY_TABLE.iter()) };
    let others = some.into_iter().flatten();
    others.filter(|(_, numbers)| numbers.iter().any(|n| families.contains(n))).map(|(name, _)| *name)
}

/// Is the word in a family of spellings?
pub(crate) fn has_family(word: &str) -> bool {
    FAMILY_TABLE.contains_key(word)
}

static FAMILY_TABLE: std::sync::LazyLock<std::collections::BTreeMap<&'static str, Vec<u8>>> =
    std::sync::LazyLock::new(|| {
        let mut table = std::collections::BTreeMap::<&str, Vec<u8>>::new();
        for (line, number) in FAMILIES.lines().zip(0u8..) {
            for name in line.split(' ') {
                table.entry(name).or_default().push(number);
            }
        }
        table
    });

/// May these be the words of a person's name: two to seven words without number, place or line of business?
#[must_use]
pub fn may_be_person(kinds: impl Iterator<Item = Kind>, form: LegalForm) -> bool {
    let mut names = 0u32;
    for kind in kinds {
        match kind {
            Kind::Word | Kind::Initial => names = names.saturating_add(1),
            Kind::Particle => {}
            _ => return false,
        }
    }
    form == LegalForm::None && (2..=7).contains(&names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_go_and_a_word_is_left() {
        let stripped = |text: &str| {
            let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            strip_titles(&mut words);
            words.join(" ")
        };
        assert_eq!(stripped("dr haji quorvex tarnum jr"), "quorvex tarnum");
        assert_eq!(stripped("sheikh"), "sheikh");
        assert_eq!(stripped("quorvex dr"), "quorvex dr");
    }

    #[test]
    fn families_are_clean_and_tell_names_apart() {
        for name in FAMILY_TABLE.keys() {
            assert_eq!(crate::clean(name), *name);
        }
        assert!(FAMILIES.lines().count() < usize::from(u8::MAX));
        assert!(same_family("huang", "wong"));
        assert!(!same_family("hassan", "hussein"));
        assert!(!same_family("liu", "li"));
    }
}

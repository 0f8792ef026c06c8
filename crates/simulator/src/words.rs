//! Names that nobody bears: brands put together from syllables, by language.

use crate::draw::Draw;

/// A language or group of languages in which names are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tongue {
    #[default]
    English,
    German,
    Romance,
    Nordic,
    Slavic,
    Russian,
    Arabic,
    Turkish,
    Indian,
    Chinese,
    Japanese,
    Korean,
    Malay,
    Thai,
    Vietnamese,
}

/// A syllable in Latin letters, and in the script of the language where it has another.
type Syllable = (&'static str, &'static str);

const ENGLISH: &[Syllable] = &[
    ("ald", ""),
    ("bram", ""),
    ("cor", ""),
    ("dun", ""),
    ("el", ""),
    ("fen", ""),
    ("gar", ""),
    ("hol", ""),
    ("ing", ""),
    ("ket", ""),
    ("lor", ""),
    ("mar", ""),
    ("nor", ""),
    ("os", ""),
    ("per", ""),
    ("quill", ""),
    ("rath", ""),
    ("sel", ""),
    ("tor", ""),
    ("ul", ""),
    ("ver", ""),
    ("wen", ""),
    ("yar", ""),
    ("thorn", ""),
    ("brook", ""),
    ("mere", ""),
    ("wick", ""),
    ("ford", ""),
];
const GERMAN: &[Syllable] = &[
    ("alt", ""),
    ("berg", ""),
    ("dorn", ""),
    ("eich", ""),
    ("feld", ""),
    ("grün", ""),
    ("hag", ""),
    ("ing", ""),
    ("korn", ""),
    ("lind", ""),
    ("moos", ""),
    ("nieder", ""),
    ("ost", ""),
    ("quell", ""),
    ("roth", ""),
    ("stein", ""),
    ("tann", ""),
    ("ufer", ""),
    ("wald", ""),
    ("zell", ""),
    ("bach", ""),
    ("hof", ""),
];
const ROMANCE: &[Syllable] = &[
    ("al", ""),
    ("bel", ""),
    ("can", ""),
    ("dor", ""),
    ("es", ""),
    ("fon", ""),
    ("gra", ""),
    ("lis", ""),
    ("mon", ""),
    ("nar", ""),
    ("ol", ""),
    ("par", ""),
    ("quer", ""),
    ("riv", ""),
    ("sol", ""),
    ("tri", ""),
    ("val", ""),
    ("ver", ""),
    ("zan", ""),
    ("te", ""),
    ("na", ""),
    ("ra", ""),
    ("lo", ""),
];
const NORDIC: &[Syllable] = &[
    ("ask", ""),
    ("bjerk", ""),
    ("dal", ""),
    ("eld", ""),
    ("fjell", ""),
    ("gran", ""),
    ("havn", ""),
    ("is", ""),
    ("kall", ""),
    ("lund", ""),
    ("myr", ""),
    ("nord", ""),
    ("rim", ""),
    ("skog", ""),
    ("tind", ""),
    ("vik", ""),
    ("ås", ""),
    ("ström", ""),
    ("bro", ""),
];
const SLAVIC: &[Syllable] = &[
    ("bor", ""),
    ("chlum", ""),
    ("dob", ""),
    ("hor", ""),
    ("jel", ""),
    ("kam", ""),
    ("les", ""),
    ("mir", ""),
    ("nov", ""),
    ("olš", ""),
    ("pol", ""),
    ("rad", ""),
    ("stan", ""),
    ("tvor", ""),
    ("vel", ""),
    ("zel", ""),
    ("ice", ""),
    ("ovo", ""),
    ("ina", ""),
    ("any", ""),
];
const RUSSIAN: &[Syllable] = &[
    ("bor", "бор"),
    ("ver", "вер"),
    ("dal", "дал"),
    ("zor", "зор"),
    ("kam", "кам"),
    ("lug", "луг"),
    ("mir", "мир"),
    ("nor", "нор"),
    ("pol", "пол"),
    ("rus", "рус"),
    ("sev", "сев"),
    ("tem", "тем"),
    ("ural", "урал"),
    ("yar", "яр"),
    ("stan", "стан"),
    ("grad", "град"),
    ("in", "ин"),
    ("ov", "ов"),
];
const ARABIC: &[Syllable] = &[
    ("al ", "ال"),
    ("bari", "باري"),
    ("dana", "دانة"),
    ("fara", "فرا"),
    ("hadi", "هادي"),
    ("jana", "جنا"),
    ("karim", "كريم"),
    ("lamar", "لمار"),
    ("mada", "مدى"),
    ("nour", "نور"),
    ("rasi", "راسي"),
    ("safa", "صفا"),
    ("tala", "تالا"),
    ("wadi", "وادي"),
    ("zahr", "زهر"),
    ("ruwa", "روا"),
];
const TURKISH: &[Syllable] = &[
    ("ak", ""),
    ("bor", ""),
    ("çam", ""),
    ("den", ""),
    ("er", ""),
    ("gök", ""),
    ("ırmak", ""),
    ("kar", ""),
    ("lal", ""),
    ("mert", ""),
    ("oğuz", ""),
    ("pın", ""),
    ("sar", ""),
    ("tan", ""),
    ("ula", ""),
    ("yıl", ""),
    ("zir", ""),
    ("taş", ""),
    ("su", ""),
];
const INDIAN: &[Syllable] = &[
    ("abh", ""),
    ("chan", ""),
    ("dev", ""),
    ("gir", ""),
    ("hari", ""),
    ("jay", ""),
    ("kal", ""),
    ("lak", ""),
    ("man", ""),
    ("nav", ""),
    ("pra", ""),
    ("rat", ""),
    ("sur", ""),
    ("tara", ""),
    ("uday", ""),
    ("vish", ""),
    ("ya", ""),
    ("ana", ""),
    ("ika", ""),
    ("esh", ""),
];
const CHINESE: &[Syllable] = &[
    ("rui", "瑞"),
    ("heng", "恒"),
    ("tai", "泰"),
    ("yun", "云"),
    ("xin", "鑫"),
    ("hong", "鸿"),
    ("sheng", "晟"),
    ("bo", "博"),
    ("lian", "联"),
    ("qi", "启"),
    ("chuang", "创"),
    ("zhi", "智"),
    ("ling", "凌"),
    ("feng", "峰"),
    ("jia", "嘉"),
    ("mao", "茂"),
    ("yuan", "源"),
    ("lan", "澜"),
    ("chen", "宸"),
    ("ke", "科"),
    ("ming", "铭"),
    ("nuo", "诺"),
    ("shuo", "硕"),
    ("tong", "桐"),
    ("wan", "万"),
    ("xu", "旭"),
    ("yi", "亿"),
    ("zhuo", "卓"),
    ("peng", "鹏"),
    ("jing", "景"),
    ("hai", "海"),
    ("song", "松"),
];
const JAPANESE: &[Syllable] = &[
    ("aka", "赤"),
    ("ishi", "石"),
    ("kawa", "川"),
    ("kita", "北"),
    ("mori", "森"),
    ("naka", "中"),
    ("nishi", "西"),
    ("saka", "坂"),
    ("shima", "島"),
    ("take", "竹"),
    ("ume", "梅"),
    ("yama", "山"),
    ("zaki", "崎"),
    ("hara", "原"),
    ("mine", "峰"),
    ("tsuki", "月"),
    ("hoshi", "星"),
    ("nami", "波"),
];
const KOREAN: &[Syllable] = &[
    ("ga", "가"),
    ("nam", "남"),
    ("dan", "단"),
    ("ra", "라"),
    ("min", "민"),
    ("bo", "보"),
    ("seo", "서"),
    ("ah", "아"),
    ("ji", "지"),
    ("han", "한"),
    ("yeon", "연"),
    ("woo", "우"),
    ("jun", "준"),
    ("ha", "하"),
    ("bit", "빛"),
    ("sol", "솔"),
    ("gyeol", "결"),
];
const MALAY: &[Syllable] = &[
    ("ang", ""),
    ("bina", ""),
    ("cemer", ""),
    ("damai", ""),
    ("gema", ""),
    ("indra", ""),
    ("jaya", ""),
    ("kasa", ""),
    ("lang", ""),
    ("mega", ""),
    ("nusa", ""),
    ("ombak", ""),
    ("perm", ""),
    ("rimba", ""),
    ("seri", ""),
    ("tegu", ""),
    ("utama", ""),
    ("wira", ""),
    ("lang", ""),
    ("ria", ""),
];
const THAI: &[Syllable] = &[
    ("arun", "อรุณ"),
    ("boon", "บุญ"),
    ("chai", "ชัย"),
    ("dara", "ดารา"),
    ("kiat", "เกียรติ"),
    ("lak", "ลักษณ์"),
    ("mong", "มงคล"),
    ("nara", "นารา"),
    ("phon", "พร"),
    ("rung", "รุ่ง"),
    ("siri", "สิริ"),
    ("thana", "ธนา"),
    ("wat", "วัฒน์"),
    ("yod", "ยอด"),
    ("sombat", "สมบัติ"),
    ("charoen", "เจริญ"),
];
const VIETNAMESE: &[Syllable] = &[
    ("An", ""),
    ("Bình", ""),
    ("Cường", ""),
    ("Đại", ""),
    ("Gia", ""),
    ("Hưng", ""),
    ("Khánh", ""),
    ("Lâm", ""),
    ("Minh", ""),
    ("Ngọc", ""),
    ("Phú", ""),
    ("Quang", ""),
    ("Sơn", ""),
    ("Thịnh", ""),
    ("Tường", ""),
    ("Việt", ""),
    ("Vĩnh", ""),
    ("Xuân", ""),
];

impl Tongue {
    fn syllables(self) -> &'static [Syllable] {
        match self {
            Self::English => ENGLISH,
            Self::German => GERMAN,
            Self::Romance => ROMANCE,
            Self::Nordic => NORDIC,
            Self::Slavic => SLAVIC,
            Self::Russian => RUSSIAN,
            Self::Arabic => ARABIC,
            Self::Turkish => TURKISH,
            Self::Indian => INDIAN,
            Self::Chinese => CHINESE,
            Self::Japanese => JAPANESE,
            Self::Korean => KOREAN,
            Self::Malay => MALAY,
            Self::Thai => THAI,
            Self::Vietnamese => VIETNAMESE,
        }
    }

    /// Does a brand run as separate words?
    fn spaced(self) -> bool {
        self == Self::Vietnamese
    }
}

/// A brand in Latin letters and in its own script (empty where that is Latin). More syllables make it rarer.
pub(crate) fn brand(draw: &mut Draw, tongue: Tongue, syllables: u32) -> (String, String) {
    let (mut latin, mut native) = (String::new(), String::new());
    let mut last = "";
    for at in 0..syllables {
        let mut syllable = draw.pick(tongue.syllables());
        // `al ` is an article: it may only begin a brand.
        while syllable.0 == last || (at > 0 && syllable.0.ends_with(' ')) {
            syllable = draw.pick(tongue.syllables());
        }
        last = syllable.0;
        if tongue.spaced() && at > 0 {
            latin.push(' ');
        }
        latin.push_str(syllable.0);
        native.push_str(syllable.1);
    }
    (title(latin.trim()), title(&native))
}

/// Each word with a capital.
fn title(text: &str) -> String {
    let mut start = true;
    text.chars()
        .map(|c| {
            let first = std::mem::replace(&mut start, c == ' ');
            if first { c.to_uppercase().next().unwrap_or(c) } else { c }
        })
        .collect()
}

/// A person's name in Latin letters, made as brands are.
pub(crate) fn person(draw: &mut Draw, tongue: Tongue) -> String {
    let (given, family) = (brand(draw, tongue, 2).0, brand(draw, tongue, 2).0);
    match tongue {
        Tongue::Chinese | Tongue::Korean | Tongue::Vietnamese => {
            let short = brand(draw, tongue, 1).0;
            format!("{short} {given}")
        }
        Tongue::Russian => format!("{given} {family}ov"),
        _ => format!("{given} {family}"),
    }
}

/// Text as it stands in a domain: lower-case ASCII letters and digits.
pub(crate) fn slug(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Stream;

    #[test]
    fn brands_by_language() {
        let mut draw = Draw::new(1, Stream::Buyer, 1);
        let brands: Vec<String> =
            [Tongue::English, Tongue::Arabic, Tongue::Chinese, Tongue::Thai, Tongue::Vietnamese, Tongue::Russian]
                .into_iter()
                .map(|tongue| format!("{:?}", brand(&mut draw, tongue, 2)))
                .collect();
        insta::assert_snapshot!(brands.join("\n"));
    }
}

//! Names of people in several alphabets, each with the spelling that an e-mail address uses.

use super::random::Random;

/// First names and last names of one language, as (written, in Latin letters).
struct Pool {
    /// How often, relative to the others.
    weight: usize,
    first: &'static [(&'static str, &'static str)],
    last: &'static [(&'static str, &'static str)],
}

const POOLS: [Pool; 8] = [
    Pool {
        weight: 40,
        first: &[
            ("Amara", "amara"),
            ("Oliver", "oliver"),
            ("Grace", "grace"),
            ("Noah", "noah"),
            ("Imogen", "imogen"),
            ("Samuel", "samuel"),
            ("Priya", "priya"),
            ("Callum", "callum"),
            ("Naomi", "naomi"),
            ("Ethan", "ethan"),
            ("Ruth", "ruth"),
            ("Marcus", "marcus"),
            ("Chidi", "chidi"),
            ("Fiona", "fiona"),
            ("Hassan", "hassan"),
            ("Leah", "leah"),
            ("Desmond", "desmond"),
            ("Isla", "isla"),
            ("Theo", "theo"),
            ("Wanjiru", "wanjiru"),
            ("Adaeze", "adaeze"),
            ("Bernard", "bernard"),
            ("Clara", "clara"),
            ("Dylan", "dylan"),
        ],
        last: &[
            ("Okafor", "okafor"),
            ("Whitfield", "whitfield"),
            ("Bennett", "bennett"),
            ("Ashworth", "ashworth"),
            ("Mbeki", "mbeki"),
            ("Sinclair", "sinclair"),
            ("Patel", "patel"),
            ("Harrington", "harrington"),
            ("Nguyen", "nguyen"),
            ("Fletcher", "fletcher"),
            ("O'Connor", "oconnor"),
            ("Abernathy", "abernathy"),
            ("Castellan", "castellan"),
            ("Mwangi", "mwangi"),
            ("Thornbury", "thornbury"),
            ("Rahman", "rahman"),
            ("Pemberton", "pemberton"),
            ("Osei", "osei"),
            ("Lindqvist", "lindqvist"),
            ("Bergstrom", "bergstrom"),
            ("Kowalski", "kowalski"),
            ("van der Berg", "vanderberg"),
            ("Achterberg", "achterberg"),
            ("Delacroix", "delacroix"),
        ],
    },
    Pool {
        weight: 22,
        first: &[
            ("Jürgen", "juergen"),
            ("Bärbel", "baerbel"),
            ("Anneliese", "anneliese"),
            ("Matthias", "matthias"),
            ("Käthe", "kaethe"),
            ("Bernhard", "bernhard"),
            ("Ulrike", "ulrike"),
            ("Jörg", "joerg"),
            ("Silke", "silke"),
            ("Heiner", "heiner"),
            ("Mareike", "mareike"),
            ("Torsten", "torsten"),
            ("Gesa", "gesa"),
            ("Lukas", "lukas"),
        ],
        last: &[
            ("Krüger", "krueger"),
            ("Weiß", "weiss"),
            ("Schönfeld", "schoenfeld"),
            ("Müller", "mueller"),
            ("Hofstätter", "hofstaetter"),
            ("Brandt", "brandt"),
            ("Oberländer", "oberlaender"),
            ("Kühn", "kuehn"),
            ("Niedermayer", "niedermayer"),
            ("Vogelsang", "vogelsang"),
            ("Großmann", "grossmann"),
            ("Zöllner", "zoellner"),
            ("Fähnrich", "faehnrich"),
            ("Albers", "albers"),
        ],
    },
    Pool {
        weight: 14,
        first: &[
            ("Élodie", "elodie"),
            ("François", "francois"),
            ("Maël", "mael"),
            ("Hélène", "helene"),
            ("Rubén", "ruben"),
            ("Íñigo", "inigo"),
            ("Concepción", "concepcion"),
            ("João", "joao"),
            ("Zoé", "zoe"),
            ("Teodora", "teodora"),
            ("Gaëlle", "gaelle"),
            ("Nuño", "nuno"),
        ],
        last: &[
            ("Lefèvre", "lefevre"),
            ("Bermúdez", "bermudez"),
            ("Gonçalves", "goncalves"),
            ("Boulanger", "boulanger"),
            ("Núñez", "nunez"),
            ("Berariu", "berariu"),
            ("Châtelain", "chatelain"),
            ("Ibáñez", "ibanez"),
            ("Moreau", "moreau"),
            ("Araújo", "araujo"),
        ],
    },
    Pool {
        weight: 8,
        first: &[
            ("Agnieszka", "agnieszka"),
            ("Łukasz", "lukasz"),
            ("Şule", "sule"),
            ("Björn", "bjorn"),
            ("Åsa", "asa"),
            ("Søren", "soren"),
            ("Zdeněk", "zdenek"),
            ("Günay", "gunay"),
            ("Žofie", "zofie"),
            ("İpek", "ipek"),
        ],
        last: &[
            ("Wiśniewska", "wisniewska"),
            ("Yıldırım", "yildirim"),
            ("Ångström", "angstrom"),
            ("Dvořák", "dvorak"),
            ("Øvergård", "overgard"),
            ("Błaszczyk", "blaszczyk"),
            ("Öztürk", "ozturk"),
            ("Sjöberg", "sjoberg"),
            ("Kovács", "kovacs"),
        ],
    },
    Pool {
        weight: 5,
        first: &[("Ольга", "olga"), ("Дмитрий", "dmitri"), ("Надежда", "nadezhda"), ("Борис", "boris"), ("Світлана", "svitlana")],
        last: &[("Соколова", "sokolova"), ("Белов", "belov"), ("Іваненко", "ivanenko"), ("Лебедев", "lebedev"), ("Орлова", "orlova")],
    },
    Pool {
        weight: 4,
        first: &[("春樹", "haruki"), ("さくら", "sakura"), ("健太", "kenta"), ("美咲", "misaki"), ("민준", "minjun"), ("伟", "wei")],
        last: &[("佐藤", "sato"), ("鈴木", "suzuki"), ("高橋", "takahashi"), ("김", "kim"), ("王", "wang")],
    },
    Pool {
        weight: 4,
        first: &[("يوسف", "yusuf"), ("ليلى", "layla"), ("عمر", "omar"), ("מרים", "miriam"), ("فاطمة", "fatima")],
        last: &[("حداد", "haddad"), ("المصري", "almasri"), ("خليل", "khalil"), ("לוי", "levi")],
    },
    Pool {
        weight: 3,
        first: &[("Ελένη", "eleni"), ("Νίκος", "nikos"), ("आरव", "aarav"), ("प्रिया", "priya"), ("ณัฐ", "nat")],
        last: &[("Παπαδόπουλος", "papadopoulos"), ("Νικολάου", "nikolaou"), ("शर्मा", "sharma"), ("สุวรรณ", "suwan")],
    },
];

/// A person's name and the part of their address before the `@`, not yet unique.
pub struct Name {
    pub first: &'static str,
    pub last: &'static str,
    pub mailbox: String,
}

pub fn name(random: &mut Random) -> Name {
    let total = POOLS.iter().map(|pool| pool.weight).sum();
    let mut at = random.below(total);
    let mut chosen = None;
    for pool in &POOLS {
        chosen = Some(pool);
        if at < pool.weight {
            break;
        }
        at -= pool.weight;
    }
    let none = ("", "");
    let first = chosen.and_then(|pool| random.pick(pool.first)).copied().unwrap_or(none);
    let last = chosen.and_then(|pool| random.pick(pool.last)).copied().unwrap_or(none);
    Name { first: first.0, last: last.0, mailbox: format!("{}.{}", first.1, last.1) }
}

//! Countries and the shapes of their postal codes (ISO 3166-1). Subdivisions stay on the server; names of countries are
//! translated texts (`places.json`).

use serde::{Deserialize, Serialize};

/// A part of a country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subdivision {
    /// ISO 3166-2.
    pub code: String,
    /// In the country's own language, as ISO 3166-2 has it.
    pub name: String,
}

/// Every alpha-2 code, sorted.
const CODES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM \
    DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS \
    GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ \
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV \
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
    VN VU WF WS YE YT ZA ZM ZW\
";

/// Postal codes without spaces and hyphens: `9` is a digit, `A` a letter, `_` either. Sorted by country.
const POSTAL: &[(&str, &str)] = &[
    ("AD", "AA999"),
    ("AF", "9999"),
    ("AL", "9999"),
    ("AM", "9999"),
    ("AR", "9999 A9999AAA"),
    ("AT", "9999"),
    ("AU", "9999"),
    ("AZ", "9999 AA9999"),
    ("BA", "99999"),
    ("BD", "9999"),
    ("BE", "9999"),
    ("BG", "9999"),
    ("BH", "999 9999"),
    ("BN", "AA9999"),
    ("BR", "99999999"),
    ("BY", "999999"),
    ("CA", "A9A9A9"),
    ("CH", "9999"),
    ("CL", "9999999"),
    ("CN", "999999"),
    ("CO", "999999"),
    ("CR", "99999"),
    ("CY", "9999"),
    ("CZ", "99999"),
    ("DE", "99999"),
    ("DK", "9999"),
    ("DO", "99999"),
    ("DZ", "99999"),
    ("EC", "999999"),
    ("EE", "99999"),
    ("EG", "99999 9999999"),
    ("ES", "99999"),
    ("FI", "99999"),
    ("FO", "999"),
    ("FR", "99999"),
    ("GB", "A99AA A999AA AA99AA AA999AA A9A9AA AA9A9AA AAA9AA"),
    ("GE", "9999"),
    ("GL", "9999"),
    ("GR", "99999"),
    ("GT", "99999"),
    ("HR", "99999"),
    ("HU", "9999"),
    ("ID", "99999"),
    ("IE", "A99____ A9A____"),
    ("IL", "99999 9999999"),
    ("IN", "999999"),
    ("IQ", "99999"),
    ("IR", "9999999999"),
    ("IS", "999"),
    ("IT", "99999"),
    ("JO", "99999"),
    ("JP", "9999999"),
    ("KE", "99999"),
    ("KG", "999999"),
    ("KH", "99999 999999"),
    ("KR", "99999"),
    ("KW", "99999"),
    ("KZ", "999999"),
    ("LI", "9999"),
    ("LK", "99999"),
    ("LT", "99999 AA99999"),
    ("LU", "9999 A9999"),
    ("LV", "9999 AA9999"),
    ("MA", "99999"),
    ("MC", "99999"),
    ("MD", "9999 AA9999"),
    ("ME", "99999"),
    ("MG", "999"),
    ("MK", "9999"),
    ("MN", "99999"),
    ("MT", "AAA9999"),
    ("MX", "99999"),
    ("MY", "99999"),
    ("NG", "999999"),
    ("NI", "99999"),
    ("NL", "9999AA"),
    ("NO", "9999"),
    ("NP", "99999"),
    ("NZ", "9999"),
    ("PE", "99999"),
    ("PH", "9999"),
    ("PK", "99999"),
    ("PL", "99999"),
    ("PR", "99999 999999999"),
    ("PT", "9999999"),
    ("PY", "9999"),
    ("RO", "999999"),
    ("RS", "99999"),
    ("RU", "999999"),
    ("SA", "99999 999999999"),
    ("SE", "99999"),
    ("SG", "999999"),
    ("SI", "9999"),
    ("SK", "99999"),
    ("SM", "99999"),
    ("SN", "99999"),
    ("TH", "99999"),
    ("TN", "9999"),
    ("TR", "99999"),
    ("TW", "999 99999 999999"),
    ("UA", "99999"),
    ("US", "99999 999999999"),
    ("UY", "99999"),
    ("UZ", "999999"),
    ("VA", "99999"),
    ("VN", "99999 999999"),
    ("ZA", "9999"),
];

/// Countries whose post uses no codes; there the field may stay empty.
const WITHOUT_POSTAL: &str = "AE AG AO BF BI BJ BO BS BW BZ CD CF CG CI CM DJ DM ER FJ GA GD GM GQ GY HK JM KI KM KP LY ML MO MR MW NA NR PA QA RW SB SC SL SO SR ST SY TD TG TO TV UG VU YE ZW";

/// Longest postal code, in characters.
pub const MAX_POSTAL: usize = 16;

/// The alpha-2 codes of all countries.
pub fn countries() -> impl Iterator<Item = &'static str> {
    CODES.split(' ')
}

pub fn is_country(code: &str) -> bool {
    code.len() == 2 && countries().any(|known| known == code)
}

/// Whether the country's post uses codes at all.
pub fn has_postal_codes(country: &str) -> bool {
    !WITHOUT_POSTAL.split(' ').any(|known| known == country)
}

/// Whether `code` has the shape of a postal code of `country`; countries without a known shape take anything short enough.
pub fn is_postal_code(country: &str, code: &str) -> bool {
    if code.chars().count() > MAX_POSTAL {
        return false;
    }
    match POSTAL.iter().find(|(known, _)| *known == country) {
        None => true,
        Some((_, masks)) => {
            let plain: Vec<char> = code.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
            masks.split(' ').any(|mask| fits(mask, &plain))
        }
    }
}

fn fits(mask: &str, code: &[char]) -> bool {
    mask.len() == code.len()
        && mask.chars().zip(code).all(|(kind, c)| match kind {
            '9' => c.is_ascii_digit(),
            'A' => c.is_ascii_alphabetic(),
            _ => c.is_ascii_alphanumeric(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ACC-02 postal codes follow the pattern of known countries, else at most 16 characters
    #[test]
    fn postal_codes() {
        for (country, code) in [
            ("DE", "10115"),
            ("GB", "SW1A 1AA"),
            ("GB", "m1 1ae"),
            ("CA", "K1A 0B1"),
            ("US", "94103-1234"),
            ("NL", "1012 AB"),
            ("IE", "D02 AF30"),
        ] {
            assert!(is_postal_code(country, code), "{country} {code}");
        }
        for (country, code) in
            [("DE", "1011"), ("DE", "1011A"), ("GB", "12345"), ("CA", "K1A 0B"), ("US", "9410"), ("VU", "12345678901234567")]
        {
            assert!(!is_postal_code(country, code), "{country} {code}");
        }
        assert!(is_postal_code("VU", "anything") && !has_postal_codes("HK") && has_postal_codes("DE"));
        assert!(is_country("DE") && !is_country("XX") && !is_country("de") && !is_country("E "));
        assert_eq!(countries().count(), 249);
        assert!(POSTAL.iter().all(|(country, _)| is_country(country)));
    }
}

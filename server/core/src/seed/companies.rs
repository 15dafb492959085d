//! Companies and the places where they are.

use super::random::Random;

/// Country, province (ISO 3166-2, or empty), city, postal code, street, telephone code.
pub struct Place {
    pub country: &'static str,
    pub province: &'static str,
    pub city: &'static str,
    pub postal_code: &'static str,
    pub street: &'static str,
    pub dial: &'static str,
    pub language: &'static str,
    pub zone: &'static str,
}

macro_rules! places {
    ($($country:literal $province:literal $city:literal $postal:literal $street:literal $dial:literal $language:literal $zone:literal),+ $(,)?) => {
        &[$(Place { country: $country, province: $province, city: $city, postal_code: $postal, street: $street, dial: $dial, language: $language, zone: $zone }),+]
    };
}

pub const PLACES: &[Place] = places![
    "DE" "DE-BE" "Berlin" "10115" "Chausseestraße 84" "+4930" "de" "Europe/Berlin",
    "DE" "DE-BY" "München" "80331" "Sendlinger Straße 12" "+4989" "de" "Europe/Berlin",
    "DE" "DE-HH" "Hamburg" "20095" "Mönckebergstraße 7" "+4940" "de" "Europe/Berlin",
    "US" "US-IL" "Chicago" "60606" "311 South Wacker Drive" "+1312" "en" "America/Chicago",
    "US" "US-TX" "Austin" "78701" "500 Congress Avenue" "+1512" "en" "America/Chicago",
    "US" "US-WA" "Seattle" "98101" "1201 Third Avenue" "+1206" "en" "America/Los_Angeles",
    "CA" "CA-ON" "Ottawa" "K1P 1J1" "150 Elgin Street" "+1613" "en" "America/Toronto",
    "CA" "CA-QC" "Montréal" "H3B 2Y5" "1250 boulevard René-Lévesque" "+1514" "en" "America/Toronto",
    "GB" "GB-ENG" "Manchester" "M2 5DB" "2 St Peter's Square" "+44161" "en" "Europe/London",
    "GB" "GB-SCT" "Edinburgh" "EH2 2AF" "18 Charlotte Square" "+44131" "en" "Europe/London",
    "FR" "FR-IDF" "Paris" "75009" "24 rue de Châteaudun" "+331" "en" "Europe/Paris",
    "ES" "ES-MD" "Madrid" "28046" "Paseo de la Castellana 95" "+3491" "en" "Europe/Madrid",
    "SE" "SE-AB" "Stockholm" "111 57" "Sveavägen 44" "+468" "en" "Europe/Stockholm",
    "NL" "NL-NH" "Amsterdam" "1012 JS" "Damrak 70" "+3120" "en" "Europe/Amsterdam",
    "PL" "PL-14" "Warszawa" "00-697" "Aleje Jerozolimskie 65" "+4822" "en" "Europe/Warsaw",
    "AU" "AU-NSW" "Sydney" "2000" "25 Martin Place" "+612" "en" "Australia/Sydney",
    "JP" "JP-13" "東京" "100-0005" "丸の内 1-9-1" "+813" "en" "Asia/Tokyo",
    "AE" "AE-DU" "Dubai" "" "Sheikh Zayed Road 120" "+9714" "en" "Asia/Dubai",
    "BR" "BR-SP" "São Paulo" "01310-100" "Avenida Paulista 1374" "+5511" "en" "America/Sao_Paulo",
    "CH" "CH-ZH" "Zürich" "8001" "Bahnhofstrasse 45" "+4144" "de" "Europe/Zurich",
    "AT" "AT-9" "Wien" "1010" "Kärntner Ring 5" "+431" "de" "Europe/Vienna",
];

/// The companies of the demonstration, with business types; the first is the one that `admin@demo.test` looks after.
pub const COMPANIES: [(&str, &str); 30] = [
    ("Ballad Industries", "Manufacturing"),
    ("Harbourlight Hotels", "Hospitality"),
    ("Sankt Elisabeth Klinikum", "Healthcare"),
    ("Prairie Mutual Insurance", "Finance & Insurance"),
    ("Ørsund Shipping", "Transport & Logistics"),
    ("Maison Verdier", "Retail & Wholesale"),
    ("Alder & Finch LLP", "Legal"),
    ("Kestrel Analytics", "Technology"),
    ("Stadtwerke Lindenau", "Energy & Utilities"),
    ("Brightwater School District", "Education"),
    ("Castell Wines", "Agriculture"),
    ("Nordlicht Verlag", "Media"),
    ("Three Rivers Construction", "Construction"),
    ("Kōyō Electronics 光陽電子", "Technology"),
    ("Al Noor Trading النور", "Retail & Wholesale"),
    ("Fundación Horizonte", "Non-profit"),
    ("Bergmann Automotive", "Automotive"),
    ("Riverside County Clerk", "Government"),
    ("Wexford Realty Group", "Real Estate"),
    ("Zielona Góra Tech", "Technology"),
    ("Falkenberg & Söhne", "Manufacturing"),
    ("Copperline Telecom", "Telecommunications"),
    ("Ashdown Veterinary Partners", "Healthcare"),
    ("Tern Island Ferries", "Transport & Logistics"),
    ("Quayside Consulting", "Professional Services"),
    ("Mirador Films", "Media"),
    ("Oakhurst Credit Union", "Finance & Insurance"),
    ("Gletscher Outdoor AG", "Retail & Wholesale"),
    ("Sunfield Solar Cooperative", "Energy & Utilities"),
    ("Lantern Bay Catering", "Hospitality"),
];

const FIRST: &[&str] = &[
    "Amber",
    "Beacon",
    "Cedar",
    "Delta",
    "Ember",
    "Fjord",
    "Granite",
    "Harbor",
    "Ivory",
    "Juniper",
    "Keystone",
    "Lakeside",
    "Meridian",
    "Northgate",
    "Orchard",
    "Pinnacle",
    "Quartz",
    "Redwood",
    "Summit",
    "Tidewater",
    "Umbra",
    "Vista",
    "Westbrook",
    "Yellowtail",
    "Zephyr",
];
const SECOND: &[&str] = &[
    "Logistics",
    "Foods",
    "Systems",
    "Partners",
    "Dental",
    "Textiles",
    "Robotics",
    "Pharma",
    "Travel",
    "Optics",
    "Media",
    "Legal",
    "Energy",
    "Freight",
    "Design",
    "Capital",
    "Motors",
    "Clinics",
    "Software",
    "Interiors",
];
const FORM: &[&str] = &["GmbH", "Ltd", "Inc.", "LLC", "AG", "SAS", "S.L.", "AB", "B.V.", "Group"];

/// A company name for large data sets; `n` keeps names apart.
pub fn company(random: &mut Random, n: usize) -> String {
    format!("{} {} {} {}", random.word(FIRST), random.word(SECOND), random.word(FORM), n)
}

/// `Ballad Industries` → `ballad-industries.example`.
pub fn domain(company: &str) -> String {
    let folded = crate::text::fold(company);
    let words: Vec<String> =
        folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(2).map(str::to_owned).collect();
    format!("{}.example", if words.is_empty() { "company".to_owned() } else { words.join("-") })
}

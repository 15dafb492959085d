//! The people whom the provider knows.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub sub: String,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    pub email_verified: bool,
    pub organisation_id: String,
    pub organisation_name: String,
    /// Whether the claim `entitlements` holds `switchroom`.
    pub entitled: bool,
}

impl Person {
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    fn new(sub: &str, given: &str, family: &str, organisation: (&str, &str), entitled: bool) -> Self {
        let (id, name) = organisation;
        Self {
            sub: sub.to_owned(),
            given_name: given.to_owned(),
            family_name: family.to_owned(),
            email: format!("{sub}@{id}.example"),
            email_verified: true,
            organisation_id: id.to_owned(),
            organisation_name: name.to_owned(),
            entitled,
        }
    }
}

const FIRST: (&str, &str) = ("larkfield", "Larkfield Communications");
const SECOND: (&str, &str) = ("meridian", "Meridian Networks");

/// Two colleagues who may enter, one who may not, one of another organisation, one whose address nobody has checked.
pub fn everybody() -> Vec<Person> {
    let mut unverified = Person::new("vera", "Vera", "Holm", FIRST, true);
    unverified.email_verified = false;
    vec![
        Person::new("ada", "Ada", "Berger", FIRST, true),
        Person::new("ben", "Ben", "Achterberg", FIRST, true),
        Person::new("uma", "Uma", "Castell", FIRST, false),
        Person::new("olu", "Olu", "Adeyemi", SECOND, true),
        unverified,
    ]
}

//! What has been entered so far. It travels with the form, sealed, so that passwords neither show in a page nor lie in the
//! database before there is anybody whose they are.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::BTreeMap;
use switchroom_types::setup::Step;

use crate::error::{Error, Result};
use crate::portal::Portal;

const PLACE: &str = "setup.draft";
/// In characters; every field has its own limit besides.
const LONGEST: usize = 2_000;

#[derive(Clone, Default)]
pub(super) struct Draft(BTreeMap<String, String>);

impl Draft {
    /// A draft of another installation or none at all is an empty one.
    pub fn open(portal: &Portal, sealed: &str) -> Self {
        let plain = URL_SAFE_NO_PAD.decode(sealed).ok().and_then(|sealed| portal.sealer.open(PLACE, &sealed).ok());
        Self(plain.and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default())
    }

    pub fn seal(&self, portal: &Portal) -> Result<String> {
        let plain = serde_json::to_vec(&self.0).map_err(|error| Error::corrupt(error.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(portal.sealer.seal(PLACE, &plain)?))
    }

    /// Takes over the fields of a step; an empty secret keeps the one that is there.
    pub fn take(&mut self, step: Step, form: &BTreeMap<String, String>) {
        for (name, secret) in step.fields() {
            let Some(value) = form.get(*name) else { continue };
            let value: String = value.chars().take(LONGEST).collect();
            if *secret && value.is_empty() {
                continue;
            }
            self.0.insert((*name).to_owned(), if *secret { value } else { value.trim().to_owned() });
        }
    }

    /// Forgets a step that is left out.
    pub fn clear(&mut self, step: Step) {
        for (name, _) in step.fields() {
            self.0.remove(*name);
        }
    }

    pub fn get(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }

    pub fn or(&self, name: &str, otherwise: &str) -> String {
        self.0.get(name).filter(|value| !value.is_empty()).cloned().unwrap_or_else(|| otherwise.to_owned())
    }

    /// Whether anything of the step has been entered.
    pub fn has(&self, step: Step) -> bool {
        step.fields().iter().any(|(name, _)| self.0.get(*name).is_some_and(|value| !value.is_empty()))
    }

    /// What may be shown of a step, and the names of the secrets that it has.
    pub fn shown(&self, step: Step) -> (BTreeMap<String, String>, Vec<String>) {
        let values = step
            .fields()
            .iter()
            .filter(|(_, secret)| !secret)
            .filter_map(|(name, _)| Some(((*name).to_owned(), self.0.get(*name)?.clone())));
        let kept = step.fields().iter().filter(|(name, secret)| *secret && self.0.contains_key(*name)).map(|(name, _)| (*name).to_owned());
        (values.collect(), kept.collect())
    }
}

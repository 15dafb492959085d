//! What may be entered.

use switchroom_types::FieldError;
use switchroom_types::error::FieldErrors;
use switchroom_types::policies::PolicyForm;

use crate::policies::Networks;

/// The form as it is stored; errors at the fields, for networks with the number of the line.
pub(super) fn check(form: &PolicyForm, own_address: Option<&str>) -> Result<PolicyForm, switchroom_types::AppError> {
    let mut errors = FieldErrors::default();
    let mut limit = |field: &'static str, value: u32| {
        if !(PolicyForm::SHORTEST..=PolicyForm::LONGEST).contains(&value) {
            let text = format!("From {} to {} minutes", PolicyForm::SHORTEST, PolicyForm::LONGEST);
            let error = FieldError::new(field, "policy.minutes", text).arg("min", PolicyForm::SHORTEST);
            errors.push(error.arg("max", PolicyForm::LONGEST));
        }
    };
    limit("idle_minutes", form.idle_minutes);
    limit("absolute_minutes", form.absolute_minutes);
    if form.idle_minutes > form.absolute_minutes {
        errors.push(FieldError::new("idle_minutes", "policy.idle_beyond", "Not longer than the longest session"));
    }
    if form.grace_days > PolicyForm::MAX_GRACE {
        let text = format!("At most {} days", PolicyForm::MAX_GRACE);
        errors.push(FieldError::new("grace_days", "policy.grace", text).arg("max", PolicyForm::MAX_GRACE));
    }
    let mut networks = Vec::new();
    for (line, text) in form.networks.iter().enumerate().map(|(index, text)| (index + 1, text.trim())).filter(|(_, text)| !text.is_empty())
    {
        match Networks::entry(text) {
            // Nobody needs to be let in twice.
            Some(network) if networks.contains(&network.to_string()) => {}
            Some(network) => networks.push(network.to_string()),
            None => {
                let shown: String = text.chars().take(60).collect();
                let message = format!("Line {line}: “{shown}” is neither a network like 192.0.2.0/24 nor an address");
                errors.push(FieldError::new("networks", "policy.network", message).arg("line", line).arg("value", shown));
            }
        }
    }
    if networks.len() > PolicyForm::MAX_NETWORKS {
        let text = format!("At most {} networks", PolicyForm::MAX_NETWORKS);
        errors.push(FieldError::new("networks", "policy.too_many_networks", text).arg("max", PolicyForm::MAX_NETWORKS));
    }
    if errors.0.is_empty() && !Networks::of(&networks).allow(own_address) {
        let own = own_address.unwrap_or_default();
        let text = format!("Your own address {own} is not in the list; you would lock yourself out");
        errors.push(FieldError::new("networks", "policy.excludes_you", text).arg("address", own));
    }
    errors.finish()?;
    Ok(PolicyForm { networks, ..form.clone() })
}

//! From a row of cells to an order, or to everything that is wrong with it.

use chrono::NaiveDate;
use std::collections::HashMap;
use switchroom_types::orders::OrderState;
use switchroom_types::{FieldError, PartnerId};

use super::parse::RawRow;
use crate::orders::row::OrderInput;

/// Where orders go that do not say it themselves, and which partners there are.
pub(super) struct Target {
    pub feed: String,
    pub partner: Option<PartnerId>,
    /// Number of the Partner Account → partner.
    pub partners: HashMap<String, PartnerId>,
}

/// A row that may be taken over.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub partner: PartnerId,
    pub input: OrderInput,
    /// Account ID in the feed, for matching (ORD-20).
    pub account_number: Option<i64>,
}

/// # Errors
/// Every mistake of the row, each with its column.
pub(super) fn check(row: &RawRow, target: &Target) -> Result<Checked, Vec<FieldError>> {
    let mut errors = Vec::new();
    let partner = partner(row, target, &mut errors);
    let subscription_number = required(row, "subscription_number", 80, &mut errors);
    let start = date(row, "start_date", true, &mut errors);
    let expiry_date = date(row, "expiry_date", false, &mut errors);
    let purchase = date(row, "purchase_date", false, &mut errors);
    if let (Some(start), Some(expiry)) = (start, expiry_date)
        && expiry < start
    {
        errors.push(FieldError::new("expiry_date", "orders.ends_before_start", "The expiry date is before the start date"));
    }
    let items = items(row, &mut errors);
    let state = match row.get("state") {
        "" => OrderState::Active,
        text => OrderState::parse(&text.to_lowercase()).unwrap_or_else(|| {
            errors.push(FieldError::new("state", "orders.unknown_state", "One of pending, active, cancelled"));
            OrderState::Active
        }),
    };
    let account_number = match row.get("account_number") {
        "" => None,
        text => {
            let number = text.replace([' ', '-'], "").parse().ok().filter(|number| (100_000_000..=999_999_999).contains(number));
            if number.is_none() {
                errors.push(FieldError::new("account_number", "orders.account_number", "An Account ID has nine digits"));
            }
            number
        }
    };
    let mut optional = |column: &'static str, max: usize| {
        let value = row.get(column);
        if value.chars().count() > max {
            errors.push(FieldError::too_long(column, max));
        } else if value.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
            errors.push(FieldError::new(column, "field.control_characters", "Control characters are not allowed"));
        }
        (!value.is_empty()).then(|| value.to_owned())
    };
    let term = optional("term", 40);
    let (sap_order_id, reseller_po) = (optional("sap_order_id", 80), optional("reseller_po", 80));
    let (customer_po, tracking_number) = (optional("customer_po", 80), optional("tracking_number", 120));
    let (customer_number, customer_name) = (optional("customer_number", 80), optional("customer_name", 200));
    let (customer_address, distributor) = (optional("customer_address", 500), optional("distributor", 200));
    let replaces = optional("replaces", 80);
    if replaces.as_deref() == Some(subscription_number.as_str()) {
        errors.push(FieldError::new("replaces", "orders.replaces_itself", "An order cannot replace itself"));
    }
    match (partner, start) {
        (Some(partner), Some(start_date)) if errors.is_empty() => {
            let input = OrderInput {
                feed: target.feed.clone(),
                subscription_number,
                sap_order_id,
                reseller_po,
                customer_po,
                tracking_number,
                customer_number,
                customer_name,
                customer_address,
                distributor,
                purchase_date: purchase.unwrap_or(start_date),
                start_date,
                expiry_date,
                term: term.unwrap_or_else(|| term_of(start_date, expiry_date)),
                state,
                replaces,
                items,
            };
            Ok(Checked { partner, input, account_number })
        }
        _ => Err(errors),
    }
}

fn partner(row: &RawRow, target: &Target, errors: &mut Vec<FieldError>) -> Option<PartnerId> {
    let number = row.get("partner_account").replace([' ', '-'], "");
    if number.is_empty() {
        if target.partner.is_none() {
            errors.push(FieldError::new("partner_account", "orders.partner_missing", "Name the Partner Account, or choose a partner"));
        }
        return target.partner;
    }
    let found = target.partners.get(&number).copied();
    if found.is_none() {
        errors.push(FieldError::new("partner_account", "orders.partner_unknown", "There is no such Partner Account"));
    }
    found
}

fn required(row: &RawRow, column: &'static str, max: usize, errors: &mut Vec<FieldError>) -> String {
    let value = row.get(column);
    if value.is_empty() {
        errors.push(FieldError::required(column));
    } else if value.chars().count() > max {
        errors.push(FieldError::too_long(column, max));
    } else if value.chars().any(char::is_control) {
        errors.push(FieldError::new(column, "field.control_characters", "Control characters are not allowed"));
    }
    value.to_owned()
}

/// Only the unambiguous form is taken: a guess between 5 June and 6 May would be wrong half of the time.
fn date(row: &RawRow, column: &'static str, required: bool, errors: &mut Vec<FieldError>) -> Option<NaiveDate> {
    let text = row.get(column);
    if text.is_empty() {
        if required {
            errors.push(FieldError::required(column));
        }
        return None;
    }
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| {
        use chrono::Datelike;
        text.len() == 10 && (1970..=9998).contains(&date.year())
    });
    if date.is_none() {
        errors.push(FieldError::new(column, "orders.bad_date", "Write dates as YYYY-MM-DD").arg("value", text));
    }
    date
}

/// `54014847:4; 54014775` – a SKU without number stands for one licence.
fn items(row: &RawRow, errors: &mut Vec<FieldError>) -> Vec<(String, u32)> {
    let mut items = Vec::new();
    for part in row.get("items").split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let (sku, quantity) = part.rsplit_once(':').unwrap_or((part, "1"));
        let sku = sku.trim();
        match quantity.trim().parse::<u32>() {
            Ok(quantity) if (1..=1_000_000).contains(&quantity) && !sku.is_empty() && sku.chars().count() <= 80 => {
                items.push((sku.to_owned(), quantity));
            }
            _ => errors.push(FieldError::new("items", "orders.bad_item", "Write items as SKU:quantity").arg("value", part)),
        }
    }
    if items.is_empty() && errors.iter().all(|error| error.field != "items") {
        errors.push(FieldError::required("items"));
    }
    if items.len() > 100 {
        errors.push(FieldError::new("items", "orders.too_many_items", "At most 100 items"));
    }
    items
}

fn term_of(start: NaiveDate, expiry: Option<NaiveDate>) -> String {
    match expiry.map(|expiry| ((expiry - start).num_days() + 15) / 30) {
        None => "Perpetual".to_owned(),
        Some(0 | 1) => "Monthly".to_owned(),
        Some(months) => format!("{} Month", if months > 11 { (months + 6) / 12 * 12 } else { months }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn row(cells: &[(&str, &str)]) -> RawRow {
        RawRow { line: 2, cells: cells.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
    }

    fn target() -> Target {
        Target { feed: "import".into(), partner: Some(PartnerId(uuid::Uuid::nil())), partners: HashMap::new() }
    }

    /// ORD-22 a complete row becomes an order; term and purchase date follow from the dates
    #[test]
    fn a_good_row_is_taken() {
        let row =
            row(&[("subscription_number", "A-S1"), ("start_date", "2026-01-01"), ("expiry_date", "2026-12-31"), ("items", "54014847:4;X")]);
        let checked = check(&row, &target()).unwrap();
        assert_eq!(checked.input.items, [("54014847".to_owned(), 4), ("X".to_owned(), 1)]);
        assert_eq!((checked.input.term.as_str(), checked.input.purchase_date.to_string().as_str()), ("12 Month", "2026-01-01"));
    }

    /// ORD-22 every mistake of a row is named at its column
    #[test]
    fn all_mistakes_are_named() {
        let row = row(&[
            ("partner_account", "123456789"),
            ("start_date", "1.2.2026"),
            ("expiry_date", "2026-02-30"),
            ("items", "54014847:0; :3"),
            ("state", "lost"),
            ("account_number", "12"),
        ]);
        let errors = check(&row, &target()).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            ["partner_account", "subscription_number", "start_date", "expiry_date", "items", "items", "state", "account_number"]
        );
    }
}

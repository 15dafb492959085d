//! Seeded orders: every status, some without numbers, some waiting for an account.

use chrono::{Days, NaiveDate};
use switchroom_entity::{account, order, order_item};
use switchroom_types::PartnerId;
use switchroom_types::orders::{AssignedHow, OrderState};

use super::random::Random;
use crate::orders::row::{self, OrderInput};
use crate::tx::Tx;

const SKUS: &[&str] =
    &["54014847", "54014848", "54014776", "54014777", "54014769", "54014770", "54014772", "54014773", "54014774", "54014775"];
/// "Zoom Hybrid - hMitel Indirect", 12 months.
const PER_USER_SKU: &str = "54014848";
const TERMS: &[(&str, i64)] = &[("Monthly", 30), ("12 Month", 365), ("36 Month", 1_095), ("60 Month", 1_825)];
const DISTRIBUTORS: &[&str] = &["Halden Distribution", "Nexwave Supply", "Ostsee Handels GmbH"];

/// The situations that the demonstration must show, one after the other.
#[derive(Clone, Copy)]
enum Case {
    Running,
    ExpiringSoon,
    Expired,
    Perpetual,
    Pending,
    StartsLater,
    Cancelled,
}

const CASES: &[Case] = &[
    Case::Running,
    Case::ExpiringSoon,
    Case::Running,
    Case::Expired,
    Case::Perpetual,
    Case::Pending,
    Case::Running,
    Case::StartsLater,
    Case::Cancelled,
    Case::Running,
];

/// The `n`-th order of a partner. Every third waits for an account.
pub fn order(
    random: &mut Random,
    tx: &Tx,
    partner: PartnerId,
    accounts: &[account::Model],
    n: usize,
) -> (order::Model, Vec<order_item::Model>) {
    let case = CASES.get(n % CASES.len()).copied().unwrap_or(Case::Running);
    let today = random.now.to_utc().map(|at| at.date_naive()).unwrap_or_default();
    let day = |offset: i64| shifted(today, offset);
    let (term, days) = random.pick(TERMS).copied().unwrap_or(("12 Month", 365));
    let (start, expiry) = match case {
        Case::Running => (day(-random.between(5, 200)), Some(day(91 + random.between(0, days.max(31))))),
        Case::ExpiringSoon => (day(-random.between(200, 340)), Some(day(random.between(0, 90)))),
        Case::Expired => (day(-random.between(400, 700)), Some(day(-random.between(1, 120)))),
        Case::Perpetual => (day(-random.between(5, 600)), None),
        Case::Pending | Case::StartsLater => (day(random.between(2, 45)), Some(day(400))),
        Case::Cancelled => (day(-random.between(60, 300)), Some(day(200))),
    };
    let state = match case {
        Case::Pending => OrderState::Pending,
        Case::Cancelled => OrderState::Cancelled,
        _ => OrderState::Active,
    };
    let account = if n.is_multiple_of(3) { None } else { random.pick(accounts) };
    let lines = 1 + random.below(3);
    let first = random.below(SKUS.len());
    let items = (0..lines)
        .filter_map(|line| SKUS.get((first + line * 3) % SKUS.len()))
        .map(|sku| ((*sku).to_owned(), u32::try_from(random.between(1, 60)).unwrap_or(1)))
        .collect();
    let input = OrderInput {
        feed: "import".to_owned(),
        subscription_number: format!("SUB-{:08}", 40_000_000 + n),
        // Missing now and then, and several orders may share one.
        sap_order_id: (!n.is_multiple_of(11)).then(|| format!("{}", 5_000_100_000_i64 + i64::try_from(n / 2).unwrap_or_default())),
        reseller_po: random.chance(80).then(|| format!("PO-{}", random.between(10_000, 99_999))),
        customer_po: random.chance(55).then(|| format!("C-{}", random.between(1_000, 9_999))),
        tracking_number: random.chance(60).then(|| format!("TRK{}", random.between(1_000_000, 9_999_999))),
        customer_number: account.and_then(|account| account.billing_customer_number.clone()),
        customer_name: account.map(|account| account.name.clone()),
        customer_address: account.map(|account| format!("{}, {} {}", account.address1, account.postal_code, account.city)),
        distributor: Some(random.word(DISTRIBUTORS).to_owned()),
        purchase_date: shifted(start, -random.between(0, 14)),
        start_date: start,
        expiry_date: expiry,
        term: if expiry.is_none() { "Perpetual".to_owned() } else { term.to_owned() },
        state,
        replaces: None,
        items,
    };
    let (mut model, mut items) = row::new(tx, partner, &input);
    model.id = random.id(random.now);
    if let Some(account) = account {
        let how = if random.chance(60) { AssignedHow::Auto } else { AssignedHow::Manual };
        row::set_account(&mut model, tx, Some(account), how);
    }
    for item in &mut items {
        item.order_id = model.id;
        item.account_id = model.account_id;
    }
    (model, items)
}

/// A running order of the licences that people of this account hold one by one, with some to spare.
pub fn covering(
    random: &mut Random,
    tx: &Tx,
    partner: PartnerId,
    account: &account::Model,
    n: usize,
) -> (order::Model, Vec<order_item::Model>) {
    // The first of the cases, which is running, and no third, which would wait for an account.
    let (model, mut items) = order(random, tx, partner, std::slice::from_ref(account), n * CASES.len() * 3 + CASES.len());
    items.truncate(1);
    if let Some(item) = items.first_mut() {
        PER_USER_SKU.clone_into(&mut item.sku);
        // Somewhat more than hold one (`users::PRODUCTS`).
        item.quantity = account.user_count * 20 / 100 + random.between(5, 20);
    }
    (model, items)
}

fn shifted(from: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { from.checked_sub_days(by) } else { from.checked_add_days(by) }.unwrap_or(from)
}

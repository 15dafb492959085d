//! Which badge an order wears on a given day.

use chrono::{Days, NaiveDate};
use switchroom_types::orders::{OrderState, OrderStatus};

/// Days before its end from which an order counts as expiring, unless the partner's settings say otherwise.
pub const DEFAULT_EXPIRING_DAYS: u16 = 90;

/// The facts that decide.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub state: OrderState,
    pub start: NaiveDate,
    pub expiry: Option<NaiveDate>,
    pub assigned: bool,
}

/// The first rule that matches (ORD, "Status"). `today` is the date in the account's time zone, the partner's without account.
pub fn status(facts: Facts, today: NaiveDate, expiring_days: u16) -> OrderStatus {
    let soon = today.checked_add_days(Days::new(u64::from(expiring_days))).unwrap_or(NaiveDate::MAX);
    match facts {
        Facts { state: OrderState::Cancelled, .. } => OrderStatus::Cancelled,
        Facts { state: OrderState::Pending, .. } => OrderStatus::PendingActivation,
        Facts { start, .. } if start > today => OrderStatus::PendingActivation,
        Facts { expiry: Some(expiry), .. } if expiry < today => OrderStatus::Expired,
        Facts { expiry: Some(expiry), .. } if expiry <= soon => OrderStatus::ExpiringSoon,
        Facts { assigned: false, .. } => OrderStatus::Assign,
        Facts { expiry: None, .. } => OrderStatus::Perpetual,
        Facts { .. } => OrderStatus::Current,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn on(state: OrderState, start: i64, left: Option<i64>, assigned: bool) -> OrderStatus {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let day = |offset: i64| today + chrono::Duration::days(offset);
        status(Facts { state, start: day(start), expiry: left.map(day), assigned }, today, DEFAULT_EXPIRING_DAYS)
    }

    /// ORD-04 orders that end in 91, 90, 0 and −1 days read ASSIGN, EXPIRING SOON, EXPIRING SOON, EXPIRED
    #[test]
    fn the_days_left_decide() {
        let unassigned = |left| on(OrderState::Active, -10, Some(left), false);
        assert_eq!(
            [91, 90, 0, -1].map(unassigned),
            [OrderStatus::Assign, OrderStatus::ExpiringSoon, OrderStatus::ExpiringSoon, OrderStatus::Expired]
        );
        let assigned = |left| on(OrderState::Active, -10, Some(left), true);
        assert_eq!(
            [91, 90, 0, -1].map(assigned),
            [OrderStatus::Current, OrderStatus::ExpiringSoon, OrderStatus::ExpiringSoon, OrderStatus::Expired]
        );
    }

    /// ORD-04 an order that starts tomorrow is pending, one that starts today is not
    #[test]
    fn a_future_start_is_pending() {
        assert_eq!(on(OrderState::Active, 1, Some(400), false), OrderStatus::PendingActivation);
        assert_eq!(on(OrderState::Active, 0, Some(400), false), OrderStatus::Assign);
        assert_eq!(on(OrderState::Pending, -5, Some(400), true), OrderStatus::PendingActivation);
    }

    /// ORD-04 cancelled comes before everything; perpetual shows only once assigned
    #[test]
    fn the_first_rule_wins() {
        assert_eq!(on(OrderState::Cancelled, 5, Some(-5), false), OrderStatus::Cancelled);
        assert_eq!(on(OrderState::Pending, -5, Some(-5), false), OrderStatus::PendingActivation);
        assert_eq!(on(OrderState::Active, -5, None, false), OrderStatus::Assign);
        assert_eq!(on(OrderState::Active, -5, None, true), OrderStatus::Perpetual);
    }
}

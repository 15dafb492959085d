//! Tells everybody whom something concerns (NOTIF-08). What integrations, agents and schedules have to say goes this way.

use serde_json::{Map, Value};
use switchroom_entity::user;
use switchroom_types::access::Role;
use switchroom_types::notifications::NoticeCode;
use switchroom_types::{AccountId, PartnerId, UserId};

use super::{Audience, Notice, audience, notify};
use crate::error::Result;
use crate::tx::Tx;
use crate::webhooks::{Happening, emit};

/// What happened, once for everybody.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// The account it is about, if any.
    pub about: Option<AccountId>,
    pub code: NoticeCode,
    /// What is put into the text, and the text in English.
    pub args: Map<String, Value>,
    pub title: String,
    /// Full text of an error.
    pub detail: Option<String>,
    /// Where it leads people of the account, and partner users.
    pub link: Option<String>,
    pub partner_link: Option<String>,
}

impl Announcement {
    pub fn new(code: NoticeCode, about: Option<AccountId>, title: String) -> Self {
        Self { about, code, args: Map::new(), title, detail: None, link: None, partner_link: None }
    }

    pub fn arg(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// The same address for everybody.
    pub fn link(self, link: String) -> Self {
        Self { partner_link: Some(link.clone()), link: Some(link), ..self }
    }

    pub fn links(self, link: String, partner_link: String) -> Self {
        Self { link: Some(link), partner_link: Some(partner_link), ..self }
    }
}

/// Tells the audience, except the person who did it and those whom `told` leaves out, and the webhooks.
pub async fn announce(
    tx: &mut Tx,
    to: Audience<'_>,
    announcement: &Announcement,
    told: impl Fn(&user::Model) -> bool + Send,
) -> Result<()> {
    tell(tx, to, announcement, told).await?;
    let partner_id = match to {
        Audience::Account(account) => PartnerId(account.partner_id),
        Audience::Partner(partner) => partner,
    };
    let happening = Happening {
        about: announcement.about,
        partner_id,
        code: announcement.code.as_str(),
        kind: announcement.code.kind(),
        status: announcement.code.status(),
        args: &Value::Object(announcement.args.clone()),
        title: &announcement.title,
        detail: announcement.detail.as_deref(),
        link: announcement.link.as_deref(),
    };
    emit(tx, &happening).await
}

/// Tells the people only.
pub(crate) async fn tell(
    tx: &mut Tx,
    to: Audience<'_>,
    announcement: &Announcement,
    told: impl Fn(&user::Model) -> bool + Send,
) -> Result<()> {
    let doer = tx.signature.user_id;
    for person in audience(tx, to).await? {
        if doer == Some(UserId(person.id)) || !told(&person) {
            continue;
        }
        let partner = person.role == Role::Partner.as_str();
        let link = if partner { &announcement.partner_link } else { &announcement.link };
        let notice = Notice {
            user_id: UserId(person.id),
            account_id: AccountId(person.account_id),
            about: announcement.about,
            code: announcement.code,
            args: announcement.args.clone(),
            title: announcement.title.clone(),
            detail: announcement.detail.clone(),
            link: link.clone(),
        };
        notify(tx, notice).await?;
    }
    Ok(())
}

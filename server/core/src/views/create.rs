//! Saves a list as it is shown.

use sea_orm::{ActiveModelTrait, EntityTrait};
use switchroom_entity::list_view::{ActiveModel, Entity, Model};
use switchroom_types::AccountId;
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset};
use switchroom_types::views::{SavedView, ViewForm};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::users::take_turns;
use crate::views::{form, list};

/// # Permissions
/// That of the list; sharing also needs the permission to edit what it shows.
///
/// # Errors
/// 422 at `name` and `query`; 409 `views.name_taken`, `views.too_many`.
pub async fn create(portal: &Portal, actor: &Actor, account: AccountId, entered: &ViewForm) -> Result<SavedView> {
    let scope = actor.account(portal, account, entered.list.to_see()).await?;
    if entered.shared {
        actor.require(entered.list.to_share())?;
    }
    let tx = portal.begin(actor).await?;
    let mut model = Model {
        id: Uuid::now_v7(),
        account_id: scope.account_id.0,
        list: entered.list.as_str().to_owned(),
        user_id: actor.user_id.0,
        owner: actor.name.clone(),
        name: String::new(),
        name_key: String::new(),
        query: serde_json::json!([]),
        shared: entered.shared,
        modified_at: tx.now().0,
    };
    let mut errors = FieldErrors::default();
    form::name(&mut errors, &mut model, &entered.name);
    errors.finish()?;
    form::query(&mut model, entered.list, &entered.query)?;
    let mut tx = tx;
    take_turns(&tx, scope.account_id).await?;
    form::check_room(&tx, &model).await?;
    Entity::insert(ActiveModel::from(model.clone()).reset_all()).exec_without_returning(tx.conn()).await?;
    if model.shared {
        let event = Event::new(scope.account_id, scope.partner_id, Action::Create, Asset::View).of(model.id, &model.name);
        tx.record(event.changes(changes(None, Some(&model))));
        tx.commit().await?;
    } else {
        tx.commit_without_history("how one's own lists look is nobody else's business").await?;
    }
    list::row(model, actor)
}

//! Creates an estate from its plan: rows, documents, initial passwords; all of it or nothing.

use xunlou_core::domain::Role;
use xunlou_core::ids::PersonId;

use crate::access::accounts::{PasswordError, initial_password};
use crate::database::StoreError;
use crate::estate_plan::EstatePlan;
use crate::server::Server;

/// What goes wrong while documents are written; only told, never acted on.
pub type FillError = Box<dyn std::error::Error + Send + Sync>;

/// An estate that was begun longer ago than this and is not open was given up, in milliseconds.
const GIVEN_UP: i64 = 3_600_000;

/// A password that is shown once.
#[derive(Clone)]
pub struct InitialPassword {
    /// Whose.
    pub person: PersonId,
    /// The name to sign in with.
    pub login: String,
    /// The password.
    pub password: String,
}

/// Why an estate was not created. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateError {
    /// There is one of this name already.
    #[error("there is an estate `{0}` on this server already: choose another name")]
    NameTaken(String),
    /// The rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An account.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The documents.
    #[error("the estate's documents: {0}")]
    Documents(FillError),
}

/// Creates the estate. `fill` writes its documents (rule pack, directory, households) through the
/// office's replica, while the estate lets nobody in yet. Whoever sees the whole estate works in
/// the office and gets a password.
///
/// # Errors
/// [`CreateError`]; nothing of the estate is left then, nor after a crash.
pub fn create_estate(
    server: &Server,
    plan: &EstatePlan,
    fill: impl FnOnce(&Server, &EstatePlan) -> Result<(), FillError>,
) -> Result<Vec<InitialPassword>, CreateError> {
    let access = server.access();
    let now = server.api().now();
    for given_up in access.unopened(now.saturating_sub(GIVEN_UP))? {
        access.drop_unopened(given_up)?;
    }
    if access.estates()?.iter().any(|estate| estate.name == plan.name) {
        return Err(CreateError::NameTaken(plan.name.clone()));
    }
    access.enter_estate(plan, server.environment().new_random_id(), now)?;
    let filled = fill(server, plan)
        .map_err(CreateError::Documents)
        .and_then(|()| passwords(server, plan, now))
        .and_then(|made| access.open_estate(plan.estate).map(|()| made).map_err(Into::into));
    if filled.is_err() {
        access.drop_unopened(plan.estate)?;
    }
    filled
}

fn passwords(
    server: &Server,
    plan: &EstatePlan,
    now: i64,
) -> Result<Vec<InitialPassword>, CreateError> {
    let office = plan.people.iter().filter(|person| person.role != Role::Butler);
    office
        .map(|person| {
            let password = initial_password(server.environment().random.as_ref());
            server.access().set_password(plan.estate, person.id, &password, now)?;
            Ok(InitialPassword { person: person.id, login: person.login.clone(), password })
        })
        .collect()
}

//! From an enrolment link to a workspace: the one-time code becomes a token, which is kept in the
//! database with the device's key. Built with the feature `reqwest-transport`.

use std::fmt;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Me, OpenedWorkspace, Workspace, lock, me};
use crate::Error;
use crate::env::{Environment, Random};
use crate::error::Result;
use crate::store::OpenOptions;
use crate::sync::http::{HttpOptions, HttpTransport, Trust};
use crate::sync::{Enrolment, EnrolmentLink, enrol};

/// How this device reaches its server. Holds secrets; never shown or logged.
#[derive(Clone, Serialize, Deserialize)]
struct Connection {
    server: String,
    pin: Option<String>,
    token: String,
    /// Secret ed25519 key of the device, hexadecimal; what it signs, the office can check.
    device_key: String,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("server", &self.server).finish_non_exhaustive()
    }
}

const KEY: &str = "connection";

impl Workspace {
    /// Enrols this device and creates its workspace. Nothing is created unless the server took the
    /// code.
    ///
    /// # Errors
    /// [`Error::Sync`] says why the server did not: the code is expired or used, no network, another
    /// certificate, a clock that is off; the storage errors.
    pub fn enrol(
        options: OpenOptions,
        env: Environment,
        link: &EnrolmentLink,
        device_label: &str,
    ) -> Result<OpenedWorkspace> {
        let (enrolment, connection) =
            redeem(&env, link, device_label, options.installation, new_key(env.random.as_ref()))?;
        let me = Me::from_enrolment(&enrolment.device, device_label);
        let opened = Self::create(options, env, me)?;
        opened.workspace.store().write(|tx| tx.set_value(KEY, &connection))?;
        Ok(opened)
    }

    /// Enrols this device again with a new code, for instance when its token has expired. All that
    /// is on the device stays, and what is unsent is sent at the next sync.
    ///
    /// # Errors
    /// As [`enrol`](Self::enrol); [`Error::InvalidInput`] when the code is another person's.
    pub fn enrol_again(&self, link: &EnrolmentLink) -> Result<()> {
        let label = self.me().device_label.clone();
        let installation = self.store().installation()?;
        let key = match self.connection()? {
            Some(known) => parse_key(&known.device_key)?,
            None => new_key(self.env.random.as_ref()),
        };
        let (enrolment, connection) = redeem(&self.env, link, &label, installation, key)?;
        let device = &enrolment.device;
        if (device.person, device.estate) != (self.me().person, self.me().estate) {
            return Err(Error::invalid("code", "it is for another person: use one of your own"));
        }
        let known = self.me();
        let me = Arc::new(known.enrolled_again(device));
        self.write(|tx| {
            tx.set_value(KEY, &connection)?;
            tx.set_value(me::KEY, me.as_ref())
        })?;
        *lock(&self.me) = Arc::clone(&me);
        lock(&self.principal).device = me.device;
        if me.device != known.device {
            let changed = self.store().become_device(me.device, &me.device_label, me.person)?;
            self.announce(changed);
        }
        Ok(())
    }

    /// The way to the server, for [`sync`](Self::sync) and for photos.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a workspace that was not enrolled.
    pub fn transport(&self) -> Result<HttpTransport> {
        let connection = self.connection()?;
        let connection =
            connection.ok_or_else(|| Error::not_found("enrolment", self.me().device))?;
        let trust = match connection.pin {
            Some(pin) => Trust::Pin(pin.parse()?),
            None => Trust::PublicAuthorities,
        };
        let server = connection.server.parse()?;
        HttpTransport::new(server, trust, HttpOptions::default())?.with_token(&connection.token)
    }

    fn connection(&self) -> Result<Option<Connection>> {
        self.store().value(KEY)
    }
}

fn redeem(
    env: &Environment,
    link: &EnrolmentLink,
    label: &str,
    installation: crate::ids::InstallationId,
    key: SigningKey,
) -> Result<(Enrolment, Connection)> {
    let trust = link.pin.map_or(Trust::PublicAuthorities, Trust::Pin);
    let transport = HttpTransport::new(link.server.clone(), trust, HttpOptions::default())?;
    let clock = env.clock.as_ref();
    let enrolment = enrol(&transport, clock, label, installation, &link.code, &key)?;
    let connection = Connection {
        server: link.server.to_string(),
        pin: link.pin.map(|pin| pin.to_string()),
        token: enrolment.device.token.clone(),
        device_key: hex::encode(key.to_bytes()),
    };
    Ok((enrolment, connection))
}

fn new_key(random: &dyn Random) -> SigningKey {
    let mut seed = Zeroizing::new([0; 32]);
    random.fill(seed.as_mut());
    SigningKey::from_bytes(&seed)
}

fn parse_key(text: &str) -> Result<SigningKey> {
    let mut seed = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text, seed.as_mut())
        .map_err(|_| Error::Corrupt("the device's key does not read".to_owned()))?;
    Ok(SigningKey::from_bytes(&seed))
}

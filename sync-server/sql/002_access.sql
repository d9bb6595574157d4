-- Who belongs: people, their areas, their devices, and the secrets that let them in.
-- Secrets are stored as hashes only.

CREATE TABLE person (
    estate BLOB    NOT NULL,
    person BLOB    NOT NULL CHECK (length(person) = 16),
    login  TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    role   TEXT    NOT NULL,
    -- Whether health files are granted.
    health INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (estate, person),
    UNIQUE (estate, login),
    FOREIGN KEY (estate) REFERENCES estate (estate)
) STRICT;

CREATE TABLE area (
    estate BLOB NOT NULL,
    area   BLOB NOT NULL CHECK (length(area) = 16),
    name   TEXT NOT NULL,
    PRIMARY KEY (estate, area),
    FOREIGN KEY (estate) REFERENCES estate (estate)
) STRICT;

CREATE TABLE building (
    estate   BLOB NOT NULL,
    building BLOB NOT NULL CHECK (length(building) = 16),
    name     TEXT NOT NULL,
    PRIMARY KEY (estate, building),
    FOREIGN KEY (estate) REFERENCES estate (estate)
) STRICT;

CREATE TABLE area_building (
    estate   BLOB NOT NULL,
    area     BLOB NOT NULL,
    building BLOB NOT NULL,
    PRIMARY KEY (estate, area, building),
    FOREIGN KEY (estate, area) REFERENCES area (estate, area),
    FOREIGN KEY (estate, building) REFERENCES building (estate, building)
) STRICT;

CREATE TABLE person_area (
    estate BLOB NOT NULL,
    person BLOB NOT NULL,
    area   BLOB NOT NULL,
    PRIMARY KEY (estate, person, area),
    FOREIGN KEY (estate, person) REFERENCES person (estate, person),
    FOREIGN KEY (estate, area) REFERENCES area (estate, area)
) STRICT;

CREATE TABLE device (
    estate        BLOB    NOT NULL,
    device        BLOB    NOT NULL CHECK (length(device) = 16),
    person        BLOB    NOT NULL,
    label         TEXT    NOT NULL,
    -- Absent for the office console, which lives in the server and enrols nowhere.
    installation  BLOB,
    public_key    BLOB,
    token_hash    BLOB,
    token_expires INTEGER NOT NULL DEFAULT 0,
    enrolled_at   INTEGER NOT NULL,
    seen_at       INTEGER NOT NULL,
    revoked_at    INTEGER,
    PRIMARY KEY (estate, device),
    FOREIGN KEY (estate, person) REFERENCES person (estate, person)
) STRICT;

CREATE UNIQUE INDEX device_by_token ON device (estate, token_hash) WHERE token_hash IS NOT NULL;

-- One-time enrolment codes. The code is all that a phone knows before it belongs to an estate,
-- so this is the one table whose key cannot begin with it.
CREATE TABLE enrolment (
    code_id     TEXT    NOT NULL PRIMARY KEY,
    estate      BLOB    NOT NULL,
    person      BLOB    NOT NULL,
    secret_hash BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    tries       INTEGER NOT NULL DEFAULT 0,
    used_at     INTEGER,
    FOREIGN KEY (estate, person) REFERENCES person (estate, person)
) STRICT, WITHOUT ROWID;

-- Sign-in to the office console.
CREATE TABLE account (
    estate        BLOB    NOT NULL,
    person        BLOB    NOT NULL,
    password_hash TEXT    NOT NULL,
    changed_at    INTEGER NOT NULL,
    PRIMARY KEY (estate, person),
    FOREIGN KEY (estate, person) REFERENCES person (estate, person)
) STRICT;

CREATE TABLE session (
    estate     BLOB    NOT NULL,
    token_hash BLOB    NOT NULL CHECK (length(token_hash) = 32),
    person     BLOB    NOT NULL,
    csrf       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (estate, token_hash),
    FOREIGN KEY (estate, person) REFERENCES account (estate, person)
) STRICT;

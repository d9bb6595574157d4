-- What must survive: documents, their changes, what is unsent, photos.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- `readable` is 0 for what a newer version wrote; it is kept, synced and shown as "needs an update".
CREATE TABLE document (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    heads BLOB NOT NULL,
    author_actor BLOB,
    readable INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX document_stream ON document (stream);

CREATE TABLE snapshot (
    document BLOB PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Single Automerge changes. Two documents may hold the same one: units of one label in two buildings,
-- entered in the same second. `covered` ones are in the snapshot too and stay only until they are sent.
CREATE TABLE change (
    ordinal INTEGER PRIMARY KEY,
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    covered INTEGER NOT NULL DEFAULT 0,
    UNIQUE (document, hash)
) STRICT;

-- Marks of changes that the server has not acknowledged, in the order they were made.
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    UNIQUE (document, hash)
) STRICT;

-- What the server refused (`outgoing` 1) or what this device refused from it (0). Never deleted by
-- sync; exported by a person.
CREATE TABLE quarantine (
    document BLOB NOT NULL,
    hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    outgoing INTEGER NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    bytes BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (document, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE cursor (
    stream TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    floor INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose actor it is: server-owned rows, and this device's own.
CREATE TABLE identity (
    actor BLOB PRIMARY KEY,
    device BLOB NOT NULL,
    label TEXT NOT NULL,
    person BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
    hash BLOB PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    -- Taken here, and to be sent; else it came from the server.
    own INTEGER NOT NULL
) STRICT;

-- The own photos that the server has, for each document that shows them.
CREATE TABLE sent_photo (
    document BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (document, hash)
) STRICT, WITHOUT ROWID;

-- Projections: everything below can be rebuilt from the documents at any time.

CREATE TABLE record (
    document BLOB PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    form TEXT NOT NULL,
    pack_version INTEGER NOT NULL,
    duty TEXT,
    slot TEXT,
    day TEXT NOT NULL,
    about BLOB,
    started_ms INTEGER,
    finished_ms INTEGER,
    excuse TEXT,
    skew INTEGER NOT NULL,
    answers TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX record_day ON record (day, stream);
CREATE INDEX record_about ON record (about, day) WHERE about IS NOT NULL;

CREATE TABLE household (
    document BLOB PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    unit TEXT NOT NULL,
    floor INTEGER,
    sort_key TEXT NOT NULL,
    occupancy TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX household_stream ON household (stream, sort_key);

-- Every field of every file, as it stands (`value`) and as the search compares it (`term`).
CREATE TABLE household_field (
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (document, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_file (
    document BLOB PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    detail TEXT NOT NULL,
    severity TEXT NOT NULL,
    department TEXT,
    about BLOB,
    found_record BLOB,
    found_item TEXT,
    reported_ms INTEGER NOT NULL,
    agreed_ms INTEGER,
    facts TEXT NOT NULL,
    closed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_open ON case_file (stream) WHERE closed = 0;
CREATE INDEX case_reported ON case_file (reported_ms);

CREATE TABLE decoration (
    document BLOB PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    household BLOB NOT NULL,
    contractor TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT,
    permit TEXT,
    permit_until TEXT,
    passes TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE log_entry (
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    entry TEXT NOT NULL,
    stream TEXT NOT NULL,
    day TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX log_entry_day ON log_entry (day);

-- Open conflicts: registers with values that say different things.
CREATE TABLE conflict (
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    PRIMARY KEY (document, key)
) STRICT, WITHOUT ROWID;

-- Which documents show which photos.
CREATE TABLE photo (
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (document, item, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_hash ON photo (hash);

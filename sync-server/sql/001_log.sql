-- The log: who may push is decided elsewhere, what was pushed stands here for ever.
-- Every key begins with the estate: estates share nothing, and the estate is the partition key.
-- Times are milliseconds since 1970 UTC; ids are the 16 bytes of a UUID.

-- Facts about this database file itself.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `head` and `last_actor` are counters: they are raised in the transaction that uses the number,
-- so numbers are given in commit order, whatever database keeps the table.
CREATE TABLE estate (
    estate     BLOB    NOT NULL PRIMARY KEY CHECK (length(estate) = 16),
    name       TEXT    NOT NULL,
    epoch      BLOB    NOT NULL CHECK (length(epoch) = 16),
    head       INTEGER NOT NULL DEFAULT 0,
    last_actor INTEGER NOT NULL DEFAULT 0,
    -- 0 until everything of a new estate is written; such an estate lets nobody in.
    ready      INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    estate         BLOB    NOT NULL,
    document       BLOB    NOT NULL CHECK (length(document) = 16),
    kind           TEXT    NOT NULL,
    stream         TEXT    NOT NULL,
    -- The person of the first change.
    author         BLOB    NOT NULL,
    first_position INTEGER NOT NULL,
    last_position  INTEGER NOT NULL,
    -- The hashes of the newest changes, sorted, 32 bytes each.
    heads          BLOB    NOT NULL,
    PRIMARY KEY (estate, document)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_by_stream ON document (estate, stream, first_position);

-- The newest verified state of each document, apart so that lists of documents stay small.
CREATE TABLE snapshot (
    estate   BLOB NOT NULL,
    document BLOB NOT NULL,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (estate, document),
    FOREIGN KEY (estate, document) REFERENCES document (estate, document)
) STRICT;

CREATE TABLE change (
    estate      BLOB    NOT NULL,
    position    INTEGER NOT NULL,
    document    BLOB    NOT NULL,
    stream      TEXT    NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    actor       BLOB    NOT NULL,
    device      BLOB    NOT NULL,
    bytes       BLOB    NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (estate, position),
    UNIQUE (estate, document, hash),
    FOREIGN KEY (estate, document) REFERENCES document (estate, document)
) STRICT;

CREATE INDEX change_by_stream ON change (estate, stream, position);
CREATE INDEX change_by_document ON change (estate, document, actor);

-- Which device writes as which actor. Rows only ever come in, so phones read them by row number.
CREATE TABLE actor (
    estate BLOB    NOT NULL,
    number INTEGER NOT NULL,
    actor  BLOB    NOT NULL CHECK (length(actor) = 16),
    device BLOB    NOT NULL,
    PRIMARY KEY (estate, number),
    UNIQUE (estate, actor)
) STRICT;

-- Changes that were not taken: visible and exportable, never discarded.
CREATE TABLE quarantine (
    estate      BLOB    NOT NULL,
    id          INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    device      BLOB    NOT NULL,
    document    BLOB    NOT NULL,
    kind        TEXT    NOT NULL,
    stream      TEXT    NOT NULL,
    hash        BLOB    NOT NULL,
    code        TEXT    NOT NULL,
    detail      TEXT    NOT NULL,
    bytes       BLOB    NOT NULL,
    PRIMARY KEY (estate, id),
    -- A device that sends the same refused change again adds nothing.
    UNIQUE (estate, device, document, hash)
) STRICT;

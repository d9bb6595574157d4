PRAGMA user_version = 1;
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE change (
    ordinal INTEGER PRIMARY KEY,
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    covered INTEGER NOT NULL DEFAULT 0,
    UNIQUE (document, hash)
) STRICT;
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    UNIQUE (document, hash)
) STRICT;
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
CREATE TABLE sent_photo (
    document BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (document, hash)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE conflict (
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    PRIMARY KEY (document, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE photo (
    document BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (document, item, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_hash ON photo (hash);
INSERT INTO meta VALUES ('actor', X'374708fff7714dd5979ec875d56cd228');
INSERT INTO meta VALUES ('generation', 1);
INSERT INTO meta VALUES ('installation', X'00000000000000000000000000000001');
INSERT INTO meta VALUES ('projections', 1);
INSERT INTO document VALUES (X'019cfe3df8007d34949fbd1fe777eb23', 'record', 'area/00000000-0000-0000-0000-000000000001', X'3a7503a30289b3882022e16ef51b3740b9e0d79f21e043156774bd3506b9ef30', X'374708fff7714dd5979ec875d56cd228', 1);
INSERT INTO change VALUES (1, X'019cfe3df8007d34949fbd1fe777eb23', X'6f7f473e321caebbe44951b21d3f67068615d47288b0257a199c544820f1c90e', X'856f4a836f7f473e01760010374708fff7714dd5979ec875d56cd2280101000000061512340142025608573370027c017604666f726d036461790573746172740404017c14f601a6019603016275746c65725f706174726f6c4031323032362d30332d3138323032362d30332d31385430383a30303a30302b30383a30300400', 0);
INSERT INTO change VALUES (2, X'019cfe3df8007d34949fbd1fe777eb23', X'3a7503a30289b3882022e16ef51b3740b9e0d79f21e043156774bd3506b9ef30', X'856f4a833a7503a30160016f7f473e321caebbe44951b21d3f67068615d47288b0257a199c544820f1c90e10374708fff7714dd5979ec875d56cd22802053c000006150a340142025603570a70027f08612f736861667473017f017fa60170726f626c656d4036307f00', 0);
INSERT INTO outbox VALUES (1, X'019cfe3df8007d34949fbd1fe777eb23', X'6f7f473e321caebbe44951b21d3f67068615d47288b0257a199c544820f1c90e');
INSERT INTO outbox VALUES (2, X'019cfe3df8007d34949fbd1fe777eb23', X'3a7503a30289b3882022e16ef51b3740b9e0d79f21e043156774bd3506b9ef30');
INSERT INTO identity VALUES (X'374708fff7714dd5979ec875d56cd228', X'00000000000000000000000000000001', '手机', X'00000000000000000000000000000001');
INSERT INTO record VALUES (X'019cfe3df8007d34949fbd1fe777eb23', 'area/00000000-0000-0000-0000-000000000001', 'butler_patrol', 1, NULL, NULL, '2026-03-18', NULL, 1773792000000, NULL, NULL, 0, '{"shafts":"problem"}');

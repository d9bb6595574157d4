-- Photos that arrived whole and whose hash was right. The bytes are in the blob store.

CREATE TABLE blob (
    estate      BLOB    NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    media_type  TEXT    NOT NULL,
    total       INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (estate, hash)
) STRICT;

-- Which documents a photo belongs to. A row is made only for a device that sent all of the bytes
-- itself: knowing a hash gives nobody the photo.
CREATE TABLE blob_document (
    estate   BLOB NOT NULL,
    document BLOB NOT NULL,
    hash     BLOB NOT NULL,
    device   BLOB NOT NULL,
    PRIMARY KEY (estate, document, hash),
    FOREIGN KEY (estate, hash) REFERENCES blob (estate, hash),
    FOREIGN KEY (estate, document) REFERENCES document (estate, document)
) STRICT;

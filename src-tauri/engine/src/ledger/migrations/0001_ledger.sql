-- The ledger's first schema. Frozen once released: later changes are files of their own.
--
-- Times are unix milliseconds. Every row that belongs to a store goes when the store goes (ON DELETE CASCADE),
-- so that removing a store leaves no trace. Ids of stores and runs are never given out twice.

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE stores (
    id                          INTEGER PRIMARY KEY AUTOINCREMENT,
    name                        TEXT NOT NULL UNIQUE,
    url                         TEXT NOT NULL,
    kind                        TEXT NOT NULL CHECK (kind IN ('demo', 'live')),
    api_version                 TEXT NOT NULL,
    credential_kind             TEXT NOT NULL CHECK (credential_kind IN ('token', 'client_credentials')),
    client_id                   TEXT,
    allow_writes                INTEGER NOT NULL DEFAULT 0,
    default_location            TEXT,
    shop_name                   TEXT,
    shop_domain                 TEXT,
    currency                    TEXT,
    plan                        TEXT,
    online_store_publication_id TEXT,
    custom_id_ready             INTEGER NOT NULL DEFAULT 0,
    pulled_at                   INTEGER,
    pull_cursor                 TEXT,
    full_pull_at                INTEGER,
    -- Rows of the mirror with this generation are the mirror; those of the next one are a pull under way.
    mirror_generation           INTEGER NOT NULL DEFAULT 0,
    mirror_next                 INTEGER
);

CREATE TABLE locations (
    store_id    INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    location_id TEXT NOT NULL,
    name        TEXT NOT NULL,
    active      INTEGER NOT NULL,
    PRIMARY KEY (store_id, location_id)
) WITHOUT ROWID;

CREATE TABLE mirror_products (
    store_id   INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    product_id TEXT NOT NULL,
    handle     TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    -- SHA-256 of the body. It stands before the body so that it is read without it.
    hash       BLOB NOT NULL,
    body       TEXT NOT NULL,
    UNIQUE (store_id, generation, product_id)
);
-- The order of streaming, and all the digest needs. Not unique: between two pulls two products may seem to
-- have the same handle.
CREATE INDEX mirror_products_by_handle ON mirror_products (store_id, generation, handle, product_id, hash);

CREATE TABLE mirror_variants (
    store_id   INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    product_id TEXT NOT NULL,
    variant_id TEXT NOT NULL,
    sku        TEXT,
    barcode    TEXT,
    PRIMARY KEY (store_id, generation, product_id, variant_id)
) WITHOUT ROWID;
CREATE INDEX mirror_variants_by_id ON mirror_variants (store_id, generation, variant_id);
CREATE INDEX mirror_variants_by_sku ON mirror_variants (store_id, generation, sku) WHERE sku IS NOT NULL;
CREATE INDEX mirror_variants_by_barcode ON mirror_variants (store_id, generation, barcode)
    WHERE barcode IS NOT NULL;

CREATE TABLE image_sources (
    store_id   INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    product_id TEXT NOT NULL,
    media_id   TEXT NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (store_id, product_id, media_id)
) WITHOUT ROWID;

CREATE TABLE base (
    store_id   INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    product_id TEXT NOT NULL,
    fields     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (store_id, product_id)
);

CREATE TABLE plans (
    id         TEXT PRIMARY KEY,
    store_id   INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    source     TEXT NOT NULL,
    summary    TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX plans_by_store ON plans (store_id);

CREATE TABLE runs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    store_id   INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    plan_id    TEXT REFERENCES plans (id) ON DELETE SET NULL,
    source     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('planned', 'running', 'paused', 'interrupted', 'completed',
               'completed_with_failures', 'failed', 'cancelled', 'superseded')),
    strategy   TEXT NOT NULL,
    workers    INTEGER,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at   INTEGER,
    pid        INTEGER,
    options    TEXT NOT NULL,
    note       TEXT,
    -- The counts of a run that has ended, as JSON; before that they are counted.
    counts     TEXT
);
CREATE INDEX runs_by_store ON runs (store_id);
CREATE INDEX runs_by_plan ON runs (plan_id);

-- What changes often stands apart from what never changes: an outcome rewrites some sixty bytes, not the body.
CREATE TABLE operations (
    run_id     INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    op_id      INTEGER NOT NULL,
    product    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'applied', 'unchanged', 'rejected', 'failed',
               'skipped', 'held')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    attempt_id INTEGER,
    at         INTEGER NOT NULL,
    detail     TEXT,
    PRIMARY KEY (run_id, op_id)
) WITHOUT ROWID;

CREATE TRIGGER operations_end_once BEFORE UPDATE ON operations
WHEN OLD.state NOT IN ('planned', 'sent')
BEGIN
    SELECT RAISE(ABORT, 'the operation has already ended');
END;

CREATE TABLE operation_bodies (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    op_id  INTEGER NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (run_id, op_id)
) WITHOUT ROWID;

CREATE TABLE attempts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id          INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    lane            TEXT NOT NULL,
    document        TEXT NOT NULL,
    idempotency_key TEXT,
    -- The exact text that was sent, where it may have to be sent again byte for byte.
    variables       TEXT,
    -- The operations that ride in it, in the order of the request, as a JSON list.
    operations      TEXT NOT NULL,
    started_at      INTEGER NOT NULL,
    sends           INTEGER NOT NULL DEFAULT 1,
    sent_at         INTEGER NOT NULL,
    ended_at        INTEGER,
    answer          TEXT
);
CREATE INDEX attempts_by_run ON attempts (run_id);

CREATE TABLE bulk_operations (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    store_id    INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    run_id      INTEGER REFERENCES runs (id) ON DELETE CASCADE,
    attempt_id  INTEGER REFERENCES attempts (id) ON DELETE CASCADE,
    lane        INTEGER NOT NULL,
    document    TEXT NOT NULL,
    remote_id   TEXT,
    staged_path TEXT,
    status      TEXT NOT NULL,
    -- The operations behind each line of the staged file, in order, as a JSON list of lists.
    lines       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
);
CREATE INDEX bulk_operations_by_store ON bulk_operations (store_id);
CREATE INDEX bulk_operations_by_run ON bulk_operations (run_id);
CREATE INDEX bulk_operations_by_attempt ON bulk_operations (attempt_id);

CREATE TABLE samples (
    store_id INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    name     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    run_id   INTEGER REFERENCES runs (id) ON DELETE CASCADE,
    value    REAL NOT NULL,
    PRIMARY KEY (store_id, name, at)
) WITHOUT ROWID;
CREATE INDEX samples_by_run ON samples (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE findings (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    n      INTEGER NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (run_id, n)
) WITHOUT ROWID;

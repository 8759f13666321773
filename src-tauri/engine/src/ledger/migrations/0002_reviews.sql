-- Plans under review. A review belongs to a store and goes with it, or (two files compared) to none.

CREATE TABLE reviews (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    store_id   INTEGER REFERENCES stores (id) ON DELETE CASCADE,
    -- Set once every row is written; before that nobody sees it.
    ready      INTEGER NOT NULL DEFAULT 0,
    -- Grows with every mark and every outcome.
    version    INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    copied_at  INTEGER,
    currency   TEXT,
    -- The file that stands for the store, where two files are compared.
    shelf      TEXT,
    sheet      TEXT NOT NULL,
    -- The key that rows are matched by, and what becomes of missing products, as JSON.
    asked      TEXT NOT NULL,
    -- The plan's head without its findings, and the rate budget it was forecast with.
    head       TEXT NOT NULL,
    budget     TEXT NOT NULL,
    -- Counts, held groups and forecast as the marks have it.
    summary    TEXT
);
CREATE INDEX reviews_by_store ON reviews (store_id);

CREATE TABLE review_products (
    review_id  INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    handle     TEXT NOT NULL,
    product_id TEXT,
    title      TEXT NOT NULL,
    -- Pairs of units, the first of which needs the second, as a JSON list; NULL where there are none.
    needs      TEXT,
    -- The product as the shelf's file has it, where two files are compared: there is no mirror to ask.
    body       TEXT,
    PRIMARY KEY (review_id, n)
) WITHOUT ROWID;
CREATE INDEX review_products_by_handle ON review_products (review_id, handle);

CREATE TABLE review_operations (
    review_id   INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    op_id       INTEGER NOT NULL,
    first_row   INTEGER NOT NULL,
    work        TEXT NOT NULL,
    held_reason TEXT,
    record      INTEGER,
    line        INTEGER,
    -- What its call is predicted to cost; 0 for a quantity, which shares one.
    points      INTEGER NOT NULL,
    -- Where it stands in the review's plan file, in bytes.
    start       INTEGER NOT NULL,
    length      INTEGER NOT NULL,
    PRIMARY KEY (review_id, op_id)
) WITHOUT ROWID;

-- What is filtered, counted and marked. Narrow, and read from one end to the other.
CREATE TABLE review_rows (
    review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    row       INTEGER NOT NULL,
    op_id     INTEGER NOT NULL,
    product   INTEGER NOT NULL,
    -- The first row of its unit.
    unit      INTEGER NOT NULL,
    -- 0 added, 1 changed, 2 removed.
    sign      INTEGER NOT NULL,
    field     TEXT NOT NULL,
    held_kind TEXT,
    excluded  INTEGER NOT NULL DEFAULT 0,
    released  INTEGER NOT NULL DEFAULT 0,
    -- The run that took it, and how it ended there.
    run_id    INTEGER,
    outcome   TEXT,
    state     TEXT NOT NULL GENERATED ALWAYS AS (
        CASE
            WHEN outcome IS NOT NULL AND outcome <> 'skipped' THEN outcome
            WHEN excluded THEN 'excluded'
            WHEN held_kind IS NOT NULL AND NOT released THEN 'held'
            WHEN outcome IS NOT NULL THEN outcome
            WHEN held_kind IS NOT NULL THEN 'released'
            ELSE 'included'
        END) STORED,
    -- Sent, however it ended, or on its way; what was skipped was not sent.
    done      INTEGER NOT NULL GENERATED ALWAYS AS (
        run_id IS NOT NULL AND (outcome IS NULL OR outcome <> 'skipped')) STORED,
    -- Handle, title, SKU and both sides in lower case.
    search    TEXT NOT NULL,
    PRIMARY KEY (review_id, row)
) WITHOUT ROWID;

-- What is shown of a row.
CREATE TABLE review_cells (
    review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    row       INTEGER NOT NULL,
    subject   TEXT NOT NULL,
    sku       TEXT,
    before    TEXT NOT NULL,
    after     TEXT NOT NULL,
    percent   REAL,
    PRIMARY KEY (review_id, row)
) WITHOUT ROWID;

CREATE TABLE review_findings (
    review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    -- 'sheet', or 'shelf' for the other of two compared files.
    side      TEXT NOT NULL,
    code      TEXT NOT NULL,
    severity  TEXT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (review_id, n)
) WITHOUT ROWID;

-- The narrowed plans that were made of a review, so that a run of one is known to belong to it.
CREATE TABLE review_plans (
    review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    plan_id   TEXT NOT NULL,
    -- 'all' or 'trial'.
    scope     TEXT NOT NULL,
    -- The newest run whose outcomes were taken over; settled once it has ended and all of them were.
    run_id    INTEGER,
    settled   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (review_id, plan_id)
) WITHOUT ROWID;

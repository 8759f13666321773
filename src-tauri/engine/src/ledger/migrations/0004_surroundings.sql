-- What a store has around its products (sales channels, markets, metafield definitions, collections, …), each
-- thing as the JSON of its type. A kind is replaced whole whenever it is read anew.
CREATE TABLE surroundings (
    store_id  INTEGER NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    object_id TEXT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (store_id, kind, object_id)
);

-- Products in the mirror now carry more than they did. The next pull reads all of them anew, so that what was
-- never read is not taken for what the store does not have.
UPDATE stores SET pull_cursor = NULL, full_pull_at = NULL;

-- What the window asks of a run: whether its owner has cancelled it, and its text, to be searched.

-- Set when the owner cancels the run. It outlives a crash: whoever goes on with the run sends nothing new.
ALTER TABLE runs ADD COLUMN giving_up INTEGER NOT NULL DEFAULT 0;

-- How far the operations of the run are in the index below: up to this id; -1 for none, all ones when it is whole.
ALTER TABLE runs ADD COLUMN indexed_to INTEGER NOT NULL DEFAULT -1;

-- Products, values and reasons of the operations of runs that have ended, three letters at a time, so that any part of
-- a word is found in any script. Its rowid is the run's id times 2^32, plus the operation's. The text itself is not
-- kept in it.
CREATE VIRTUAL TABLE operation_text USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'trigram'
);

CREATE TRIGGER operation_text_goes AFTER DELETE ON runs
BEGIN
    DELETE FROM operation_text WHERE rowid >= OLD.id << 32 AND rowid < (OLD.id + 1) << 32;
END;

-- The journal: what happened in the hall, once written never changed.
PRAGMA application_id = 1735354739; -- 'gois'
PRAGMA user_version = 1;

-- Facts about the file itself.
CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Tells this history from every other one; the first hash is made from it.
INSERT INTO meta VALUES ('epoch', lower(hex(randomblob(16))));

CREATE TABLE journal (
    sequence INTEGER NOT NULL PRIMARY KEY,      -- 1, 2, 3, … without a gap
    day      TEXT,                              -- the business day, 2026-03-02; none before the first
    at       INTEGER NOT NULL,                  -- microseconds since 1970-01-01T00:00:00Z
    version  INTEGER NOT NULL,                  -- of the event's JSON
    kind     TEXT NOT NULL,                     -- the event's tag
    event    TEXT NOT NULL,                     -- JSON
    request  TEXT,                              -- JSON: which device's wish led to it, if one did
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- A year is not read to find today: two look-ups here, then a range of the table itself.
-- Written with OR, because SQLite does not see that kind = 'x' implies kind IN ('x', 'y').
CREATE INDEX journal_landmarks ON journal (kind, sequence, day)
    WHERE kind = 'day_started' OR kind = 'rules_applied';

CREATE TRIGGER journal_grows_at_its_end BEFORE INSERT ON journal
    WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal)
    BEGIN SELECT RAISE(ABORT, 'the journal grows at its end only'); END;
CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER meta_is_not_changed BEFORE UPDATE ON meta
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER meta_is_not_deleted BEFORE DELETE ON meta
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

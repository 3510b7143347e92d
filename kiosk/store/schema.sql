-- The terminal's store, version 2. Times are seconds since 1970-01-01 UTC.

-- One row: facts about this file.
CREATE TABLE about (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    key_check BLOB NOT NULL,     -- opens only under the key this file was begun with
    next_job  INTEGER NOT NULL   -- print job ids are counted here, so they outlive trimmed rows
) STRICT;

-- Reports that the gateway has not confirmed. A delivered one is erased.
CREATE TABLE outbox (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: a late confirmation hits nothing else
    key            TEXT NOT NULL UNIQUE,               -- the idempotency key
    kind           TEXT NOT NULL,
    sealed         BLOB NOT NULL,                      -- the body, bound to its key
    put_at_s       REAL NOT NULL,
    attempts       INTEGER NOT NULL DEFAULT 0,
    next_attempt_s REAL NOT NULL
) STRICT;

CREATE INDEX outbox_by_time ON outbox (next_attempt_s);

-- Every sheet that was ever asked of a printer.
CREATE TABLE print_job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    job         TEXT NOT NULL,
    paper       TEXT NOT NULL CHECK (paper IN ('document', 'receipt')),
    case_number TEXT,            -- null for papers of no case (a readiness slip)
    reprint     INTEGER NOT NULL,
    asked_at_s  REAL NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('asked', 'sending', 'sent', 'proved', 'settled')),
    outcome     TEXT CHECK (outcome IN ('PRINTED', 'FAILED', 'UNKNOWN')),
    reason      TEXT,
    began       INTEGER,
    proof       TEXT,
    media       TEXT CHECK (media IN ('taken', 'retracted', 'present', 'jammed')),  -- null: nobody could tell
    CHECK ((state = 'settled') = (outcome IS NOT NULL))
) STRICT;

CREATE INDEX print_job_by_job ON print_job (job);
CREATE INDEX print_job_by_case ON print_job (case_number, paper);

-- What happened, as a hash chain: hash = sha256(prev || entry).
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    entry  TEXT NOT NULL,        -- canonical JSON of number, time, event and fields
    prev   BLOB NOT NULL,
    hash   BLOB NOT NULL
) STRICT;

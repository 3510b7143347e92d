-- From version 1: a print job is known between its bytes and its verdict, and where its paper ended.

CREATE TABLE print_job_2 (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    job         TEXT NOT NULL,
    paper       TEXT NOT NULL CHECK (paper IN ('document', 'receipt')),
    case_number TEXT,
    reprint     INTEGER NOT NULL,
    asked_at_s  REAL NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('asked', 'sending', 'sent', 'proved', 'settled')),
    outcome     TEXT CHECK (outcome IN ('PRINTED', 'FAILED', 'UNKNOWN')),
    reason      TEXT,
    began       INTEGER,
    proof       TEXT,
    media       TEXT CHECK (media IN ('taken', 'retracted', 'present', 'jammed')),
    CHECK ((state = 'settled') = (outcome IS NOT NULL))
) STRICT;

INSERT INTO print_job_2 (id, job, paper, case_number, reprint, asked_at_s, state, outcome, reason, began, proof)
    SELECT id, job, paper, case_number, reprint, asked_at_s, state, outcome, reason, began, proof FROM print_job;

DROP TABLE print_job;
ALTER TABLE print_job_2 RENAME TO print_job;

CREATE INDEX print_job_by_job ON print_job (job);
CREATE INDEX print_job_by_case ON print_job (case_number, paper);

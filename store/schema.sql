-- The survey's memory. One truth, the journal; everything below it is derived from it and can be
-- thrown away and made again (store/projection.py makes it, store/replay.py compares it).
--
-- Versions of this schema:
--   1  first

PRAGMA application_id = 0x486F6D50;  -- «HomP»: this file is a Hòm Phiếu record
PRAGMA user_version = 1;


-- THE JOURNAL -----------------------------------------------------------------------------------

-- Every act, in the order it was done. Rows are added and never changed: a correction is a new event
-- (seed 004: «Nghiêm cấm mọi hành vi chĩnh sửa làm sai lệch kết quả khảo sát»).
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY,  -- 1, 2, 3 … without a gap
    at       TEXT NOT NULL,        -- when, UTC to the second: 2021-10-29T09:05:00Z
    kind     TEXT NOT NULL,        -- what was done; store/projection.py lists the kinds
    person   TEXT NOT NULL,        -- who, empty when the program acted alone
    role     TEXT NOT NULL,        -- in what function, empty when it has none
    version  TEXT NOT NULL,        -- of the program that wrote the event
    body     TEXT NOT NULL,        -- what exactly: canonical JSON
    previous TEXT NOT NULL,        -- hash of the event before; 64 zeros for the first
    hash     TEXT NOT NULL         -- SHA-256 of [seq, at, kind, person, role, version, body, previous]
) STRICT;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;

CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END;

-- what was done last of a kind? (the plan last noted, the last act that changes a figure)
CREATE INDEX journal_of_kind ON journal (kind);

-- INSERT OR REPLACE would slip past the two above
CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal only grows, one event after the other'); END;

-- What only this survey knows; it leaves the folder in no export and no bundle.
-- 'mac-key': 32 random bytes that sign the code on every sheet. Its SHA-256 stands in event 1.
CREATE TABLE secret (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER secret_is_never_changed BEFORE UPDATE ON secret
BEGIN SELECT RAISE(ABORT, 'the key is never changed'); END;

CREATE TRIGGER secret_is_never_removed BEFORE DELETE ON secret
BEGIN SELECT RAISE(ABORT, 'the key is never removed'); END;

CREATE TRIGGER secret_is_never_replaced BEFORE INSERT ON secret
WHEN EXISTS (SELECT 1 FROM secret WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'the key is never replaced'); END;


-- WHAT IS DERIVED FROM THE JOURNAL ----------------------------------------------------------------
-- `seq` is always the number of the event a row comes from.

-- A file of sheets made ready for the printer.
CREATE TABLE printed_run (
    seq         INTEGER PRIMARY KEY,
    form        TEXT NOT NULL,     -- name of the form file
    fingerprint TEXT NOT NULL,     -- of the form's geometry
    procedure   TEXT NOT NULL,     -- procedure code, empty for sheets with the free-text line
    copies      INTEGER NOT NULL,  -- sheets
    file        TEXT NOT NULL,     -- name in printed/
    sha256      TEXT NOT NULL      -- of that file
) STRICT;

-- What became of printed sheets before they were answered.
CREATE TABLE paper (
    seq   INTEGER PRIMARY KEY,
    act   TEXT NOT NULL,           -- issued, spoilt, returned (issued and brought back), left (unused)
    count INTEGER NOT NULL,        -- sheets
    box   TEXT NOT NULL,           -- the box they were meant for, empty when that does not matter
    note  TEXT NOT NULL
) STRICT;

-- A seal put on a box: by itself, or when an opening ended and the box was handed over.
CREATE TABLE sealing (
    seq         INTEGER PRIMARY KEY,
    box         TEXT NOT NULL,
    seal_number TEXT NOT NULL,
    at          TEXT NOT NULL,     -- when, ISO 8601
    person      TEXT NOT NULL,     -- who sealed it, or chaired the opening
    opening     TEXT NOT NULL      -- the opening that ended so, empty when the box was only sealed
) STRICT;

-- what should the seal on this box be?
CREATE INDEX sealing_of_box ON sealing (box, seq);

-- An opening of a box, or the refusal to open a suspicious one (seed 003, II.3), as it counts now.
CREATE TABLE opening (
    id           TEXT NOT NULL PRIMARY KEY,
    seq          INTEGER NOT NULL,  -- of its first version, which gives it its place in time
    version      INTEGER NOT NULL,  -- 1, or more after corrections
    follows      TEXT NOT NULL,     -- the refusal after which this box was opened, empty for none
    period       TEXT NOT NULL,     -- 2021-10, 2021-Q4, 2021-H2 or 2021; its sheets belong to it
    box          TEXT NOT NULL,     -- as named in survey.toml
    refused      INTEGER NOT NULL,  -- 1 when the box was not opened
    first_count  INTEGER,           -- sheets counted by hand, first time; NULL when refused
    second_count INTEGER,           -- and second time: the hand count
    issued       INTEGER,           -- sheets handed out since the last opening; NULL when not known
    body         TEXT NOT NULL      -- the whole opening as recorded, JSON
) STRICT;

-- Every version of every opening: a correction never removes what was recorded before.
CREATE TABLE opening_version (
    id      TEXT NOT NULL PRIMARY KEY,  -- the opening's own id for the first, with -v2, -v3 after it
    opening TEXT NOT NULL,
    version INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    body    TEXT NOT NULL               -- as recorded, JSON
) STRICT;

-- The answer of Thường trực UBND phường to a refusal, when it came after the minutes.
CREATE TABLE instruction (
    seq         INTEGER PRIMARY KEY,
    opening     TEXT NOT NULL REFERENCES opening (id),
    instruction TEXT NOT NULL,
    at          TEXT NOT NULL,     -- when it was given, ISO 8601
    person      TEXT NOT NULL      -- who had it written down
) STRICT;

-- A scan file as it came; its bytes are in scans/ under their SHA-256.
CREATE TABLE original (
    sha256     TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,      -- the name it first came with
    size_bytes INTEGER NOT NULL,
    seq        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every page that ever entered, and its fate: what the machine made of it, and what counts once
-- people have settled it. What was measured on it stays in its event's body.
CREATE TABLE page (
    seq         INTEGER PRIMARY KEY,
    sha256      TEXT NOT NULL REFERENCES original (sha256),
    source_file TEXT NOT NULL,     -- the file as the person named it
    source_page INTEGER NOT NULL,  -- page of that file, from 1
    opening     TEXT NOT NULL,     -- the opening it comes from, empty while none is recorded
    outcome     TEXT NOT NULL,     -- read, blank-back, duplicate, rejected, waiting
    reason      TEXT NOT NULL,     -- why it was not read, empty when it was
    detail      TEXT NOT NULL,     -- what else is to be said of it
    sheet       TEXT NOT NULL,     -- the sheet it shows, empty when unknown
    sheet_page  INTEGER NOT NULL,  -- which page of the sheet, from 1; 0 when unknown
    fingerprint TEXT NOT NULL,     -- of the geometry it was read with, empty when unknown
    procedure   TEXT NOT NULL,     -- as printed on it, empty for the free-text line
    fit_mm      REAL NOT NULL,     -- how closely the registration fitted
    machine_outcome     TEXT NOT NULL,     -- these four as the machine left them, never changed
    machine_sheet       TEXT NOT NULL,
    machine_sheet_page  INTEGER NOT NULL,
    machine_fingerprint TEXT NOT NULL,
    fate        TEXT NOT NULL,     -- what people settled, see survey/fate.py; empty while nothing
    settled_by  TEXT NOT NULL,     -- the people who did
    -- a scan repeated or resumed finds its pages here, and adds none of them twice
    UNIQUE (sha256, source_file, source_page)
) STRICT;

-- has this sheet been seen before? (a sheet scanned twice, a photocopy)
CREATE INDEX page_of_sheet ON page (sheet, sheet_page);
-- which openings still wait for scans?
CREATE INDEX page_of_opening ON page (opening, outcome, sheet);
-- which pages still need people?
CREATE INDEX page_open ON page (seq) WHERE outcome IN ('rejected', 'waiting');

-- A sheet of which at least one page was read.
CREATE TABLE sheet (
    id          TEXT NOT NULL PRIMARY KEY,
    opening     TEXT NOT NULL,     -- as of its first page
    procedure   TEXT NOT NULL,     -- printed or settled by people; 'unknown' «không xác định»; '' open
    fingerprint TEXT NOT NULL,
    verdict     TEXT NOT NULL,     -- valid or invalid as people settled it; empty while nobody did
    ground      TEXT NOT NULL,     -- S1 to S5, why it is invalid
    ruled_by    TEXT NOT NULL,     -- the people who settled it
    is_blank    INTEGER NOT NULL   -- 1 when every question read on it is blank and no verdict is
                                   -- there: by most plans it does not count (S3)
) STRICT, WITHOUT ROWID;

-- One question on one sheet: what the machine read, which nothing ever changes, and what counts.
CREATE TABLE answer (
    sheet          TEXT NOT NULL REFERENCES sheet (id),
    question       TEXT NOT NULL,
    page           INTEGER NOT NULL REFERENCES page (seq),
    position       INTEGER NOT NULL,  -- printed order on its page, from 1
    machine_status TEXT NOT NULL,     -- answered, blank, multiple, flagged
    machine_choice TEXT,
    machine_reason TEXT,              -- why it is flagged
    status         TEXT NOT NULL,     -- answered, blank, multiple, unclear, flagged
    choice         TEXT,              -- NULL unless answered
    decided_by     TEXT NOT NULL,     -- 'machine' or the people
    PRIMARY KEY (sheet, question)
) STRICT, WITHOUT ROWID;

-- the flags that wait for people, few among many answers, in the order of the pages
CREATE INDEX answer_waiting ON answer (page, position) WHERE status = 'flagged';
-- what the machine asked about, listed
CREATE INDEX answer_asked ON answer (sheet, question, machine_reason, status, machine_status)
    WHERE machine_status = 'flagged';

-- Sheets that are alike in everything the figures ask about: so many of them. `status` and `tally`
-- read these two tables instead of every sheet; the triggers below keep them, row by row.
CREATE TABLE sheet_count (
    opening     TEXT NOT NULL,     -- these five as in `sheet`
    procedure   TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    ground      TEXT NOT NULL,
    is_blank    INTEGER NOT NULL,
    sheets      INTEGER NOT NULL,  -- 1 or more
    PRIMARY KEY (opening, procedure, fingerprint, ground, is_blank)
) STRICT, WITHOUT ROWID;

-- And answers that are alike: on sheets that are, to one question, with one outcome.
CREATE TABLE answer_count (
    opening     TEXT NOT NULL,     -- these five as in `sheet`
    procedure   TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    ground      TEXT NOT NULL,
    is_blank    INTEGER NOT NULL,
    question    TEXT NOT NULL,     -- these three as in `answer`
    status      TEXT NOT NULL,
    choice      TEXT NOT NULL,     -- empty unless answered
    answers     INTEGER NOT NULL,  -- 1 or more
    PRIMARY KEY (opening, procedure, fingerprint, ground, is_blank, question, status, choice)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sheet_counted AFTER INSERT ON sheet
BEGIN
    INSERT INTO sheet_count
    VALUES (NEW.opening, NEW.procedure, NEW.fingerprint, NEW.ground, NEW.is_blank, 1)
    ON CONFLICT DO UPDATE SET sheets = sheets + 1;
END;

CREATE TRIGGER sheet_uncounted AFTER DELETE ON sheet
BEGIN
    UPDATE sheet_count SET sheets = sheets - 1
    WHERE (opening, procedure, fingerprint, ground, is_blank)
        = (OLD.opening, OLD.procedure, OLD.fingerprint, OLD.ground, OLD.is_blank);
END;

-- a sheet that is counted elsewhere takes its answers along
CREATE TRIGGER sheet_moved AFTER UPDATE OF opening, procedure, fingerprint, ground, is_blank ON sheet
BEGIN
    UPDATE sheet_count SET sheets = sheets - 1
    WHERE (opening, procedure, fingerprint, ground, is_blank)
        = (OLD.opening, OLD.procedure, OLD.fingerprint, OLD.ground, OLD.is_blank);
    INSERT INTO sheet_count
    VALUES (NEW.opening, NEW.procedure, NEW.fingerprint, NEW.ground, NEW.is_blank, 1)
    ON CONFLICT DO UPDATE SET sheets = sheets + 1;
    INSERT INTO answer_count
    SELECT OLD.opening, OLD.procedure, OLD.fingerprint, OLD.ground, OLD.is_blank,
           question, status, coalesce(choice, ''), -1 FROM answer WHERE sheet = NEW.id
    ON CONFLICT DO UPDATE SET answers = answers - 1;
    INSERT INTO answer_count
    SELECT NEW.opening, NEW.procedure, NEW.fingerprint, NEW.ground, NEW.is_blank,
           question, status, coalesce(choice, ''), 1 FROM answer WHERE sheet = NEW.id
    ON CONFLICT DO UPDATE SET answers = answers + 1;
END;

CREATE TRIGGER answer_counted AFTER INSERT ON answer
BEGIN
    INSERT INTO answer_count
    SELECT opening, procedure, fingerprint, ground, is_blank,
           NEW.question, NEW.status, coalesce(NEW.choice, ''), 1 FROM sheet WHERE id = NEW.sheet
    ON CONFLICT DO UPDATE SET answers = answers + 1;
END;

CREATE TRIGGER answer_uncounted AFTER DELETE ON answer
BEGIN
    INSERT INTO answer_count
    SELECT opening, procedure, fingerprint, ground, is_blank,
           OLD.question, OLD.status, coalesce(OLD.choice, ''), -1 FROM sheet WHERE id = OLD.sheet
    ON CONFLICT DO UPDATE SET answers = answers - 1;
END;

CREATE TRIGGER answer_changed AFTER UPDATE OF status, choice ON answer
BEGIN
    INSERT INTO answer_count
    SELECT opening, procedure, fingerprint, ground, is_blank,
           OLD.question, OLD.status, coalesce(OLD.choice, ''), -1 FROM sheet WHERE id = OLD.sheet
    ON CONFLICT DO UPDATE SET answers = answers - 1;
    INSERT INTO answer_count
    SELECT opening, procedure, fingerprint, ground, is_blank,
           NEW.question, NEW.status, coalesce(NEW.choice, ''), 1 FROM sheet WHERE id = NEW.sheet
    ON CONFLICT DO UPDATE SET answers = answers + 1;
END;

-- What the machine asked, reason by reason, and what became of it: so many answers.
CREATE TABLE asked_count (
    reason  TEXT NOT NULL,         -- why the machine asked
    status  TEXT NOT NULL,         -- as in `answer`; flagged while people have not settled it
    answers INTEGER NOT NULL,      -- 1 or more
    PRIMARY KEY (reason, status)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER asked_counted AFTER INSERT ON answer WHEN NEW.machine_status = 'flagged'
BEGIN
    INSERT INTO asked_count VALUES (coalesce(NEW.machine_reason, ''), NEW.status, 1)
    ON CONFLICT DO UPDATE SET answers = answers + 1;
END;

CREATE TRIGGER asked_uncounted AFTER DELETE ON answer WHEN OLD.machine_status = 'flagged'
BEGIN
    UPDATE asked_count SET answers = answers - 1
    WHERE (reason, status) = (coalesce(OLD.machine_reason, ''), OLD.status);
END;

CREATE TRIGGER asked_changed AFTER UPDATE OF status ON answer WHEN NEW.machine_status = 'flagged'
BEGIN
    UPDATE asked_count SET answers = answers - 1
    WHERE (reason, status) = (coalesce(OLD.machine_reason, ''), OLD.status);
    INSERT INTO asked_count VALUES (coalesce(NEW.machine_reason, ''), NEW.status, 1)
    ON CONFLICT DO UPDATE SET answers = answers + 1;
END;

CREATE TRIGGER none_left_asked AFTER UPDATE ON asked_count WHEN NEW.answers = 0
BEGIN
    DELETE FROM asked_count WHERE (reason, status) = (NEW.reason, NEW.status);
END;

CREATE TRIGGER no_sheets_left AFTER UPDATE ON sheet_count WHEN NEW.sheets = 0
BEGIN
    DELETE FROM sheet_count WHERE (opening, procedure, fingerprint, ground, is_blank)
        = (NEW.opening, NEW.procedure, NEW.fingerprint, NEW.ground, NEW.is_blank);
END;

CREATE TRIGGER no_answers_left AFTER UPDATE ON answer_count WHEN NEW.answers = 0
BEGIN
    DELETE FROM answer_count
    WHERE (opening, procedure, fingerprint, ground, is_blank, question, status, choice)
        = (NEW.opening, NEW.procedure, NEW.fingerprint, NEW.ground, NEW.is_blank,
           NEW.question, NEW.status, NEW.choice);
END;

-- One person's opinion on one question of one sheet ('procedure' is a question too).
CREATE TABLE decision (
    seq      INTEGER PRIMARY KEY,
    sheet    TEXT NOT NULL,        -- it may have been withdrawn since, see page_decision
    question TEXT NOT NULL,
    value    TEXT NOT NULL,
    person   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    needed   INTEGER NOT NULL,     -- how many people the plan asked for at the time
    key      TEXT NOT NULL         -- the person's name as it is compared (survey.names)
) STRICT;

-- all opinions on a question are weighed together each time one is added
CREATE INDEX decision_of_question ON decision (sheet, question, key);
-- what has this person decided?
CREATE INDEX decision_of_person ON decision (key, sheet, question);

-- A question that people must still settle ('procedure' too); its row goes when they have.
CREATE TABLE open_question (
    sheet    TEXT NOT NULL,
    question TEXT NOT NULL,
    opening  TEXT NOT NULL,        -- the sheet's
    reason   TEXT NOT NULL,        -- the machine's; empty for the hand-written line, 'doubt' where
                                   -- people doubt what the machine was certain of
    turn     TEXT NOT NULL,        -- its place in the queue: a hash of the sheet, which gives no hint
    opinions INTEGER NOT NULL,     -- people who have given theirs; 2 when they differ
    given_by TEXT NOT NULL,        -- who they are: name keys, each between line ends; '' for nobody
    is_blank INTEGER NOT NULL,     -- 1 when every question of the sheet is blank, and no person
                                   -- found it valid: by most plans it does not count (S3)
    PRIMARY KEY (sheet, question)
) STRICT, WITHOUT ROWID;

-- the two queues, in their order
CREATE INDEX open_mark ON open_question (turn, sheet, question, opinions, given_by, reason, opening)
    WHERE question <> 'procedure';
CREATE INDEX open_line ON open_question (turn, sheet, opinions, given_by, reason, opening)
    WHERE question = 'procedure';

-- Open questions that are alike: so many of them. The review reads this table to say how much is
-- left; the triggers below keep it.
CREATE TABLE open_count (
    opening   TEXT NOT NULL,       -- these six as in `open_question`
    question  TEXT NOT NULL,
    reason    TEXT NOT NULL,
    opinions  INTEGER NOT NULL,
    given_by  TEXT NOT NULL,
    is_blank  INTEGER NOT NULL,
    questions INTEGER NOT NULL,    -- 1 or more
    PRIMARY KEY (opening, question, reason, opinions, given_by, is_blank)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER opened_counted AFTER INSERT ON open_question
BEGIN
    INSERT INTO open_count
    VALUES (NEW.opening, NEW.question, NEW.reason, NEW.opinions, NEW.given_by, NEW.is_blank, 1)
    ON CONFLICT DO UPDATE SET questions = questions + 1;
END;

CREATE TRIGGER opened_uncounted AFTER DELETE ON open_question
BEGIN
    UPDATE open_count SET questions = questions - 1
    WHERE (opening, question, reason, opinions, given_by, is_blank)
        = (OLD.opening, OLD.question, OLD.reason, OLD.opinions, OLD.given_by, OLD.is_blank);
END;

-- its sheet came out of another opening, as is known only now
CREATE TRIGGER opened_moved AFTER UPDATE OF opening ON open_question
BEGIN
    UPDATE open_count SET questions = questions - 1
    WHERE (opening, question, reason, opinions, given_by, is_blank)
        = (OLD.opening, OLD.question, OLD.reason, OLD.opinions, OLD.given_by, OLD.is_blank);
    INSERT INTO open_count
    VALUES (NEW.opening, NEW.question, NEW.reason, NEW.opinions, NEW.given_by, NEW.is_blank, 1)
    ON CONFLICT DO UPDATE SET questions = questions + 1;
END;

CREATE TRIGGER none_left_open AFTER UPDATE ON open_count WHEN NEW.questions = 0
BEGIN
    DELETE FROM open_count WHERE (opening, question, reason, opinions, given_by, is_blank)
        = (NEW.opening, NEW.question, NEW.reason, NEW.opinions, NEW.given_by, NEW.is_blank);
END;

-- A certain reading that a person looked at to see whether the machine is right; changes nothing.
CREATE TABLE spot_check (
    seq      INTEGER PRIMARY KEY,
    sheet    TEXT NOT NULL,
    question TEXT NOT NULL,
    value    TEXT NOT NULL,        -- what the person saw: a choice, blank, multiple or unclear
    person   TEXT NOT NULL,
    agrees   INTEGER NOT NULL      -- 1 when the machine read the same
) STRICT;

-- A sheet whose comment deserves an answer. The words stay on the paper (domain, part 7).
CREATE TABLE comment (
    sheet  TEXT NOT NULL PRIMARY KEY,
    seq    INTEGER NOT NULL,
    person TEXT NOT NULL           -- who noticed it
) STRICT, WITHOUT ROWID;

-- One person's opinion on the fate of a page that the machine did not read.
CREATE TABLE page_decision (
    seq         INTEGER PRIMARY KEY,
    page        INTEGER NOT NULL REFERENCES page (seq),
    fate        TEXT NOT NULL,     -- see survey/fate.py
    sheet       TEXT NOT NULL,     -- the sheet that is meant, empty for a sheet of its own or none
    sheet_page  INTEGER NOT NULL,  -- these three: what people will read on it, when it is a sheet
    fingerprint TEXT NOT NULL,
    questions   TEXT NOT NULL,     -- in printed order, with blanks between them
    person      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    needed      INTEGER NOT NULL
) STRICT;

CREATE INDEX decision_of_page ON page_decision (page);

-- One person's opinion on whether a sheet is valid.
CREATE TABLE sheet_decision (
    seq    INTEGER PRIMARY KEY,
    sheet  TEXT NOT NULL,
    value  TEXT NOT NULL,          -- valid, invalid
    ground TEXT NOT NULL,          -- S1 to S5, empty when valid
    person TEXT NOT NULL,
    reason TEXT NOT NULL,
    needed INTEGER NOT NULL
) STRICT;

CREATE INDEX decision_of_sheet ON sheet_decision (sheet);

-- A difference between paper and record that two people explained. It holds for these two figures:
-- when they change, the difference is open again.
CREATE TABLE explanation (
    seq      INTEGER PRIMARY KEY,
    slug     TEXT NOT NULL,        -- which identity, see tally/reconcile.py
    key      TEXT NOT NULL,        -- what it is about, such as an opening; empty for the survey
    expected INTEGER NOT NULL,
    found    INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    people   TEXT NOT NULL         -- their names, separated by «; »
) STRICT;

-- A period that is finished; reopening takes it away again.
CREATE TABLE closed_period (
    period TEXT NOT NULL PRIMARY KEY,
    seq    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a run of scan brought in, told at its end; every page belongs to the next batch after it.
CREATE TABLE batch (
    seq    INTEGER PRIMARY KEY,
    files  INTEGER NOT NULL,
    pages  INTEGER NOT NULL,
    flags  INTEGER NOT NULL,       -- questions that waited for people at that moment
    reader TEXT NOT NULL           -- version of the reading rules
) STRICT;

-- A document that was issued.
CREATE TABLE report (
    seq    INTEGER PRIMARY KEY,
    kind   TEXT NOT NULL,          -- minutes, period, annual, sipas
    period TEXT NOT NULL,
    file   TEXT NOT NULL,          -- name in reports/
    sha256 TEXT NOT NULL,
    superseded INTEGER NOT NULL    -- the event that reopened its period afterwards; 0 for none
) STRICT;

-- How many dossiers were settled, as others said it: quotas are shares of these figures.
CREATE TABLE dossiers (
    seq      INTEGER NOT NULL,
    period   TEXT NOT NULL,        -- 2021-10, 2021-Q4, 2021-H2 or 2021
    scope    TEXT NOT NULL,        -- unit, field or procedure
    key      TEXT NOT NULL,        -- id of the field or code of the procedure, empty for the unit
    dossiers INTEGER NOT NULL,
    source   TEXT NOT NULL,        -- who said so
    as_of    TEXT NOT NULL,        -- and on which day
    -- revisions are kept; of one place and period the row with the largest seq counts
    PRIMARY KEY (period, scope, key, seq)
) STRICT, WITHOUT ROWID;
-- A re-check of a period from paper (phúc tra): what is asked of it, and the seed of its draw.
CREATE TABLE recheck (
    id     TEXT NOT NULL PRIMARY KEY,
    seq    INTEGER NOT NULL,
    period TEXT NOT NULL,
    body   TEXT NOT NULL           -- everything as it was asked, JSON
) STRICT, WITHOUT ROWID;

-- The sheets that were drawn, in the order of the draw; a larger sample goes on where one ended.
CREATE TABLE recheck_sheet (
    recheck TEXT NOT NULL REFERENCES recheck (id),
    place   INTEGER NOT NULL,      -- from 1
    unit    TEXT NOT NULL,         -- the sheet, or what stands for one
    PRIMARY KEY (recheck, place),
    UNIQUE (recheck, unit)
) STRICT, WITHOUT ROWID;

-- What one reader saw on the paper.
CREATE TABLE recheck_reading (
    seq      INTEGER NOT NULL,
    recheck  TEXT NOT NULL,
    unit     TEXT NOT NULL,
    question TEXT NOT NULL,
    value    TEXT NOT NULL,        -- a choice, blank, multiple, unclear, invalid, missing
    person   TEXT NOT NULL,
    PRIMARY KEY (seq, unit, question),
    FOREIGN KEY (recheck, unit) REFERENCES recheck_sheet (recheck, unit)
) STRICT, WITHOUT ROWID;

-- What a re-check came to, each time it was asked.
CREATE TABLE recheck_result (
    seq     INTEGER PRIMARY KEY,
    recheck TEXT NOT NULL REFERENCES recheck (id),
    sheets  INTEGER NOT NULL,      -- looked at
    risk    TEXT NOT NULL,         -- attained, a decimal from 0 to 1
    verdict TEXT NOT NULL,         -- stop, go-on, full-count
    file    TEXT NOT NULL,         -- the record to sign, in reports/
    sha256  TEXT NOT NULL          -- of that file
) STRICT;

-- A table of answers taken in from another channel; a long one in several parts.
CREATE TABLE import_part (
    seq     INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,         -- as named in survey.toml
    file    TEXT NOT NULL,         -- name of the table it came in
    form    TEXT NOT NULL,         -- fingerprint of the form with its questions and scale
    asked   TEXT NOT NULL          -- what that form asks: scale, questions, factors; JSON
) STRICT;

-- One answer sheet of another channel. Nothing in it leads to a person: the key is a keyed hash, the
-- day of the answer is not kept.
CREATE TABLE imported (
    channel   TEXT NOT NULL,
    key       TEXT NOT NULL,       -- nothing is taken twice
    part      INTEGER NOT NULL REFERENCES import_part (seq),
    period    TEXT NOT NULL,
    procedure TEXT NOT NULL,       -- code, empty where the table does not say
    field     TEXT NOT NULL,       -- id of the field, likewise
    PRIMARY KEY (channel, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE imported_answer (
    channel  TEXT NOT NULL,
    key      TEXT NOT NULL,
    question TEXT NOT NULL,
    position INTEGER NOT NULL,     -- order in the form, from 1
    status   TEXT NOT NULL,        -- answered or blank
    choice   TEXT,                 -- NULL unless answered
    PRIMARY KEY (channel, key, question),
    FOREIGN KEY (channel, key) REFERENCES imported (channel, key)
) STRICT, WITHOUT ROWID;

-- The units below this office, as their table said: names, days, keys.
CREATE TABLE unit (
    seq       INTEGER NOT NULL,
    code      TEXT NOT NULL,
    name      TEXT NOT NULL,
    starts    TEXT NOT NULL,       -- first day, ISO; empty for «always»
    ends      TEXT NOT NULL,       -- last day, ISO; empty while it exists
    successor TEXT NOT NULL,       -- code of the unit it became part of, empty for none
    key       TEXT NOT NULL,       -- its public key, hexadecimal; empty until it is known
    -- revisions are kept; of one code and first day the row with the largest seq counts
    PRIMARY KEY (code, starts, seq)
) STRICT, WITHOUT ROWID;

-- A unit's signed results that were taken in. The counts stay in the event's body; the file lies in
-- bundles/ under its SHA-256.
CREATE TABLE bundle (
    seq        INTEGER PRIMARY KEY,
    unit       TEXT NOT NULL,      -- code
    starts     TEXT NOT NULL,      -- first day of that unit, as in the table of units
    survey     TEXT NOT NULL,      -- id of the unit's plan
    period     TEXT NOT NULL,
    head       TEXT NOT NULL,      -- of the unit's journal
    events     INTEGER NOT NULL,   -- pinned by that head
    key        TEXT NOT NULL,      -- that signed it
    sha256     TEXT NOT NULL,      -- of the file
    results    TEXT NOT NULL,      -- SHA-256 of what it says, apart from when it was written down
    sheets     INTEGER NOT NULL,   -- valid, all channels together
    superseded INTEGER NOT NULL    -- the event of the newer bundle that replaced it; 0 for none
) STRICT;

-- what do we have of this unit? has this file come before?
CREATE INDEX bundle_of_unit ON bundle (unit, period);
CREATE INDEX bundle_of_file ON bundle (sha256);

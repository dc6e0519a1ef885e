"""The tables of the ledger itself in PostgreSQL. Texts sort by code point: `COLLATE "C"`."""

from __future__ import annotations

from typing import Final

CREATE_SCHEMA: Final = """
CREATE SCHEMA testigo
"""
CREATE_SCHEMA_VERSION: Final = """
CREATE TABLE IF NOT EXISTS testigo.schema_version (
    version     INTEGER PRIMARY KEY,
    migrated_at TIMESTAMPTZ NOT NULL DEFAULT now()
)
"""

CREATE_LEDGER: Final = (
    """
    CREATE TABLE event (
        position           BIGINT           PRIMARY KEY,
        originator_id      TEXT COLLATE "C" NOT NULL,
        originator_version BIGINT           NOT NULL,
        topic              TEXT COLLATE "C" NOT NULL,
        state              BYTEA            NOT NULL,
        event_id           TEXT COLLATE "C" NOT NULL UNIQUE,
        programme          TEXT COLLATE "C" NOT NULL,
        root               TEXT COLLATE "C" NOT NULL,
        recorded_at        BIGINT           NOT NULL UNIQUE,
        recorder_name      TEXT             NOT NULL,
        recorder_principal TEXT             NOT NULL,
        restored_at        BIGINT,
        restorer_name      TEXT,
        restorer_principal TEXT,
        UNIQUE (originator_id, originator_version)
    )
    """,
    """
    CREATE INDEX event_by_root ON event (root, position)
    """,
    """
    CREATE INDEX event_by_programme ON event (programme, position)
    """,
    """
    CREATE TABLE token (
        digest     TEXT   PRIMARY KEY,
        principal  TEXT   NOT NULL UNIQUE,
        name       TEXT   NOT NULL,
        role       TEXT   NOT NULL,
        created_at BIGINT NOT NULL
    )
    """,
    """
    CREATE TABLE replay (
        only_one   BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_one),
        started_at BIGINT  NOT NULL,
        done       BIGINT  NOT NULL,
        of         BIGINT  NOT NULL
    )
    """,
)

CREATE_LISTINGS: Final = (
    """
    CREATE INDEX event_by_stream ON event (originator_id, position)
    """,
    """
    CREATE INDEX event_by_type ON event (split_part(topic, '.', 1), position)
    """,
    """
    CREATE INDEX event_by_programme_and_type
    ON event (programme, split_part(topic, '.', 1), position)
    """,
    """
    CREATE INDEX event_by_stream_and_type
    ON event (originator_id, split_part(topic, '.', 1), position)
    """,
)
"""By which recorded events are listed. `topic` is a type and its version: `feedback-given.v1`."""
CREATE_REPLAY: Final = """
CREATE TABLE replay (
    only_one   BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_one),
    id         TEXT    NOT NULL,
    names      TEXT    NOT NULL,
    started_at BIGINT  NOT NULL,
    done       BIGINT  NOT NULL DEFAULT 0,
    of         BIGINT  NOT NULL DEFAULT 0,
    outcome    TEXT    NOT NULL DEFAULT 'running',
    reason     TEXT,
    ended_at   BIGINT,
    stop       BOOLEAN NOT NULL DEFAULT false
)
"""
"""How far the last replay is, or what became of it, for every process to see."""

EXTEND_TOKEN: Final = (
    """
    ALTER TABLE token ADD COLUMN programmes TEXT, ADD COLUMN expires_at BIGINT,
        ADD COLUMN revoked_at BIGINT
    """,
)
"""To which programmes a token is bound (with commas between; NULL: to none), and until when."""

CREATE_ACCESS_READ: Final = (
    """
    CREATE TABLE access_read (
        number      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at          BIGINT NOT NULL,
        principal   TEXT   NOT NULL,
        name        TEXT   NOT NULL,
        question    TEXT   NOT NULL,
        parameters  TEXT   NOT NULL,
        as_of       BIGINT NOT NULL,
        position    BIGINT NOT NULL,
        recorded_at BIGINT
    )
    """,
    """
    CREATE INDEX access_read_by_at ON access_read (at, number)
    """,
)
"""Who asked who knew: beside the ledger, and no part of it."""

CREATE_SESSION: Final = (
    """
    CREATE TABLE session (
        digest     TEXT    PRIMARY KEY,
        principal  TEXT    NOT NULL,
        name       TEXT    NOT NULL,
        role       TEXT    NOT NULL,
        programmes TEXT,
        by_token   BOOLEAN NOT NULL,
        expires_at BIGINT  NOT NULL
    )
    """,
    """
    CREATE INDEX session_by_end ON session (expires_at)
    """,
)
"""Who is signed in, in a browser; of `programmes` as of a token's."""

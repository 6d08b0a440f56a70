-- What stands in `manifest.sqlite`. A document is its content: files with the same bytes are one.
CREATE TABLE versions (          -- what made records: see `vnplan.run.version`
    digest TEXT PRIMARY KEY,
    vnplan TEXT, code TEXT, knowledge TEXT, models TEXT, options TEXT, schema_version TEXT
);
CREATE TABLE documents (
    key TEXT PRIMARY KEY,        -- sha256 of the content; of a file that cannot be read `path:` and its path
    path TEXT,                   -- the file that was read
    status TEXT,                 -- ok, partial, failed
    code TEXT, message TEXT,     -- of the first error
    seconds REAL,
    diagnostics INTEGER,
    shard TEXT, "offset" INTEGER, length INTEGER,   -- where its record is: bytes of records/SHARD
    version TEXT                 -- versions.digest
);
CREATE INDEX documents_shard ON documents (shard, "offset");
CREATE INDEX documents_status ON documents (status) WHERE status <> 'ok';
CREATE TABLE paths (             -- every file with its content; a name that is no UTF-8 as its bytes
    path TEXT PRIMARY KEY, key TEXT, size INTEGER,
    mtime_ns INTEGER, hashed_ns INTEGER   -- when it was changed, when its content was looked at
);
CREATE INDEX paths_key ON paths (key);
CREATE TABLE shards (shard TEXT PRIMARY KEY, "end" INTEGER);   -- the bytes of each that are finished
CREATE TABLE garbage (shard TEXT, "offset" INTEGER, length INTEGER);   -- records to be blanked

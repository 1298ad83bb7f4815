-- The extension itself: what the script creates and what dx.version tells.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
-- The version itself is not written here: it stands in dxindex.control.
SELECT extversion AS now FROM pg_catalog.pg_extension WHERE extname = 'dxindex' \gset
SELECT replace(dx.version(), :'now', 'NOW') AS version;
-- An older or newer script is told what to do.
SELECT replace(dx.version('9.9.9'), :'now', 'NOW') AS version;
SELECT dx.version(NULL);
-- The schema belongs to the extension.
\set VERBOSITY sqlstate
DROP SCHEMA dx;
CREATE SCHEMA dx;
-- ... and does not move.
CREATE SCHEMA elsewhere;
ALTER EXTENSION dxindex SET SCHEMA elsewhere;
DROP SCHEMA elsewhere;

-- SPDX-License-Identifier: PostgreSQL
-- The extension itself: what the script creates and what dx.version tells.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
-- The version itself is not written here: it stands in dxindex.control.
SELECT extversion AS now FROM pg_catalog.pg_extension WHERE extname = 'dxindex' \gset
SELECT replace(dx.version(), :'now', 'NOW') AS version;
-- An older or newer script is told what to do; versions are compared by their numbers.
SELECT script, substring(dx.version(script) FROM '; [^;]*$') AS advice
FROM unnest(ARRAY['0.0.9', '0.0.10', '0', '', '999.9.9', '999.10.0', '10000', 'x']) AS script;
SELECT dx.version(NULL);
-- The schema belongs to the extension.
\set VERBOSITY sqlstate
DROP SCHEMA dx;
CREATE SCHEMA dx;
-- ... and does not move.
CREATE SCHEMA elsewhere;
ALTER EXTENSION dxindex SET SCHEMA elsewhere;
DROP SCHEMA elsewhere;

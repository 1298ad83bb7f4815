-- The extension itself: what the script creates and what dx.version tells.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
SELECT dx.version();
-- An older or newer script is told what to do.
SELECT dx.version('9.9.9');
SELECT dx.version(NULL);
-- The schema belongs to the extension.
\set VERBOSITY sqlstate
DROP SCHEMA dx;
CREATE SCHEMA dx;
-- ... and does not move.
CREATE SCHEMA elsewhere;
ALTER EXTENSION dxindex SET SCHEMA elsewhere;
DROP SCHEMA elsewhere;

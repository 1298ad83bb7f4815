-- SPDX-License-Identifier: PostgreSQL
/* dxindex @DX_VERSION@: the schema dx and everything in it. */

\echo Use "CREATE EXTENSION dxindex" to load this file. \quit

-- ======== the schema, and what tells versions ========

-- An existing schema dx is refused: its owner could have planted look-alikes.
CREATE SCHEMA dx;
COMMENT ON SCHEMA dx IS 'dxindex: index trees, scorecards, scores and ranks';

GRANT USAGE ON SCHEMA dx TO PUBLIC;

CREATE FUNCTION dx.version(script text DEFAULT '@DX_VERSION@') RETURNS text
AS 'MODULE_PATHNAME', 'dx_version'
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION dx.version(text) IS 'versions of the script, the library and the byte formats';

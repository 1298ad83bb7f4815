-- SPDX-License-Identifier: PostgreSQL
-- Renames a scorebook: psql -q -v schema=dti -v to=dti2 -f scorebook/rename.sql
--
-- As its owner, who may create in the database. ALTER SCHEMA alone would leave
-- its functions looking for the old name, and the schema for BI tools behind. Roles keep theirs. A job of pg_cron
-- is scheduled anew, and the old one unscheduled.
\set ON_ERROR_STOP on
\if :{?nested}
\else
	BEGIN;
\endif
SELECT format('search_path=%I, dx, pg_temp', :'schema') AS old_path \gset
ALTER SCHEMA :"schema" RENAME TO :"to";
\set bi_schema :schema _bi
\set bi_to :to _bi
ALTER SCHEMA :"bi_schema" RENAME TO :"bi_to";
SELECT format('ALTER ROUTINE %s SET search_path = %I, dx, pg_temp', p.oid::regprocedure, :'to')
FROM pg_catalog.pg_proc AS p
WHERE p.pronamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = :'to')
	AND :'old_path' = ANY (p.proconfig) \gexec
\if :{?nested}
\else
	COMMIT;
\endif

-- SPDX-License-Identifier: PostgreSQL
-- How install.sql and all scripts that work on a scorebook begin (enter.sql): opens the
-- transaction, unless -v nested=1 says that there is one. What a script refuses is said in
-- the language that -v language=vi or en names; without, see enter.sql, refuse.sql.
\set ON_ERROR_STOP on
\if :{?schema}
\else
	\set schema scorebook
\endif
\if :{?nested}
\else
	BEGIN;
\endif
SET LOCAL client_min_messages = warning;
\unset book_speaks
\if :{?language}
	SELECT :'language' NOT IN ('vi', 'en') AS no_language \gset
	\if :no_language
		\set refusal_vi 'không có ngôn ngữ "' :language '": -v language=vi hoặc -v language=en'
		\set refusal_en 'there is no language "' :language '": -v language=vi or -v language=en'
		\ir refuse.sql
	\endif
	\set book_speaks :language
\endif

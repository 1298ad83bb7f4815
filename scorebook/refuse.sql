-- SPDX-License-Identifier: PostgreSQL
-- How a script refuses: with what refusal_vi and refusal_en say, hint_vi and hint_en
-- where there is a hint, and the SQLSTATE in condition where it is not 55000. In the
-- language book_speaks (-v language=..., else that of the book); in both where there
-- is no book yet to ask.
\if :{?book_speaks}
\else
	\set book_speaks ''
\endif
\if :{?hint_vi}
\else
	\set hint_vi ''
	\set hint_en ''
\endif
\if :{?condition}
\else
	\set condition 55000
\endif
SELECT set_config('book.refusal', CASE :'book_speaks' WHEN 'vi' THEN :'refusal_vi' WHEN 'en' THEN :'refusal_en' ELSE concat_ws(' | ', :'refusal_vi', :'refusal_en') END, false) AS refusal,
	set_config('book.refusal_hint', CASE :'book_speaks' WHEN 'vi' THEN :'hint_vi' WHEN 'en' THEN :'hint_en' ELSE concat_ws(' | ', nullif(:'hint_vi', ''), nullif(:'hint_en', '')) END, false) AS hint,
	set_config('book.refusal_condition', :'condition', false) AS condition \gset book_
\set SHOW_CONTEXT never
\unset hint_vi
\unset hint_en
\unset condition
DO $$ BEGIN
	IF current_setting('book.refusal_hint') = '' THEN
		RAISE EXCEPTION USING MESSAGE = current_setting('book.refusal'), ERRCODE = current_setting('book.refusal_condition');
	END IF;
	RAISE EXCEPTION USING MESSAGE = current_setting('book.refusal'), HINT = current_setting('book.refusal_hint'), ERRCODE = current_setting('book.refusal_condition');
END $$;

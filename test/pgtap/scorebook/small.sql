-- SPDX-License-Identifier: PostgreSQL
-- A small scorebook in schema book, for the tests beside: included within
-- their transaction, so everything goes with it, roles too.
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
\set schema book
\set nested 1
\i ../../scorebook/install.sql
\i ../../scorebook/roles.sql
SET client_min_messages = warning;
SET search_path = tap, pg_catalog;
GRANT USAGE ON SCHEMA tap TO PUBLIC;
-- Views of views, estimated before anything is analysed: all compile, no gain.
SET jit = off;
-- Tests read English.
UPDATE book.book_version SET language = 'en';

INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, tree) VALUES
	('xa-1', 'xa', 'Cấp xã', '1/QĐ', 'commune', '2024-01-01', 2, book.tree_from_csv($$code;name;max_points;rule;kind
;Cấp xã;100;;
1;Chính quyền số;60;;trụ cột
1.1;Hồ sơ trực tuyến;30;percent;
1.2;Họp không giấy;10;yesno;
1.10;Văn bản ký số;20;steps(50:0.5, 80:1);
2;Xã hội số;40;;trụ cột
2.1;Chữ ký số;20;target(1);
2.2;Ứng dụng AI;12,5;"choice(Tốt:1, Đạt:0.5, Chưa:0)";
2.3;Chưa lượng hóa;7,5;;
$$)),
	('huyen-1', 'huyen', 'Cấp huyện', '2/QĐ', 'district', '2024-01-01', NULL,
		'[{"code": "A", "max": 10, "rule": "percent"}, {"code": "B", "max": 20, "rule": "points"}]'::jsonb::dx.tree);
INSERT INTO book.criterion (set_id, code, source, evidence_required, how_vi, how_en) VALUES
	('xa-1', '1.1', 'self', true, 'Theo trục liên thông', 'From the exchange'), ('xa-1', '2.3', 'measured', false, '', '');
INSERT INTO book.office_type VALUES ('vp', 'Văn phòng', 'office', false), ('ca', 'Công an', 'police', true);
INSERT INTO book.responsibility VALUES ('xa-1', '1.1', 'vp', 'lead'), ('xa-1', '1.1', 'ca', 'cooperate'), ('xa-1', '2.1', 'ca', 'lead');

INSERT INTO book.unit (unit_id, kind, name, ranking_group, ranked) VALUES
	('x1', 'commune', 'Xã 1', '', true), ('x2', 'commune', 'Xã 2', '', true), ('x3', 'commune', 'Xã 3', '', true),
	('x9', 'commune', 'Xã 9', '', false), ('m1', 'commune', 'Xã núi 1', 'núi', true),
	('h1', 'district', 'Huyện 1', '', true), ('h2', 'district', 'Huyện 2', '', true);
INSERT INTO book.office (unit_id, office_type, name) SELECT u.unit_id, o.office_type, o.name FROM book.unit AS u, book.office_type AS o;

INSERT INTO book.clock (stands_at) VALUES ('2024-12-10 00:00+07');
INSERT INTO book.period (period_id, name, year, self_counts) VALUES ('k', 'Kỳ 2024', 2024, 'no');
INSERT INTO book.set_choice (period_id, unit_kind, set_id, reason) VALUES ('k', 'commune', 'xa-1', ''), ('k', 'district', 'huyen-1', '');
INSERT INTO book.not_applicable (period_id, set_id, code, ranking_group, reason) VALUES ('k', 'xa-1', '2.2', 'núi', 'Không có sóng');

CREATE ROLE book_a1; CREATE ROLE book_a2; CREATE ROLE book_head1; CREATE ROLE book_council; CREATE ROLE book_council_x1;
CREATE ROLE book_boss; CREATE ROLE book_press; CREATE ROLE book_reader; CREATE ROLE book_control; CREATE ROLE book_nobody;
GRANT book_assessor TO book_a1, book_a2, book_head1;
GRANT book_appraiser TO book_council, book_council_x1;
GRANT book_administrator TO book_boss;
GRANT book_publisher TO book_press;
GRANT book_viewer TO book_reader;
GRANT book_auditor TO book_control;
INSERT INTO book.account (role_name, unit_id, is_head) VALUES
	('book_a1', 'x1', false), ('book_head1', 'x1', true), ('book_a2', 'x2', false), ('book_council', NULL, false), ('book_council_x1', 'x1', false);

-- What a statement does as a role: its SQLSTATE and message, or ok.
CREATE FUNCTION tap.try(who text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	done text := 'ok';
BEGIN
	EXECUTE format('SET ROLE %I', who);
	BEGIN
		EXECUTE statement;
	EXCEPTION WHEN OTHERS THEN
		done := SQLSTATE || ' ' || SQLERRM;
	END;
	RESET ROLE;
	RETURN done;
END
$$;

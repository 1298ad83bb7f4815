-- SPDX-License-Identifier: PostgreSQL
-- Kinds of unit, as data: a province adds what it has.

CREATE TABLE unit_kind (
	unit_kind text PRIMARY KEY CHECK (NOT blank(unit_kind)),
	name text NOT NULL CHECK (NOT blank(name)),
	name_en text NOT NULL DEFAULT '',
	assessed_as text NOT NULL REFERENCES unit_kind,
	sort_key int NOT NULL DEFAULT 0
);
COMMENT ON TABLE unit_kind IS 'kinds of unit, and which of them are assessed alike; add a row for another kind';
COMMENT ON COLUMN unit_kind.unit_kind IS 'short name: ministry, department, province, district, commune, ward, special_zone';
COMMENT ON COLUMN unit_kind.assessed_as IS 'the kind by whose sets its units are assessed, and among whose units they are ranked: wards and special zones as communes. Default: the kind itself';
COMMENT ON COLUMN unit_kind.sort_key IS 'sorts lists of kinds, the highest level first';

INSERT INTO unit_kind (unit_kind, name, name_en, assessed_as, sort_key) VALUES
	('ministry', 'Bộ, cơ quan ngang bộ', 'ministry', 'ministry', 1),
	('province', 'Tỉnh, thành phố', 'province or city', 'province', 2),
	('department', 'Sở, ban, ngành', 'department', 'department', 3),
	('district', 'Huyện, quận, thị xã', 'district', 'district', 4),
	('commune', 'Xã', 'commune', 'commune', 5),
	('ward', 'Phường', 'ward', 'commune', 6),
	('township', 'Thị trấn', 'township', 'commune', 7),
	('special_zone', 'Đặc khu', 'special zone', 'commune', 8);

-- The level a unit is assessed at is one step away, and stays while sheets rest on it.
CREATE FUNCTION unit_kind_rules() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	NEW.assessed_as := coalesce(NEW.assessed_as, NEW.unit_kind);
	IF NEW.assessed_as <> NEW.unit_kind AND (EXISTS (SELECT 1 FROM unit_kind AS k WHERE k.unit_kind = NEW.assessed_as AND k.assessed_as <> k.unit_kind)
		OR EXISTS (SELECT 1 FROM unit_kind AS k WHERE k.assessed_as = NEW.unit_kind AND k.unit_kind <> NEW.unit_kind)) THEN
		RAISE EXCEPTION USING MESSAGE = say('kind_third', NEW.unit_kind, NEW.assessed_as), HINT = say('kind_own_sets'), ERRCODE = 'check_violation';
	END IF;
	IF TG_OP = 'UPDATE' AND (NEW.unit_kind, NEW.assessed_as) IS DISTINCT FROM (OLD.unit_kind, OLD.assessed_as)
		AND EXISTS (SELECT 1 FROM submission AS s JOIN unit AS u ON u.unit_id = s.unit_id WHERE u.kind = OLD.unit_kind) THEN
		RAISE EXCEPTION USING MESSAGE = say('kind_enrolled', OLD.unit_kind), HINT = say('kind_add'), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION unit_kind_rules() IS 'trigger: a kind is assessed as itself, or as one that is; not otherwise once its units are enrolled';
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON unit_kind
	FOR EACH ROW EXECUTE FUNCTION unit_kind_rules();

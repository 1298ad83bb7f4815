/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_code.c: codes against fixtures and against an order written again here
 * from its description, label by label on the text.
 */
#include "check.h"
#include "code/code.h"
#include "code/refused.h"

static const char *const romans[] = {"I",	   "II",	"III",	 "IV",	   "V",		 "VI",		"VII",	 "VIII",
									 "IX",	   "X",		"XI",	 "XII",	   "XIII",	 "XIV",		"XV",	 "XVI",
									 "XVII",   "XVIII", "XIX",	 "XX",	   "XXI",	 "XXII",	"XXIII", "XXIV",
									 "XXV",	   "XXVI",	"XXVII", "XXVIII", "XXIX",	 "XXX",		"XXXI",	 "XXXII",
									 "XXXIII", "XXXIV", "XXXV",	 "XXXVI",  "XXXVII", "XXXVIII", "XXXIX"};

typedef struct parsed
{
	int n;
	dx_str label[DX_CODE_MAX_LABELS + 1];
} parsed;

static parsed
split(const char *text)
{
	parsed p = {0};
	const char *dot;

	if (*text == '\0')
		return p;
	while ((dot = strchr(text, '.')) != NULL)
	{
		p.label[p.n++] = (dx_str) {text, (size_t) (dot - text)};
		text = dot + 1;
	}
	p.label[p.n++] = (dx_str) {text, strlen(text)};
	return p;
}

static int
oracle_roman(dx_str s)
{
	for (int i = 0; i < 39; i++)
		if (strlen(romans[i]) == s.len && memcmp(romans[i], s.ptr, s.len) == 0)
			return i + 1;
	return 0;
}

/* 0 number, 1 Roman, 2 other */
static int
oracle_class(dx_str s)
{
	bool digits = true;

	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			digits = false;
	return digits ? 0 : oracle_roman(s) ? 1 : 2;
}

/* A run of digits by its value: -1, 0, 1; and the zeros before each. */
static int
oracle_value(dx_str x, dx_str y)
{
	while (x.len > 1 && *x.ptr == '0')
		x.ptr++, x.len--;
	while (y.len > 1 && *y.ptr == '0')
		y.ptr++, y.len--;
	if (x.len != y.len)
		return x.len < y.len ? -1 : 1;
	for (size_t i = 0; i < x.len; i++)
		if (x.ptr[i] != y.ptr[i])
			return x.ptr[i] < y.ptr[i] ? -1 : 1;
	return 0;
}

static int
sign(long x)
{
	return (x > 0) - (x < 0);
}

static bool
is_digit_at(dx_str s, size_t i)
{
	return i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9';
}

/* The run of digits, or the letter, that begins at *at; *at then is behind it. Empty at the end. */
static dx_str
oracle_unit(dx_str s, size_t *at)
{
	size_t from = *at;

	if (is_digit_at(s, from))
		while (is_digit_at(s, *at))
			(*at)++;
	else if (from < s.len)
		*at += s.ptr[from] == '\xC4' && (s.ptr[from + 1] == '\x90' || s.ptr[from + 1] == '\x91') ? 2 : 1;
	return (dx_str) {s.ptr + from, *at - from};
}

/* Place of a letter among letters, twice its byte, one more for đ/Đ. */
static int
oracle_letter(dx_str unit)
{
	if (!is_digit_at(unit, 0) && unit.len == 2)
		return 2 * (unit.ptr[1] == '\x90' ? 'D' : 'd') + 1;
	return 2 * (unsigned char) *unit.ptr;
}

/* Other labels: unit by unit, digits by value; then by the zeros of the first run that differs in them. */
static int
oracle_other(dx_str a, dx_str b)
{
	size_t i = 0;
	size_t j = 0;
	int zeros = 0;

	for (;;)
	{
		dx_str x = oracle_unit(a, &i);
		dx_str y = oracle_unit(b, &j);
		int order;

		if (x.len == 0 || y.len == 0)
			return x.len == y.len ? zeros : x.len == 0 ? -1 : 1;
		if (is_digit_at(x, 0) && is_digit_at(y, 0))
		{
			order = oracle_value(x, y);
			if (order == 0 && zeros == 0)
				zeros = sign((long) x.len - (long) y.len);
		}
		else
			order = sign(oracle_letter(x) - oracle_letter(y));
		if (order != 0)
			return order;
	}
}

static int
oracle_label(dx_str a, dx_str b)
{
	int class = oracle_class(a);

	if (class != oracle_class(b))
		return sign(class - oracle_class(b));
	if (class == 1)
		return sign(oracle_roman(a) - oracle_roman(b));
	if (class == 0)
	{
		int order = oracle_value(a, b);

		return order != 0 ? order : sign((long) a.len - (long) b.len);
	}
	return oracle_other(a, b);
}

static int
oracle_cmp(const char *a, const char *b)
{
	parsed x = split(a);
	parsed y = split(b);

	for (int i = 0; i < x.n && i < y.n; i++)
	{
		int cmp = oracle_label(x.label[i], y.label[i]);

		if (cmp != 0)
			return cmp;
	}
	return sign(x.n - y.n);
}

static int
oracle_common(const char *a, const char *b)
{
	parsed x = split(a);
	parsed y = split(b);
	int i = 0;

	while (i < x.n && i < y.n && dx_str_equal(x.label[i], y.label[i]))
		i++;
	return i;
}

/* A key with room for its bytes. */
typedef struct owned
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
} owned;

static bool
encode(const char *text, owned *out, dx_error *err)
{
	return dx_code_encode((dx_str) {text, strlen(text)}, out->buf, &out->key, err);
}

/* What dx_code_decode makes of the first `depth` labels. */
static void
join(const char *text, int depth, char *buf)
{
	parsed p = split(text);

	*buf = '\0';
	for (int i = 0; i < depth; i++)
		sprintf(buf + strlen(buf), "%s%.*s", i ? "." : "", (int) p.label[i].len, p.label[i].ptr);
}

/* In ascending order: the design's examples and their traps. */
static const char *const ladder[] = {"",
									 "0",
									 "0.0",
									 "0.1",
									 "00",
									 "00.1",
									 "1",
									 "1.1",
									 "1.2",
									 "1.10",
									 "1.II",
									 "1.a",
									 "01",
									 "01.1",
									 "001",
									 "001.5",
									 "2",
									 "002",
									 "4.2",
									 "4.0004",
									 "4.10",
									 "4.22",
									 "4.22.1",
									 "4.22.11",
									 "4.22.a",
									 "4.23",
									 "9",
									 "10",
									 "99999999999999999999",
									 "100000000000000000000",
									 "I",
									 "I.1",
									 "II",
									 "II.7",
									 "II.7.1",
									 "II.10",
									 "III",
									 "IV",
									 "V",
									 "IX",
									 "X",
									 "XI",
									 "XIX",
									 "XX",
									 "XXXIX",
									 "-",
									 "-1",
									 "-01",
									 "-1-1",
									 "-2",
									 "-10",
									 "0a",
									 "00a",
									 "1-1",
									 "1-2",
									 "1-02",
									 "01-2",
									 "1-10",
									 "1a",
									 "1a.1",
									 "01a",
									 "1a1",
									 "1b",
									 "2a",
									 "10a",
									 "A",
									 "A0",
									 "A1",
									 "A1.1",
									 "A01",
									 "A01.1",
									 "A001",
									 "A1-1",
									 "A1-01",
									 "A01-1",
									 "A01-01",
									 "A1-2",
									 "A01-2",
									 "A1A",
									 "A2",
									 "A10",
									 "A99999999999999999999",
									 "A100000000000000000000",
									 "AA1",
									 "B",
									 "B2",
									 "C",
									 "D",
									 "D.1",
									 "D-",
									 "D1",
									 "DZ",
									 "Đ",
									 "Đ.1",
									 "Đ2",
									 "Đ10",
									 "Đa",
									 "E",
									 "H",
									 "IIII",
									 "KT-9",
									 "KT-10",
									 "SDG1",
									 "SDG1.2",
									 "SDG2",
									 "SDG02",
									 "SDG10",
									 "SDG10a",
									 "TC2",
									 "TC2.9",
									 "TC02",
									 "TC02.1",
									 "TC2a",
									 "TC02a",
									 "TC2b",
									 "TC10",
									 "XL",
									 "XXXX",
									 "Z",
									 "_",
									 "a",
									 "a.b",
									 "a-b",
									 "a0",
									 "ab",
									 "d",
									 "d.z",
									 "d9",
									 "da",
									 "dz",
									 "đ",
									 "đ.1",
									 "đ9",
									 "đa",
									 "e",
									 "i",
									 "ii",
									 "z",
									 "à",
									 "ô",
									 "ă",
									 "ơ",
									 "ư",
									 "ạ",
									 "ạ2",
									 "ạ10"};

#define N_LADDER ((int) (sizeof(ladder) / sizeof(ladder[0])))

static uint64_t rng = UINT64_C(20240229);

static unsigned
draw(unsigned n)
{
	rng = rng * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned) (rng >> 33) % n;
}

/* A random code of few, colliding labels. */
static void
random_code(char *buf)
{
	static const char *const bits[] = {"0", "1", "9", "I", "V", "X", "D", "d", "Đ",
									   "đ", "E", "e", "z", "-", "_", "A", "ê", "ư"};
	int labels = (int) draw(5);

	*buf = '\0';
	for (int i = 0; i < labels; i++)
	{
		int n = 1 + (int) draw(5);
		/* digits; Roman; digits among letters; anything */
		static const unsigned span[][2] = {{0, 3}, {3, 6}, {0, 4}, {0, 18}};
		unsigned kind = draw(4);

		if (i > 0)
			strcat(buf, ".");
		while (n-- > 0)
			strcat(buf, bits[span[kind][0] + draw(span[kind][1] - span[kind][0])]);
	}
}

static void
check_pair(const char *a, const char *b)
{
	owned x, y, end;
	int cmp;
	int common = oracle_common(a, b);
	bool under;
	char want[DX_CODE_MAX_TEXT + 8];
	char got[DX_CODE_MAX_TEXT + 8];

	CHECK(encode(a, &x, NULL) && encode(b, &y, NULL));
	cmp = dx_key_cmp(x.key, y.key);
	if (cmp != oracle_cmp(a, b))
		printf("\"%s\" and \"%s\": %d, not %d\n", a, b, cmp, oracle_cmp(a, b));
	CHECK(cmp == oracle_cmp(a, b));
	CHECK(dx_key_cmp(y.key, x.key) == -cmp);
	CHECK((cmp == 0) == (strcmp(a, b) == 0));

	/* a in the subtree of b: by labels, by the function, by the range */
	under = common == split(b).n;
	CHECK(dx_key_is_under(x.key, y.key) == under);
	end.key = dx_key_end(y.key, end.buf);
	CHECK((cmp >= 0 && dx_key_cmp(x.key, end.key) < 0) == under);

	join(a, common, want);
	dx_code_decode(dx_key_common(x.key, y.key), got);
	CHECK_TEXT(got, want);
	if (cmp == 0)
		CHECK(dx_key_hash(x.key, 7) == dx_key_hash(y.key, 7));
}

static void
check_one(const char *text)
{
	owned x, end;
	char got[DX_CODE_MAX_TEXT + 8];
	char want[DX_CODE_MAX_TEXT + 8];
	int depth = split(text).n;

	CHECK(encode(text, &x, NULL));
	CHECK(dx_code_decode(x.key, got) == strlen(text));
	CHECK_TEXT(got, text);
	CHECK(dx_key_validate(x.key, NULL));
	CHECK(dx_key_depth(x.key) == depth);
	CHECK(!dx_key_is_end(x.key));
	for (int d = 0; d <= depth + 1; d++)
	{
		join(text, d < depth ? d : depth, want);
		dx_code_decode(dx_key_prefix(x.key, d), got);
		CHECK_TEXT(got, want);
	}
	join(text, depth > 0 ? depth - 1 : 0, want);
	dx_code_decode(dx_key_parent(x.key), got);
	CHECK_TEXT(got, want);

	end.key = dx_key_end(x.key, end.buf);
	CHECK(dx_key_is_end(end.key));
	CHECK(dx_key_validate(end.key, NULL));
	snprintf(want, sizeof(want), "%s%s~", text, *text ? "." : "");
	dx_code_decode(end.key, got);
	CHECK_TEXT(got, want);
	CHECK(encode(want, &x, NULL));
	CHECK(dx_key_cmp(x.key, end.key) == 0);
}

/* The mistake in text: its kind, position and message. */
static void
check_error(const char *text, dx_error_kind kind, int position, const char *message)
{
	owned x;
	dx_error err;

	CHECK(!encode(text, &x, NULL));
	err.kind = DX_OK;
	CHECK(!encode(text, &x, &err));
	CHECK(err.kind == kind);
	if (err.position != position)
		printf("\"%s\": position %d\n", text, err.position);
	CHECK(err.position == position);
	if (message)
		CHECK_TEXT(err.message, message);
}

static void
check_bad_key(const char *bytes, size_t len)
{
	dx_key key = {(const uint8_t *) bytes, len};
	dx_error err;

	CHECK(!dx_key_validate(key, &err));
	CHECK(err.kind == DX_ERR_BINARY);
}

#define BAD_KEY(lit) check_bad_key(lit, sizeof(lit) - 1)

/* A label of n bytes. */
static const char *
long_label(int n, char c, char *buf)
{
	memset(buf, c, (size_t) n);
	buf[n] = '\0';
	return buf;
}

static void
check_limits(void)
{
	char text[4 * DX_CODE_MAX_TEXT];
	char lab[128];
	owned x;

	/* labels of 63 bytes, as number, other and number with leading zeros */
	check_one(long_label(63, '9', lab));
	check_one(long_label(63, 'x', lab));
	check_one(long_label(63, '0', lab));
	lab[0] = '1';
	check_one(lab);
	lab[0] = '0';
	lab[62] = '1';
	check_one(lab);
	check_error(long_label(64, '9', lab), DX_ERR_LIMIT, 1, NULL);
	snprintf(text, sizeof(text), "1.%s.2", long_label(64, 'x', lab));
	check_error(text, DX_ERR_LIMIT, 3, NULL);

	/* 32 labels */
	strcpy(text, "1");
	for (int i = 1; i < 32; i++)
		strcat(text, ".1");
	check_one(text);
	strcat(text, ".1");
	check_error(text, DX_ERR_LIMIT, 65, NULL);

	/* the longest keys: a run of one digit at every other place, the last with a zero */
	for (int labels = 17; labels <= 32; labels++)
	{
		size_t left = (size_t) (1024 - (labels - 1));
		size_t want = 0;

		*text = '\0';
		for (int i = 0; i < labels; i++)
		{
			size_t n = left / (size_t) (labels - i);

			left -= n;
			/* From the end: 7 0 x 7 x 7 x … */
			for (size_t k = 0; k < n; k++)
				lab[n - 1 - k] = k == 1 ? '0' : k == 0 || k % 2 ? '7' : 'x';
			lab[n] = '\0';
			want += n + 2 * (n / 2) + 2;
			sprintf(text + strlen(text), "%s%s", i ? "." : "", lab);
		}
		CHECK(strlen(text) == 1024);
		check_one(text);
		CHECK(encode(text, &x, NULL));
		CHECK(x.key.len == want && x.key.len < DX_CODE_MAX_KEY);
		if (labels == 31)
			CHECK(x.key.len > 2000);
	}
	CHECK(x.key.len == 2 * (1024 - 31) + 64 - 31);

	/* 1,024 bytes: 32 labels of which each key is two bytes longer than its text */
	for (int kind = 0; kind < 2; kind++)
	{
		*text = '\0';
		for (int i = 0; i < 32; i++)
		{
			long_label(i == 31 ? 32 : 31, kind ? 'y' : '3', lab);
			if (kind == 0)
				lab[0] = '0';
			sprintf(text + strlen(text), "%s%s", i ? "." : "", lab);
		}
		CHECK(strlen(text) == 1024);
		check_one(text);
		CHECK(encode(text, &x, NULL));
		CHECK(x.key.len == 1024 - 31 + 64);
		strcat(text, "3");
		check_error(text, DX_ERR_LIMIT, 0, NULL);
	}
}

/* Every refused character, at its place, by its name. */
static void
check_refused(void)
{
	static const struct
	{
		const char *text;
		int position;
		const char *message;
	} cases[] = {
		{"1.1\xC2\xA0", 4, "no-break space (U+00A0) in code \"1.1<U+00A0>\""},
		{"\xEF\xBB\xBF"
		 "1.2",
		 1, "byte order mark (U+FEFF) in code \"<U+FEFF>1.2\""},
		{"1.\xE2\x80\x8B"
		 "2",
		 3, "zero-width space (U+200B) in code \"1.<U+200B>2\""},
		{"a\xC2\xAD"
		 "b",
		 2, "soft hyphen (U+00AD) in code \"a<U+00AD>b\""},
		{"1.\xE2\x80\xAE"
		 "2.\xE2\x80\xAC"
		 "3",
		 3, "right-to-left override (U+202E) in code \"1.<U+202E>2.<U+202C>3\""},
		{"1.2\t", 4, "tab (U+0009) in code \"1.2<U+0009>\""},
		{"1\r\n2", 2, "carriage return (U+000D) in code \"1<U+000D><U+000A>2\""},
		{"a\x7f", 2, "control character (U+007F) in code \"a<U+007F>\""},
		{"a\xC2\x85", 2, "control character (U+0085) in code \"a<U+0085>\""},
		{"A\xE2\x80\x93"
		 "1",
		 2, "en dash (U+2013) in code \"A<U+2013>1\""},
		{"\xEF\xBC\x91.2", 1, "full-width character (U+FF11) in code \"<U+FF11>.2\""},
		{"\xE2\x85\xA1.7", 1, "Roman numeral of one character (U+2161) in code \"<U+2161>.7\""},
		{"\xF3\xA0\x84\x80", 1, "tag or variation selector (U+E0100) in code \"<U+E0100>\""},
	};
	owned x;
	dx_error err;
	char text[8];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_error(cases[i].text, DX_ERR_TEXT, cases[i].position, cases[i].message);
	CHECK(!encode("1\xC2\xA0", &x, &err));
	CHECK_TEXT(err.hint, "It cannot be seen: take it out, or type the code anew.");
	CHECK(!encode("1\xE2\x88\x92", &x, &err));
	CHECK_TEXT(err.hint, "It looks like \"-\": write that.");
	CHECK(!encode("\xEF\xBC\xA1", &x, &err));
	CHECK_TEXT(err.hint, "It looks like an ordinary one: write that.");

	/* All of Unicode: refused by encode are those of the table and no others; their count is pinned. */
	for (uint32_t point = 0x80, refused = 0; point <= 0x10FFFF; point++)
	{
		int n = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

		for (int i = n - 1, rest = (int) point; i >= 0; i--, rest >>= 6)
			text[i] = (char) (i > 0 ? 0x80 | (rest & 0x3F) : (0xF0 << (4 - n)) | rest);
		text[n] = '\0';
		if (dx_char_len(text, (size_t) n) == n)
		{
			CHECK(dx_code_point(text, n) == point);
			CHECK(encode(text, &x, &err) == (dx_find_refused(point) == NULL));
			refused += dx_find_refused(point) != NULL;
		}
		else
			CHECK(point >= 0xD800 && point <= 0xDFFF);
		if (point == 0x10FFFF)
			CHECK(refused == 4364);
	}
}

/* dx.padded: the text, the width, what comes out; NULL: the message is in its place. */
static void
check_pad(const char *text, int width, const char *want, const char *message)
{
	owned x;
	dx_buf out;
	dx_error err;
	bool ok;

	CHECK(encode(text, &x, NULL));
	dx_buf_init(&out);
	ok = dx_code_pad(x.key, width, &out, &err);
	CHECK(ok == (want != NULL));
	if (ok)
		CHECK_TEXT(out.data, want);
	else
	{
		CHECK_TEXT(err.message, message);
		CHECK(err.kind == DX_ERR_PARAM && err.position == 0);
	}
	dx_buf_free(&out);
}

static void
check_pads(void)
{
	static const char *const numbers[] = {"",	  "0.3",	"1", "1.1",	   "1.2", "1.2.1",
										  "1.10", "1.10.2", "2", "9.99.9", "10",  "99.1"};

	check_pad("4.2", 2, "04.02", NULL);
	check_pad("", 2, "", NULL);
	check_pad("0.00", 3, "000.000", NULL);
	check_pad("4.22.11", 1, NULL, "number 22 in code \"4.22.11\" has 2 digits, the width is 1");
	check_pad("007.1", 2, "07.01", NULL);
	check_pad("II.7", 2, "II.07", NULL);
	check_pad("TC2a10.đ1", 3, "TC002a010.đ001", NULL);
	check_pad("TC2a10", 1, NULL, "number 10 in code \"TC2a10\" has 2 digits, the width is 1");
	check_pad("4.~", 2, "04.~", NULL);
	check_pad("1", 63, "000000000000000000000000000000000000000000000000000000000000001", NULL);
	/* Codes of numbers padded are in the order of their bytes. */
	for (size_t i = 0; i + 1 < sizeof(numbers) / sizeof(numbers[0]); i++)
	{
		owned x, y;
		dx_buf one, two;

		CHECK(encode(numbers[i], &x, NULL) && encode(numbers[i + 1], &y, NULL));
		CHECK(dx_key_cmp(x.key, y.key) < 0);
		dx_buf_init(&one);
		dx_buf_init(&two);
		CHECK(dx_code_pad(x.key, 2, &one, NULL) && dx_code_pad(y.key, 2, &two, NULL));
		CHECK(strcmp(one.data, two.data) < 0);
		dx_buf_free(&one);
		dx_buf_free(&two);
	}
}

int
main(void)
{
	owned x, y;
	char a[128], b[128];
	dx_error err;
	char text[DX_CODE_MAX_TEXT + 8];

	for (int i = 0; i < N_LADDER; i++)
	{
		check_one(ladder[i]);
		for (int j = 0; j < N_LADDER; j++)
		{
			CHECK(encode(ladder[i], &x, NULL) && encode(ladder[j], &y, NULL));
			if (dx_key_cmp(x.key, y.key) != sign(i - j))
				printf("\"%s\" and \"%s\" out of order\n", ladder[i], ladder[j]);
			CHECK(dx_key_cmp(x.key, y.key) == sign(i - j));
			check_pair(ladder[i], ladder[j]);
		}
	}
	for (int i = 0; i < 39; i++)
	{
		CHECK(encode(romans[i], &x, NULL));
		CHECK(x.key.len == 2 && x.key.ptr[0] == 0x40 && x.key.ptr[1] == i + 1);
		check_one(romans[i]);
	}
	for (int i = 0; i < 20000; i++)
	{
		random_code(a);
		random_code(b);
		check_one(a);
		check_pair(a, b);
	}
	check_limits();

	/* the bytes on disk */
	CHECK(encode("4.IX.007.0.Đd_đz.TC020-0.A-1B.~", &x, NULL));
	CHECK(x.key.len == 36 &&
		  memcmp(x.key.ptr,
				 "\x01"
				 "4"
				 "\x40\x09"
				 "\x01"
				 "7"
				 "\xfe\x02"
				 "\x00"
				 "\x41\x47\x62\x5e\x63\x79\x00"
				 "\x41\x57\x45\x06"
				 "20"
				 "\x02\x04\x00\xfe\x01\x00"
				 "\x41\x43\x02\x05"
				 "1"
				 "\x44\x00"
				 "\xf0",
				 36) == 0);

	check_error(".", DX_ERR_TEXT, 1, "empty label in code \".\"");
	check_error("1.", DX_ERR_TEXT, 3, "empty label in code \"1.\"");
	check_error(".1", DX_ERR_TEXT, 1, "empty label in code \".1\"");
	check_error("1..2", DX_ERR_TEXT, 3, "empty label in code \"1..2\"");
	check_error(".~", DX_ERR_TEXT, 1, "empty label in code \".~\"");
	check_error("1..~", DX_ERR_TEXT, 3, "empty label in code \"1..~\"");
	check_error("1 .2", DX_ERR_TEXT, 2, "invalid character \" \" in code \"1 .2\"");
	check_error("4,2", DX_ERR_TEXT, 2, "invalid character \",\" in code \"4,2\"");
	check_error("a.b\n", DX_ERR_TEXT, 4, NULL);
	check_refused();
	check_pads();
	check_error("đ\xc4", DX_ERR_TEXT, 3, "invalid byte 0xc4 in code \"đ\xc4\"");
	check_error("~~", DX_ERR_TEXT, 1, "misplaced \"~\" in code \"~~\"");
	check_error("~.1", DX_ERR_TEXT, 1, "misplaced \"~\" in code \"~.1\"");
	check_error("1.~.~", DX_ERR_TEXT, 3, "misplaced \"~\" in code \"1.~.~\"");
	check_error("1~", DX_ERR_TEXT, 2, "misplaced \"~\" in code \"1~\"");
	CHECK(!dx_code_encode((dx_str) {"a\0b", 3}, x.buf, &x.key, &err));
	CHECK(err.position == 2);

	/* ends of subtrees: where they sort, and that nothing is in them, not even themselves */
	CHECK(encode("~", &x, NULL));
	CHECK(dx_key_depth(x.key) == 1 && dx_key_parent(x.key).len == 0);
	CHECK(dx_key_cmp(dx_key_end(x.key, y.buf), x.key) == 0);
	CHECK(!dx_key_is_under(x.key, x.key) && !dx_key_is_under((dx_key) {NULL, 0}, x.key));
	CHECK(dx_key_common(x.key, x.key).len == 0);
	CHECK(encode("4.~", &y, NULL));
	CHECK(dx_key_cmp(y.key, x.key) < 0);
	CHECK(encode("4", &x, NULL));
	CHECK(!dx_key_is_under(x.key, y.key) && !dx_key_is_under(y.key, y.key));
	CHECK(dx_key_cmp(dx_key_common(y.key, y.key), x.key) == 0);
	CHECK(!dx_key_is_under(y.key, x.key));
	CHECK(dx_key_is_under(y.key, (dx_key) {NULL, 0}));
	CHECK(encode("4.zzz", &x, NULL) && dx_key_cmp(x.key, y.key) < 0);
	CHECK(encode("04", &x, NULL) && dx_key_cmp(x.key, y.key) > 0);

	/* bytes no code has */
	BAD_KEY("\x02"
			"1"); /* fewer digits than announced */
	BAD_KEY("\x02"
			"01"); /* leading zero among the digits */
	BAD_KEY("\x01"
			"a");
	BAD_KEY("\x01"
			"1\xfe"); /* zeros without a count */
	BAD_KEY("\x01"
			"1\xfe\x00");
	BAD_KEY("\x01"
			"1\xfe\x3f"); /* 64 bytes of label */
	BAD_KEY("\x40");
	BAD_KEY("\x40\x00");
	BAD_KEY("\x40\x28");
	BAD_KEY("\x41\x60"); /* no end */
	BAD_KEY("\x41\x00");
	BAD_KEY("\x41\x05"
			"1\x00");			 /* a number as other */
	BAD_KEY("\x41\x4c\x00");	 /* I as other */
	BAD_KEY("\x41\xc4\x91\x00"); /* đ not remapped */
	BAD_KEY("\x41\xff\x00");
	BAD_KEY("\x41\x01\x00"); /* units that are none */
	BAD_KEY("\x41\x03\x00");
	BAD_KEY("\x41\x7a\x00");
	BAD_KEY("\x41\x7f\x00");
	BAD_KEY("\x41\x43\x06"
			"1\x00"); /* fewer digits than announced */
	BAD_KEY("\x41\x43\x06"
			"01\x00"); /* leading zero among the digits */
	BAD_KEY("\x41\x43\x05"
			"1\x05"
			"1\x00");				 /* two runs that are one */
	BAD_KEY("\x41\x43\x00\xfe");	 /* zeros of no run */
	BAD_KEY("\x41\x43\x04\x00\xfe"); /* zeros without a count */
	BAD_KEY("\x41\x43\x04\x00\xfe\x00");
	BAD_KEY("\x41\x43\x04\x00\xfe\x3e"); /* 64 bytes of label */
	BAD_KEY("\x41\x43\x04\x43\x04\x00\xfe\x01");
	BAD_KEY("\x41\xc2\xa0\x00"); /* a no-break space */
	BAD_KEY("\x42");
	BAD_KEY("\xf0\xf0");
	BAD_KEY("\xf0\x01"
			"1");
	BAD_KEY("\xfe\x01");
	CHECK(dx_key_validate((dx_key) {NULL, 0}, NULL));

	/* any bytes at all: never past the ends (for the sanitizers); valid only if made by encode */
	for (int i = 0; i < 200000; i++)
	{
		dx_key key = {NULL, draw(13)};
		uint8_t *heap = dx_alloc(key.len + 1);

		for (size_t k = 0; k < key.len; k++)
		{
			static const uint8_t odd[] = {0, 1, 2, 4, 5, 6, 0x40, 0x41, 0x43, 0x47, 0xF0, 0xFE, 0x31, 0xFF};

			heap[k] = draw(2) ? odd[draw(sizeof(odd))] : (uint8_t) draw(256);
		}
		heap = dx_realloc(heap, key.len + 1, key.len);
		key.ptr = heap;
		dx_code_decode(key, text);
		if (dx_key_validate(key, NULL))
			CHECK(encode(text, &x, NULL) && dx_key_cmp(x.key, key) == 0);
		CHECK(dx_key_depth(key) <= (int) key.len);
		CHECK(dx_key_parent(key).len <= key.len);
		CHECK(dx_key_common(key, key).len <= key.len);
		dx_free(heap);
	}

	/* hashes are the same on every machine */
	CHECK(encode("4.22.11", &x, NULL));
	CHECK(dx_key_hash(x.key, 0) == UINT64_C(0x1829a3311723de0c));
	CHECK(dx_key_hash(x.key, 0) != dx_key_hash(x.key, 1));

	CHECK_DONE("code");
}

/*
 * test_code.c: codes against fixtures and against an order written again here
 * from its description, label by label on the text.
 */
#include "check.h"
#include "code/code.h"

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

/* Next sorting unit of an other label: twice the byte, one more for đ/Đ; -1 at the end. */
static int
oracle_unit(dx_str s, size_t *at)
{
	unsigned char c;

	if (*at >= s.len)
		return -1;
	c = (unsigned char) s.ptr[(*at)++];
	if (c == 0xC4 && *at < s.len && (s.ptr[*at] == '\x90' || s.ptr[*at] == '\x91'))
		return 2 * (s.ptr[(*at)++] == '\x90' ? 'D' : 'd') + 1;
	return 2 * c;
}

static int
sign(long x)
{
	return (x > 0) - (x < 0);
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
		dx_str x = a;
		dx_str y = b;

		while (x.len > 0 && *x.ptr == '0')
			x.ptr++, x.len--;
		while (y.len > 0 && *y.ptr == '0')
			y.ptr++, y.len--;
		if (x.len != y.len)
			return x.len < y.len ? -1 : 1;
		for (size_t i = 0; i < x.len; i++)
			if (x.ptr[i] != y.ptr[i])
				return sign(x.ptr[i] - y.ptr[i]);
		return sign((long) a.len - (long) b.len);
	}
	for (size_t i = 0, j = 0;;)
	{
		int x = oracle_unit(a, &i);
		int y = oracle_unit(b, &j);

		if (x != y)
			return sign(x - y);
		if (x < 0)
			return 0;
	}
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
									 "1a",
									 "A",
									 "B",
									 "C",
									 "D",
									 "D.1",
									 "D-",
									 "DZ",
									 "Đ",
									 "Đ.1",
									 "Đa",
									 "E",
									 "H",
									 "IIII",
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
									 "da",
									 "dz",
									 "đ",
									 "đ.1",
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
									 "ạ"};

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
		int n = 1 + (int) draw(3);
		unsigned range = draw(3) == 0 ? 3 : draw(2) ? 6 : 18;
		unsigned from = range == 6 ? 3 : 0;

		if (i > 0)
			strcat(buf, ".");
		while (n-- > 0)
			strcat(buf, bits[from + draw(range - from)]);
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

int
main(void)
{
	owned x, y;
	char a[64], b[64];
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
	CHECK(encode("4.IX.007.0.Đd_đz.~", &x, NULL));
	CHECK(x.key.len == 17 &&
		  memcmp(x.key.ptr,
				 "\x01"
				 "4"
				 "\x40\x09"
				 "\x01"
				 "7"
				 "\xfe\x02"
				 "\x00"
				 "\x41\x45"
				 "\x65"
				 "\x60\x66\x7c\x00"
				 "\xf0",
				 17) == 0);

	check_error(".", DX_ERR_TEXT, 1, "empty label in code \".\"");
	check_error("1.", DX_ERR_TEXT, 3, "empty label in code \"1.\"");
	check_error(".1", DX_ERR_TEXT, 1, "empty label in code \".1\"");
	check_error("1..2", DX_ERR_TEXT, 3, "empty label in code \"1..2\"");
	check_error(".~", DX_ERR_TEXT, 1, "empty label in code \".~\"");
	check_error("1..~", DX_ERR_TEXT, 3, "empty label in code \"1..~\"");
	check_error("1 .2", DX_ERR_TEXT, 2, "invalid character \" \" in code \"1 .2\"");
	check_error("4,2", DX_ERR_TEXT, 2, "invalid character \",\" in code \"4,2\"");
	check_error("a.b\n", DX_ERR_TEXT, 4, NULL);
	check_error("a\x7f", DX_ERR_TEXT, 2, "invalid byte 0x7f in code \"a\x7f\"");
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
	BAD_KEY("\x41"
			"b"); /* no end */
	BAD_KEY("\x41\x00");
	BAD_KEY("\x41"
			"1\x00"); /* a number as other */
	BAD_KEY("\x41"
			"J\x00");			 /* I as other */
	BAD_KEY("\x41\xc4\x91\x00"); /* đ not remapped */
	BAD_KEY("\x41\xff\x00");
	BAD_KEY("\x41"
			"!\x00");
	BAD_KEY("\x42");
	BAD_KEY("\xf0\xf0");
	BAD_KEY("\xf0\x01"
			"1");
	BAD_KEY("\xfe\x01");
	CHECK(dx_key_validate((dx_key) {NULL, 0}, NULL));

	/* any bytes at all: never past the ends (for the sanitizers); valid only if made by encode */
	for (int i = 0; i < 200000; i++)
	{
		uint8_t bytes[12];
		dx_key key = {bytes, draw(sizeof(bytes) + 1)};
		uint8_t *heap = dx_alloc(key.len + 1);

		for (size_t k = 0; k < key.len; k++)
		{
			static const uint8_t odd[] = {0, 1, 2, 0x40, 0x41, 0xF0, 0xFE, 0x31, 0x63, 0xFF};

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

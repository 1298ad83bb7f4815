/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_card.c: packed cards and their text: round trips, canonical bytes,
 * bytes that are no card.
 */
#include "card/card.h"
#include "check.h"
#include "number/decimal.h"

#define MAX 300
#define SEED UINT64_C(20221122)

static uint64_t random_state = SEED;

static uint64_t
next_random(void)
{
	uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static uint32_t
below(uint32_t n)
{
	return (uint32_t) (next_random() % n);
}

static const dx_fingerprint print_of = {{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0, 1, 2, 3, 4, 5, 6, 0xff}};
static const char print_text[] = "0123456789abcdef00010203040506ff";

static const double special[] = {0,
								 1,
								 87.5,
								 8.75,
								 99.99,
								 163.83,
								 163.84,
								 1638.3,
								 1638.4,
								 16383,
								 16384,
								 16390,
								 20000,
								 1e4,
								 1e5,
								 1e22,
								 1e23,
								 0.1,
								 0.01,
								 0.001,
								 0.005,
								 -1,
								 -0.5,
								 -16383,
								 1.0 / 3,
								 2.0 / 3,
								 -1.0 / 3,
								 0.1 + 0.2,
								 1e15,
								 1e16,
								 9007199254740993.0,
								 4503599627370497.5,
								 12345678901234567.0,
								 123456.789012345,
								 5e-324,
								 2.2250738585072014e-308,
								 2.225073858507201e-308,
								 1.7976931348623157e308,
								 -1.7976931348623157e308,
								 5.684341886080802e-14,
								 9.5367431640625e-07,
								 3.141592653589793,
								 0.30000000000000004,
								 1e-7,
								 123e-20};

#define N_SPECIAL (sizeof(special) / sizeof(special[0]))

static double
random_value(void)
{
	double value;
	uint64_t bits;

	switch (below(5))
	{
		case 0:
			return special[below(N_SPECIAL)];
		case 1:
			return below(10001) / 100.0;
		case 2:
			return (double) below(100000);
		case 3:
			return ((double) below(2000000) - 1000000) / 1000.0;
		default:
			do
			{
				bits = next_random();
				memcpy(&value, &bits, sizeof(value));
			} while (!isfinite(value));
			return value == 0 ? 0 : value;
	}
}

typedef struct case_sheet
{
	dx_sheet sheet;
	double others[MAX];
	uint16_t words[MAX];
} case_sheet;

static void
init(case_sheet *c, uint32_t n, uint32_t room)
{
	memset(c, 0, sizeof(*c));
	c->sheet = (dx_sheet) {n, room, c->others, c->words};
}

static void
put(case_sheet *c, uint32_t i, uint8_t state, double value)
{
	dx_sheet_set(&c->sheet, i, state, value);
}

static bool
same_sheet(const dx_sheet *a, const dx_sheet *b)
{
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
	{
		double x = dx_sheet_value(a, i);
		double y = dx_sheet_value(b, i);

		if (dx_sheet_state(a, i) != dx_sheet_state(b, i) || memcmp(&x, &y, sizeof(x)) != 0)
			return false;
	}
	return true;
}

/* Packed bytes in memory of exactly their size, so that a read past the end is seen. */
static uint8_t *
pack(const dx_sheet *sheet, size_t *len)
{
	uint8_t *bytes;

	*len = dx_card_packed_size(sheet);
	bytes = dx_alloc(*len);
	memset(bytes, 0xEE, *len);
	dx_card_pack(sheet, &print_of, bytes);
	return bytes;
}

/* Is a copy of these bytes taken? Strict or as stored. */
static bool
takes(const uint8_t *bytes, size_t len, bool strict, dx_sheet *into, dx_error *err)
{
	uint8_t *copy = dx_alloc(len);
	bool taken;

	memcpy(copy, bytes, len);
	memset(err, 0, sizeof(*err));
	taken = dx_card_unpack(copy, len, into, strict, err);
	dx_free(copy);
	return taken;
}

static char *
text_of(const uint8_t *bytes, size_t len)
{
	dx_buf text;

	dx_buf_init(&text);
	dx_card_print(bytes, len, &text);
	return text.data;
}

/* Everything that must hold of one sheet. */
static void
check_round_trip(const dx_sheet *sheet)
{
	case_sheet back;
	dx_sheet parsed = {0};
	dx_fingerprint of;
	dx_error err;
	size_t len;
	size_t again_len;
	uint8_t *bytes = pack(sheet, &len);
	uint8_t *again;
	char *text;
	uint32_t n = 0;

	CHECK(dx_card_header(bytes, len, &n, &of, &err) && n == sheet->n && memcmp(&of, &print_of, sizeof(of)) == 0);
	init(&back, 0, MAX);
	/* what the sheet held before leaves no trace */
	for (uint32_t i = 0; i < MAX; i++)
		dx_sheet_set(&back.sheet, i, (uint8_t) below(4), 7);
	CHECK(takes(bytes, len, true, &back.sheet, &err) && same_sheet(sheet, &back.sheet));
	again = pack(&back.sheet, &again_len);
	CHECK(len == again_len && memcmp(bytes, again, len) == 0);
	dx_free(again);

	init(&back, 0, MAX);
	CHECK(takes(bytes, len, false, &back.sheet, &err) && same_sheet(sheet, &back.sheet));

	text = text_of(bytes, len);
	CHECK(dx_card_parse((dx_str) {text, strlen(text)}, &parsed, &of, &err));
	CHECK(memcmp(&of, &print_of, sizeof(of)) == 0 && same_sheet(sheet, &parsed));
	dx_free(parsed.others);
	dx_free(text);
	dx_free(bytes);
}

/* Cut at every byte, and one byte too many: refused, with the right kind of error. */
static void
check_truncation(const dx_sheet *sheet)
{
	case_sheet back;
	dx_error err;
	size_t len;
	uint8_t *bytes = pack(sheet, &len);
	uint8_t *longer = dx_alloc(len + 1);

	for (size_t cut = 0; cut < len; cut++)
	{
		init(&back, 0, MAX);
		CHECK(!takes(bytes, cut, true, &back.sheet, &err) && err.kind == DX_ERR_BINARY &&
			  strcmp(err.message, "card is not valid: it is cut short") == 0);
		init(&back, 0, MAX);
		CHECK(!takes(bytes, cut, false, &back.sheet, &err) && err.kind == DX_ERR_BINARY);
	}
	memcpy(longer, bytes, len);
	init(&back, 0, MAX);
	CHECK(!takes(longer, len + 1, true, &back.sheet, &err));
	CHECK_TEXT(err.message, "card is not valid: bytes are left over");
	dx_free(longer);
	dx_free(bytes);
}

/* Mutated bytes: either refused, or they are the canonical form of what they say. */
static void
check_mutations(const dx_sheet *sheet, int rounds)
{
	case_sheet back;
	dx_error err;
	size_t len;
	uint8_t *bytes = pack(sheet, &len);
	uint8_t *broken = dx_alloc(len);

	for (int round = 0; round < rounds; round++)
	{
		memcpy(broken, bytes, len);
		for (uint32_t k = 1 + below(3); k > 0; k--)
			broken[below((uint32_t) len)] = below(2) ? (uint8_t) next_random() : (uint8_t) (1 << below(8));
		init(&back, 0, MAX);
		if (takes(broken, len, true, &back.sheet, &err))
		{
			size_t again_len;
			uint8_t *again = pack(&back.sheet, &again_len);

			CHECK(again_len == len &&
				  memcmp(again + DX_CARD_HEADER, broken + DX_CARD_HEADER, len - DX_CARD_HEADER) == 0);
			dx_free(again);
		}
		else
			CHECK(err.kind == DX_ERR_BINARY && strncmp(err.message, "card is not valid: ", 19) == 0);
		init(&back, 0, MAX);
		takes(broken, len, false, &back.sheet, &err);
	}
	dx_free(broken);
	dx_free(bytes);
}

static void
random_sheets(void)
{
	case_sheet c;

	for (int round = 0; round < 500; round++)
	{
		uint32_t n = below(round % 10 == 0 ? MAX + 1 : 12);

		init(&c, n, below(n + 1));
		for (uint32_t i = 0; i < c.sheet.room; i++)
			put(&c, i, (uint8_t) below(4), random_value());
		check_round_trip(&c.sheet);
		if (round % 20 == 0)
			check_truncation(&c.sheet);
		if (round % 5 == 0)
			check_mutations(&c.sheet, 20);
	}
}

/* Each special number alone, as a result, as points, negated. */
static void
special_numbers(void)
{
	case_sheet c;

	for (size_t i = 0; i < N_SPECIAL; i++)
	{
		double value = special[i] == 0 ? 0 : special[i];

		init(&c, 3, 3);
		put(&c, 0, DX_RESULT_VALUE, value);
		put(&c, 1, DX_RESULT_POINTS, value);
		put(&c, 2, DX_RESULT_VALUE, value == 0 ? 0 : -value);
		check_round_trip(&c.sheet);
		check_truncation(&c.sheet);
		check_mutations(&c.sheet, 60);
	}
}

/* A sheet with room for fewer is the same card as one with room for all. */
static void
room_is_not_content(void)
{
	case_sheet narrow;
	case_sheet wide;
	size_t narrow_len;
	size_t wide_len;
	uint8_t *a;
	uint8_t *b;

	init(&narrow, 40, 2);
	init(&wide, 40, 40);
	put(&narrow, 1, DX_RESULT_VALUE, 87.5);
	put(&wide, 1, DX_RESULT_VALUE, 87.5);
	a = pack(&narrow.sheet, &narrow_len);
	b = pack(&wide.sheet, &wide_len);
	CHECK(narrow_len == wide_len && memcmp(a, b, narrow_len) == 0);
	CHECK(narrow_len == DX_CARD_HEADER + 80);
	dx_free(a);
	dx_free(b);
}

/* The bytes of one small card, written out: the format is frozen. */
static void
frozen_bytes(void)
{
	static const uint8_t want[] = {
		1,	  0,	8,	  0,	0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd,
		0xef, 0,	1,	  2,	3,	  4,	5,	  6,	0xff, 0x6B, 0x43, /* 87.5: scale 1, 875 */
		0x00, 0xC0,														  /* missing */
		0x00, 0xD0,														  /* not applicable */
		0x00, 0xF0, 0,	  0,	5,										  /* 5 points */
		0x00, 0xE8, 0,	  0,	2,										  /* -2 */
		0x00, 0xE1, 3,	  0,	0x39, 0x30,								  /* 12.345 */
		0xD0, 0x07,														  /* 2000 */
		0x00, 0xE0, 0xFC, 0xFF, 2,										  /* 20000 = 2 x 10^4 */
	};
	case_sheet c;
	size_t len;
	uint8_t *bytes;
	char *text;

	init(&c, 8, 8);
	put(&c, 0, DX_RESULT_VALUE, 87.5);
	put(&c, 2, DX_RESULT_NA, 0);
	put(&c, 3, DX_RESULT_POINTS, 5);
	put(&c, 4, DX_RESULT_VALUE, -2);
	put(&c, 5, DX_RESULT_VALUE, 12.345);
	put(&c, 6, DX_RESULT_VALUE, 2000);
	put(&c, 7, DX_RESULT_VALUE, 20000);
	bytes = pack(&c.sheet, &len);
	CHECK(len == sizeof(want) && memcmp(bytes, want, sizeof(want)) == 0);
	text = text_of(bytes, len);
	CHECK(strncmp(text, print_text, 32) == 0);
	CHECK_TEXT(text + 32, "{87.5,_,na,5p,-2,12.345,2000,20000}");
	dx_free(text);
	dx_free(bytes);
}

/* One word and more after a header for one criterion: why strict refuses it, NULL if it does not. */
static const char *
refusal(const uint8_t *rest, size_t rest_len)
{
	static dx_error err;
	uint8_t bytes[64] = {DX_CARD_FORMAT, 0, 1, 0};
	case_sheet back;

	memcpy(bytes + DX_CARD_HEADER, rest, rest_len);
	init(&back, 0, MAX);
	if (takes(bytes, DX_CARD_HEADER + rest_len, true, &back.sheet, &err))
		return "taken";
	if (err.kind != DX_ERR_BINARY || strncmp(err.message, "card is not valid: ", 19) != 0)
		return "another error";
	return err.message + 19;
}

#define REFUSED(why, ...) \
	do \
	{ \
		const uint8_t rest_[] = {__VA_ARGS__}; \
		CHECK_TEXT(refusal(rest_, sizeof(rest_)), why); \
	} while (0)

static void
not_canonical(void)
{
	const char *form = "a number is not in canonical form";
	const char *bits = "reserved bits are set";
	const char *range = "a number is out of range";

	REFUSED("taken", 0x6B, 0x43); /* 875 x 10^-1 */
	REFUSED(form, 0x66, 0x43);	  /* 870 x 10^-1 */
	REFUSED(form, 0x00, 0x40);	  /* 0 x 10^-1 */
	REFUSED(form, 0x00, 0x80);	  /* 0 x 10^-2 */
	REFUSED(form, 0x0A, 0x80);	  /* 10 x 10^-2 */
	REFUSED("taken", 0x00, 0x00);
	REFUSED("taken", 0xFF, 0x3F); /* 16383 */
	REFUSED(bits, 0x01, 0xC0);	  /* missing, and more */
	REFUSED(bits, 0x01, 0xD0);
	REFUSED(bits, 0x00, 0xC1);
	REFUSED(bits, 0x00, 0xD8);
	REFUSED(bits, 0x01, 0xE0, 0, 0, 5);	   /* low byte of a long word */
	REFUSED("taken", 0x00, 0xE8, 0, 0, 5); /* -5 */
	REFUSED(form, 0x00, 0xE0, 0, 0, 5);	   /* 5 fits a word */
	REFUSED(form, 0x00, 0xE0, 0, 0, 0);	   /* so does 0 */
	REFUSED(form, 0x00, 0xE8, 0, 0, 0);	   /* -0 */
	REFUSED(form, 0x00, 0xF8, 0, 0, 0);	   /* -0 points */
	REFUSED("taken", 0x00, 0xF0, 0, 0, 0); /* 0 points */
	REFUSED(form, 0x00, 0xF0, 1, 0, 0);	   /* 0 x 10^-1 points */
	REFUSED("taken", 0x00, 0xF0, 0, 0, 5);
	REFUSED(form, 0x00, 0xF1, 0, 0, 5, 0); /* leading zero byte */
	REFUSED(form, 0x00, 0xF0, 0, 0, 50);   /* 50 is 5 x 10^1 */
	REFUSED("taken", 0x00, 0xF0, 0xFF, 0xFF, 5);
	REFUSED(form, 0x00, 0xF0, 1, 0, 50); /* 5.0 */
	REFUSED("it is cut short", 0x00, 0xF1, 0, 0, 5);
	REFUSED("it is cut short", 0x00, 0xF0, 0, 0);
	REFUSED("it is cut short", 0x00, 0xF0, 0);
	REFUSED("it is cut short", 0x00, 0xF0);
	REFUSED("it is cut short", 0x00);
	REFUSED("bytes are left over", 0x00, 0x00, 0x00);
	REFUSED(range, 0x00, 0xF0, 0x91, 0x01, 5);	 /* scale 401 */
	REFUSED(range, 0x00, 0xF0, 0x6F, 0xFE, 5);	 /* scale -401 */
	REFUSED(range, 0x00, 0xF0, 0xCB, 0xFE, 5);	 /* 5 x 10^309 */
	REFUSED(form, 0x00, 0xF0, 0x45, 0x01, 5);	 /* 5 x 10^-325 is 0 */
	REFUSED("taken", 0x00, 0xF0, 0x44, 0x01, 5); /* 5 x 10^-324 */
	REFUSED(form, 0x00, 0xF0, 0x44, 0x01, 4);	 /* the same double, other digits */
	/* 10^17 and more have too many digits */
	REFUSED(range, 0x00, 0xF7, 0, 0, 0x00, 0x00, 0x8A, 0x5D, 0x78, 0x45, 0x63, 0x01);
	REFUSED(range, 0x00, 0xF7, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
	/* 99999999999999999 reads as 1e17 */
	REFUSED(form, 0x00, 0xF7, 0, 0, 0xFF, 0xFF, 0x89, 0x5D, 0x78, 0x45, 0x63, 0x01);
}

static void
headers(void)
{
	uint8_t bytes[DX_CARD_HEADER + 2] = {DX_CARD_FORMAT, 0, 1, 0};
	case_sheet back;
	dx_error err;

	init(&back, 0, MAX);
	CHECK(takes(bytes, sizeof(bytes), true, &back.sheet, &err) && back.sheet.n == 1 &&
		  dx_sheet_state(&back.sheet, 0) == DX_RESULT_VALUE);
	bytes[0] = 2;
	CHECK(!takes(bytes, sizeof(bytes), true, &back.sheet, &err));
	CHECK_TEXT(err.message, "card is not valid: its version is unknown");
	bytes[0] = DX_CARD_FORMAT;
	bytes[1] = 1;
	CHECK(!takes(bytes, sizeof(bytes), false, &back.sheet, &err));
	CHECK_TEXT(err.message, "card is not valid: its version is unknown");
	bytes[1] = 0;
	init(&back, 0, 0);
	CHECK(!takes(bytes, sizeof(bytes), true, &back.sheet, &err));
	CHECK_TEXT(err.message, "card is not valid: it has more criteria than its tree");
}

/* What the parser makes of the results between the braces, printed again; or its message. */
static const char *
reading(const char *results)
{
	static char out[DX_MESSAGE_SIZE + 64];
	char text[512];
	dx_sheet sheet = {0};
	dx_fingerprint of;
	dx_error err = {0};

	snprintf(text, sizeof(text), "%s%s", print_text, results);
	if (dx_card_parse((dx_str) {text, strlen(text)}, &sheet, &of, &err))
	{
		size_t len;
		uint8_t *bytes = pack(&sheet, &len);
		char *printed = text_of(bytes, len);

		snprintf(out, sizeof(out), "%s", printed + 32);
		dx_free(printed);
		dx_free(bytes);
	}
	else
		snprintf(out, sizeof(out), "%s%d: %s", err.kind == DX_ERR_TEXT ? "" : "another kind ", err.position,
				 err.message);
	dx_free(sheet.others);
	return out;
}

#define EXPECTED " where a result, points (5p), na or _ was expected"

static void
texts(void)
{
	char text[80];
	char items[300];
	dx_sheet sheet = {0};
	dx_fingerprint of;
	dx_error err;

	CHECK_TEXT(reading("{87.5,_,na,5p}"), "{87.5,_,na,5p}");
	CHECK_TEXT(reading("{}"), "{}");
	CHECK_TEXT(reading("{ 87.50 , _ , na, 5.0p }"), "{87.5,_,na,5p}");
	CHECK_TEXT(reading("{-0,-0p,0.0,0e5}"), "{0,0p,0,0}");
	CHECK_TEXT(reading("{1e3,1E-3,+5,.5,5.}"), "{1000,0.001,5,0.5,5}");
	CHECK_TEXT(reading("{5e-324,1.7976931348623157e308,0.3333333333333333}"),
			   "{5e-324,1.7976931348623157e+308,0.3333333333333333}");
	CHECK_TEXT(reading("{0.1000000000000000055511151231257827}"), "{0.1}");
	CHECK_TEXT(reading("{1,,2}"), "36: card has \"\"" EXPECTED);
	CHECK_TEXT(reading("{,}"), "34: card has \"\"" EXPECTED);
	CHECK_TEXT(reading("{1,2,}"), "38: card has \"\"" EXPECTED);
	CHECK_TEXT(reading("{p}"), "34: card has \"p\"" EXPECTED);
	CHECK_TEXT(reading("{1,NA}"), "36: card has \"NA\"" EXPECTED);
	CHECK_TEXT(reading("{1,nap}"), "36: card has \"nap\"" EXPECTED);
	CHECK_TEXT(reading("{_p}"), "34: card has \"_p\"" EXPECTED);
	CHECK_TEXT(reading("{5pp}"), "34: card has \"5pp\"" EXPECTED);
	CHECK_TEXT(reading("{nan}"), "34: card has \"nan\"" EXPECTED);
	CHECK_TEXT(reading("{inf}"), "34: card has \"inf\"" EXPECTED);
	CHECK_TEXT(reading("{-Infinity}"), "34: card has \"-Infinity\"" EXPECTED);
	CHECK_TEXT(reading("{1e309}"), "34: card has \"1e309\"" EXPECTED);
	CHECK_TEXT(reading("{0x10}"), "34: card has \"0x10\"" EXPECTED);
	CHECK_TEXT(reading("{1 2}"), "34: card has \"1 2\"" EXPECTED);
	CHECK_TEXT(reading("{8,5;1}"), "36: card has \"5;1\"" EXPECTED);
	CHECK_TEXT(reading("{--5}"), "34: card has \"--5\"" EXPECTED);
	CHECK_TEXT(reading("{1e}"), "34: card has \"1e\"" EXPECTED);
	CHECK_TEXT(reading("{.}"), "34: card has \".\"" EXPECTED);
	CHECK_TEXT(reading("{{1}}"), "34: card has \"{1}\"" EXPECTED);

	/* the frame around the results; position 1 */
	for (size_t cut = 0; cut < 33; cut++)
	{
		memcpy(text, print_text, cut);
		CHECK(!dx_card_parse((dx_str) {text, cut}, &sheet, &of, &err) && err.kind == DX_ERR_TEXT && err.position == 1 &&
			  sheet.others == NULL);
	}
	CHECK(strncmp(reading("{1"), "1: card \"", 9) == 0);
	CHECK(strncmp(reading("1}"), "1: card \"", 9) == 0);
	CHECK(strncmp(reading("{1}x"), "1: card \"", 9) == 0);
	CHECK(strncmp(reading(" {1}"), "1: card \"", 9) == 0);
	snprintf(text, sizeof(text), "  0123456789ABCDEF00010203040506FF{_}  ");
	CHECK(dx_card_parse((dx_str) {text, strlen(text)}, &sheet, &of, &err) && memcmp(&of, &print_of, sizeof(of)) == 0);
	dx_free(sheet.others);
	text[5] = 'g';
	CHECK(!dx_card_parse((dx_str) {text, strlen(text)}, &sheet, &of, &err));

	/* a number of very many digits is refused, not cut */
	memset(items, '1', sizeof(items));
	items[0] = '{';
	items[100] = '}';
	items[101] = '\0';
	CHECK(strstr(reading(items), "was expected") != NULL);
}

/* More criteria than a card can have: a limit, before anything is allocated for them. */
static void
too_many(void)
{
	size_t len = 33 + 2 * 65536;
	char *text = dx_alloc(len + 1);
	dx_sheet sheet = {0};
	dx_fingerprint of;
	dx_error err = {0};

	memcpy(text, print_text, 32);
	text[32] = '{';
	for (size_t i = 33; i < len; i += 2)
	{
		text[i] = '_';
		text[i + 1] = ',';
	}
	text[len - 1] = '}';
	CHECK(!dx_card_parse((dx_str) {text, len}, &sheet, &of, &err) && err.kind == DX_ERR_LIMIT && sheet.others == NULL);
	CHECK_TEXT(err.message, "card has more than 65535 criteria");
	text[len - 3] = '}';
	CHECK(dx_card_parse((dx_str) {text, len - 2}, &sheet, &of, &err) && sheet.n == 65535);
	dx_free(sheet.others);
	dx_free(text);
}

/* Texts from random edits of a good one: no crash; what is read prints and reads the same. */
static void
broken_texts(void)
{
	static const char letters[] = "0123456789.,-+eEpna_{} ";
	char text[128];

	for (int round = 0; round < 4000; round++)
	{
		dx_sheet sheet = {0};
		dx_fingerprint of;
		dx_error err = {0};
		size_t len;

		snprintf(text, sizeof(text), "%s{87.5,_,na,5p,-2,0.333,1e-40}", print_text);
		len = strlen(text);
		for (uint32_t k = 1 + below(4); k > 0; k--)
			text[28 + below((uint32_t) len - 28)] = letters[below(sizeof(letters) - 1)];
		len -= below(3);
		if (dx_card_parse((dx_str) {text, len}, &sheet, &of, &err))
		{
			dx_sheet again = {0};
			size_t packed_len;
			uint8_t *bytes = dx_alloc(dx_card_packed_size(&sheet));
			char *printed;

			packed_len = dx_card_packed_size(&sheet);
			dx_card_pack(&sheet, &of, bytes);
			printed = text_of(bytes, packed_len);
			CHECK(dx_card_parse((dx_str) {printed, strlen(printed)}, &again, &of, &err) && same_sheet(&sheet, &again));
			dx_free(again.others);
			dx_free(printed);
			dx_free(bytes);
		}
		else
			CHECK(err.kind == DX_ERR_TEXT && err.position >= 1 && err.position <= 100 && err.message[0]);
		dx_free(sheet.others);
	}
}

/* 159 percentages of two decimals stay in the row. */
static void
ordinary_size(void)
{
	case_sheet c;

	for (int round = 0; round < 50; round++)
	{
		init(&c, 159, 159);
		for (uint32_t i = 0; i < 159; i++)
			put(&c, i, DX_RESULT_VALUE, below(10001) / 100.0);
		CHECK(dx_card_packed_size(&c.sheet) <= 345);
	}
}

/* Short words merged into a sheet: as if entered one by one, or nothing done where both have one. */
static void
merges(void)
{
	int n_merged = 0;

	for (int k = 0; k < 3000; k++)
	{
		uint32_t n = below(40);
		case_sheet one;
		case_sheet other;
		case_sheet both;
		size_t len;
		uint8_t *bytes;
		bool clash = false;
		bool merged;

		init(&one, n, n);
		init(&other, n, n);
		for (uint32_t i = 0; i < n; i++)
		{
			uint32_t who = below(300);
			double value = below(10001) / 100.0;

			if (who % 3 == 0)
				put(&one, i, (uint8_t) below(4), random_value());
			if (who % 3 == 1 || who == 0)
				put(&other, i, below(4) ? DX_RESULT_VALUE : DX_RESULT_NA, value);
			clash = clash ||
				(dx_sheet_state(&one.sheet, i) != DX_RESULT_MISSING &&
				 dx_sheet_state(&other.sheet, i) != DX_RESULT_MISSING);
		}
		both = one;
		both.sheet.others = both.others;
		both.sheet.words = both.words;
		bytes = pack(&other.sheet, &len);
		CHECK(len == DX_CARD_SHORT(n));
		merged = dx_sheet_merge_short(&both.sheet, bytes + DX_CARD_HEADER);
		CHECK(merged == !clash);
		n_merged += merged;
		for (uint32_t i = 0; merged && i < n; i++)
			if (dx_sheet_state(&other.sheet, i) != DX_RESULT_MISSING)
				put(&one, i, dx_sheet_state(&other.sheet, i), dx_sheet_value(&other.sheet, i));
		CHECK(same_sheet(&one.sheet, &both.sheet));
		/* words that mean more bytes, or nothing at all, are for the general way */
		if (n > 0 && merged)
		{
			bytes[DX_CARD_HEADER] = 1;
			for (uint32_t kind = DX_WORD_MISSING; kind <= DX_WORD_AWARDED; kind += DX_WORD_NA - DX_WORD_MISSING)
			{
				bytes[DX_CARD_HEADER + 1] = (uint8_t) (kind >> 8);
				CHECK(!dx_sheet_merge_short(&both.sheet, bytes + DX_CARD_HEADER) &&
					  same_sheet(&one.sheet, &both.sheet));
			}
		}
		dx_free(bytes);
	}
	CHECK(n_merged > 300 && n_merged < 2900);
}

/* Any sheet united with another: as if entered one by one, or nothing done where both have one. */
static void
unites(void)
{
	int n_united = 0;

	for (int k = 0; k < 3000; k++)
	{
		uint32_t n = 1 + below(40);
		case_sheet one;
		case_sheet other;
		case_sheet both;
		uint32_t clash = n;
		uint32_t twice = n;
		bool united;

		init(&one, n, n);
		init(&other, n, n);
		for (uint32_t i = 0; i < n; i++)
		{
			uint32_t who = below(300);

			if (who % 3 == 0)
				put(&one, i, (uint8_t) below(4), random_value());
			if (who % 3 == 1 || who == 0)
				put(&other, i, (uint8_t) below(4), random_value());
			if (clash == n && dx_sheet_state(&one.sheet, i) != DX_RESULT_MISSING &&
				dx_sheet_state(&other.sheet, i) != DX_RESULT_MISSING)
				clash = i;
		}
		both = one;
		both.sheet.others = both.others;
		both.sheet.words = both.words;
		united = dx_sheet_unite(&both.sheet, &other.sheet, &twice);
		CHECK(united == (clash == n) && twice == clash);
		n_united += united;
		for (uint32_t i = 0; united && i < n; i++)
			if (dx_sheet_state(&other.sheet, i) != DX_RESULT_MISSING)
				put(&one, i, dx_sheet_state(&other.sheet, i), dx_sheet_value(&other.sheet, i));
		CHECK(same_sheet(&one.sheet, &both.sheet));
	}
	CHECK(n_united > 300 && n_united < 2990);
}

/* Without room for numbers: long words are refused, not written. */
static void
no_others(void)
{
	case_sheet full;
	case_sheet back;
	dx_error err;
	size_t len;
	uint8_t *bytes;

	init(&full, 3, 3);
	put(&full, 0, DX_RESULT_VALUE, 87.5);
	put(&full, 2, DX_RESULT_NA, 0);
	bytes = pack(&full.sheet, &len);
	init(&back, 3, 3);
	back.sheet.others = NULL;
	CHECK(takes(bytes, len, true, &back.sheet, &err) && same_sheet(&full.sheet, &back.sheet));
	CHECK(dx_card_packed_size(&back.sheet) == len);
	dx_free(bytes);
	put(&full, 1, DX_RESULT_POINTS, 5);
	bytes = pack(&full.sheet, &len);
	CHECK(!takes(bytes, len, false, &back.sheet, &err) && err.kind == DX_ERR_BINARY);
	dx_free(bytes);
}

int
main(void)
{
	printf("seed %llu\n", (unsigned long long) SEED);
	CHECK_TEXT(dx_result_state_name(DX_RESULT_MISSING), "missing");
	CHECK_TEXT(dx_result_state_name(DX_RESULT_VALUE), "result");
	CHECK_TEXT(dx_result_state_name(DX_RESULT_POINTS), "points");
	CHECK_TEXT(dx_result_state_name(DX_RESULT_NA), "na");
	frozen_bytes();
	special_numbers();
	random_sheets();
	room_is_not_content();
	not_canonical();
	headers();
	texts();
	too_many();
	broken_texts();
	ordinary_size();
	merges();
	unites();
	no_others();
	CHECK_DONE("card");
}

/*
 * exact.c: windows of exact sums, merging, and their packed form.
 */
#include "exact.h"

/* Spare limbs where a window grows: the next term is often a little further out. */
#define SLACK 2

/* What is packed ends before this limb. */
#define TOP_LIMB ((DX_EXACT_LOW + DX_EXACT_TOP) / 32)

void
dx_exact_init(dx_exact *sum, int64_t *storage, int n)
{
	sum->limbs = storage;
	sum->pending = 0;
	sum->first = DX_EXACT_NOWHERE;
	sum->n = (uint8_t) n;
	sum->owned = false;
}

void
dx_exact_reset(dx_exact *sum, int64_t *storage, int n)
{
	if (sum->owned)
		dx_free(sum->limbs);
	memset(storage, 0, (size_t) n * sizeof(int64_t));
	dx_exact_init(sum, storage, n);
}

/* Carries to the next limb up: limbs but the last are then 0 .. 2^32 - 1, the last has the sign. */
static void
propagate(dx_exact *sum)
{
	int64_t		carry = 0;

	for (int i = 0; i < sum->n - 1; i++)
	{
		int64_t		limb = sum->limbs[i] + carry;

		sum->limbs[i] = (int64_t) (uint32_t) limb;
		carry = (limb - sum->limbs[i]) / ((int64_t) 1 << 32);
	}
	sum->limbs[sum->n - 1] += carry;
	sum->pending = 0;
}

/* Make the window first .. end - 1, which contains the present one. */
static void
grow(dx_exact *sum, int first, int end)
{
	int64_t    *limbs = dx_alloc((size_t) (end - first) * sizeof(int64_t));

	memcpy(limbs + (sum->first - first), sum->limbs, (size_t) sum->n * sizeof(int64_t));
	if (sum->owned)
		dx_free(sum->limbs);
	sum->limbs = limbs;
	sum->first = (uint8_t) first;
	sum->n = (uint8_t) (end - first);
	sum->owned = true;
}

/* Propagate carries so that no limb is beyond 2^32: the window grows where its last limb is. */
static void
settle(dx_exact *sum)
{
	int64_t		last;

	propagate(sum);
	last = sum->limbs[sum->n - 1];
	if ((last > UINT32_MAX || last < -(int64_t) UINT32_MAX) && sum->first + sum->n < DX_EXACT_LIMBS)
	{
		grow(sum, sum->first, sum->first + sum->n + 1);
		propagate(sum);
	}
}

void
dx_exact_make_room(dx_exact *sum, int first, int n)
{
	int			low;
	int			end;

	if (sum->first == DX_EXACT_NOWHERE)
	{
		/* The first term lands in the middle of the storage, if it fits. */
		low = first - (sum->n - n + 1) / 2;
		if (n > sum->n)
			sum->n = 0;
		if (low + sum->n > DX_EXACT_LIMBS)
			low = DX_EXACT_LIMBS - sum->n;
		sum->first = (uint8_t) (sum->n == 0 ? first : low < 0 ? 0 : low);
	}
	else if (sum->pending >= DX_EXACT_PENDING)
		settle(sum);
	low = sum->first;
	end = sum->first + sum->n;
	if (first < low)
		low = first < SLACK ? 0 : first - SLACK;
	if (first + n > end)
		end = first + n + SLACK > DX_EXACT_LIMBS ? DX_EXACT_LIMBS : first + n + SLACK;
	if (low < sum->first || end > sum->first + sum->n)
		grow(sum, low, end);
}

/* Digits that to_digits writes at most. */
#define MOST_DIGITS (DX_EXACT_LIMBS + 1)

/* The magnitude in digits from limb `first` on, its last digit not 0; -1, 0 or 1 for the sign. */
static int
to_digits(const dx_exact *sum, uint32_t *digits, int *n)
{
	int64_t		carry = 0;
	int			used = sum->n;
	bool		negative;

	*n = 0;
	if (sum->first == DX_EXACT_NOWHERE)
		return 0;
	for (int i = 0; i < used; i++)
	{
		int64_t		limb = sum->limbs[i] + carry;

		digits[i] = (uint32_t) limb;
		carry = (limb - (int64_t) digits[i]) / ((int64_t) 1 << 32);
	}
	/* |carry| is at most 2^31 - 1: limbs are below 2^63. */
	digits[used++] = (uint32_t) carry;
	negative = carry < 0;
	if (negative)
	{
		uint32_t	one = 1;

		/* From two's complement. */
		for (int i = 0; i < used; i++)
		{
			digits[i] = ~digits[i] + one;
			one = one && digits[i] == 0;
		}
	}
	while (used > 0 && digits[used - 1] == 0)
		used--;
	*n = used;
	return used == 0 ? 0 : negative ? -1 : 1;
}

/* sum += other or -= other, |other| having fewer than 2^62 in a limb */
static void
merge(dx_exact *sum, const dx_exact *other, int first, int end, bool subtract)
{
	int64_t    *limbs;
	const int64_t *more;

	if (sum->first == DX_EXACT_NOWHERE || first < sum->first || end > sum->first + sum->n)
		dx_exact_make_room(sum, first, end - first);
	if (sum->pending > 0 && sum->pending + other->pending >= DX_EXACT_PENDING)
		settle(sum);
	limbs = sum->limbs + (first - sum->first);
	more = other->limbs + (first - other->first);
	for (int i = 0; i < end - first; i++)
		limbs[i] += subtract ? -more[i] : more[i];
	sum->pending += other->pending + 1;
}

bool
dx_exact_merge(dx_exact *sum, const dx_exact *other, bool subtract)
{
	int			first = other->first;
	int			end = other->first + other->n;
	uint32_t	digits[MOST_DIGITS];
	int			n;

	if (first == DX_EXACT_NOWHERE)
		return true;
	/* Only what is in use: windows must not grow by merging alone. */
	while (first < end && other->limbs[first - other->first] == 0)
		first++;
	while (first < end && other->limbs[end - 1 - other->first] == 0)
		end--;
	if (first == end)
		return true;
	merge(sum, other, first, end, subtract);
	if (sum->first + sum->n <= TOP_LIMB)
		return true;
	to_digits(sum, digits, &n);
	if (sum->first + n <= TOP_LIMB)
		return true;
	merge(sum, other, first, end, !subtract);
	return false;
}

int
dx_exact_sign(const dx_exact *sum)
{
	uint32_t	digits[MOST_DIGITS];
	int			n;

	return to_digits(sum, digits, &n);
}

void
dx_exact_to_big(const dx_exact *sum, dx_big *big)
{
	big->sign = to_digits(sum, big->digits, &big->n);
	big->exponent = sum->first - DX_EXACT_LOW / 32;
	dx_big_trim(big);
}

int
dx_exact_compare(const dx_exact *a, const dx_exact *b)
{
	dx_big		big_a;
	dx_big		big_b;

	dx_exact_to_big(a, &big_a);
	dx_exact_to_big(b, &big_b);
	return dx_big_compare(&big_a, &big_b);
}

double
dx_exact_value(const dx_exact *sum)
{
	dx_big		big;

	dx_exact_to_big(sum, &big);
	return dx_big_to_double(&big);
}

double
dx_exact_quotient(const dx_exact *a, const dx_exact *b)
{
	dx_big		big_a;
	dx_big		big_b;

	dx_exact_to_big(a, &big_a);
	dx_exact_to_big(b, &big_b);
	return dx_big_quotient(&big_a, &big_b);
}

/* ---------------- packed bytes ---------------- */

#define NEGATIVE 0x8000

/* Bytes of the magnitude that are between its first and last that are not 0: how many, and the first one. */
static int
bytes_in_use(const uint32_t *digits, int n, int *first)
{
	int			last = 4 * n - 1;

	*first = 0;
	while ((digits[*first / 4] >> (8 * (*first % 4))) % 256 == 0)
		++*first;
	while ((digits[last / 4] >> (8 * (last % 4))) % 256 == 0)
		last--;
	return last + 1 - *first;
}

size_t
dx_exact_packed_size(const dx_exact *sum)
{
	uint32_t	digits[MOST_DIGITS];
	int			n;
	int			first;

	return to_digits(sum, digits, &n) == 0 ? 2 : 4 + (size_t) bytes_in_use(digits, n, &first);
}

static uint8_t *
put16(uint8_t *p, int value)
{
	p[0] = (uint8_t) value;
	p[1] = (uint8_t) (value >> 8);
	return p + 2;
}

uint8_t *
dx_exact_pack(const dx_exact *sum, uint8_t *out)
{
	uint32_t	digits[MOST_DIGITS];
	int			n;
	int			sign = to_digits(sum, digits, &n);
	int			first;
	int			bytes;

	if (sign == 0)
		return put16(out, 0);
	bytes = bytes_in_use(digits, n, &first);
	out = put16(out, bytes | (sign < 0 ? NEGATIVE : 0));
	out = put16(out, 4 * sum->first + first);
	for (int i = first; i < first + bytes; i++)
		*out++ = (uint8_t) (digits[i / 4] >> (8 * (i % 4)));
	return out;
}

const uint8_t *
dx_exact_unpack(dx_exact *sum, const uint8_t *packed, const uint8_t *end)
{
	int			bytes;
	int			first;
	bool		negative;

	if (end - packed < 2)
		return NULL;
	bytes = (packed[0] | packed[1] << 8) & ~NEGATIVE;
	negative = (packed[1] & (NEGATIVE >> 8)) != 0;
	packed += 2;
	if (bytes == 0)
		return negative ? NULL : packed;
	if (end - packed < 2 + bytes)
		return NULL;
	first = packed[0] | packed[1] << 8;
	packed += 2;
	if (first + bytes > 4 * TOP_LIMB || packed[0] == 0 || packed[bytes - 1] == 0)
		return NULL;
	dx_exact_make_room(sum, first / 4, (first + bytes - 1) / 4 - first / 4 + 1);
	for (int i = first; i < first + bytes; i++)
	{
		int64_t		part = (int64_t) *packed++ << (8 * (i % 4));

		sum->limbs[i / 4 - sum->first] += negative ? -part : part;
	}
	sum->pending++;
	return packed;
}

/* SPDX-License-Identifier: PostgreSQL */
/*
 * exact.c: windows of exact sums, merging, and their packed form.
 */
#include "number/exact.h"

/* Spare limbs allocated when a window grows: the next term is often a little further out. */
#define SLACK 2

/* Limbs that a term of up to 128 bits reaches. */
#define REACH 5

/* Packed magnitudes end before this limb. */
#define TOP_LIMB ((DX_EXACT_LOW + DX_EXACT_TOP) / 32)

void
dx_exact_init(dx_exact *sum, int64_t *storage, int n)
{
	memset(sum, 0, sizeof(*sum));
	sum->near = DX_EXACT_NO_NEAR;
	sum->limbs = storage;
	sum->first = DX_EXACT_NOWHERE;
	sum->n = (uint16_t) n;
}

void
dx_exact_reset(dx_exact *sum, int64_t *storage, int n)
{
	if (sum->owned)
		dx_free(sum->limbs);
	if (n > 0)
		memset(storage, 0, (size_t) n * sizeof(int64_t));
	dx_exact_init(sum, storage, n);
}

/* Carries to the next limb up: limbs but the last are then 0 .. 2^32 - 1, the last has the sign. */
static void
propagate(dx_exact *sum)
{
	int64_t carry = 0;

	for (int i = 0; i < sum->n - 1; i++)
	{
		int64_t limb = sum->limbs[i] + carry;

		sum->limbs[i] = (int64_t) (uint32_t) limb;
		carry = (limb - sum->limbs[i]) / ((int64_t) 1 << 32);
	}
	sum->limbs[sum->n - 1] += carry;
	sum->pending = 0;
}

/* Enlarge the window to first .. end - 1, which contains the present one. */
static void
grow(dx_exact *sum, int first, int end)
{
	int64_t *limbs = dx_alloc((size_t) (end - first) * sizeof(int64_t));

	if (sum->n > 0)
		memcpy(limbs + (sum->first - first), sum->limbs, (size_t) sum->n * sizeof(int64_t));
	if (sum->owned)
		dx_free(sum->limbs);
	sum->limbs = limbs;
	sum->first = (uint16_t) first;
	sum->n = (uint16_t) (end - first);
	sum->owned = true;
}

/* Propagate carries; where the last limb is then beyond 2^32, the window grows. */
static void
settle(dx_exact *sum)
{
	int64_t last;

	propagate(sum);
	last = sum->limbs[sum->n - 1];
	if ((last > UINT32_MAX || last < -(int64_t) UINT32_MAX) && sum->first + sum->n < DX_EXACT_LIMBS)
	{
		grow(sum, sum->first, sum->first + sum->n + 1);
		propagate(sum);
	}
}

/* Make the window contain limbs first .. first + n - 1, and propagate carries if it is time. */
static void
widen(dx_exact *sum, int first, int n)
{
	int low;
	int end;

	if (sum->first == DX_EXACT_NOWHERE)
	{
		/* The first term lands in the middle of the storage, if it fits. */
		low = first - (sum->n - n + 1) / 2;
		if (n > sum->n)
		{
			sum->n = 0;
			low = first;
		}
		if (low + sum->n > DX_EXACT_LIMBS)
			low = DX_EXACT_LIMBS - sum->n;
		sum->first = (uint16_t) (low < 0 ? 0 : low);
	}
	else if (sum->pending >= DX_EXACT_PENDING)
		settle(sum);
	low = sum->first;
	end = sum->first + sum->n;
	if (first < low || low == end)
		low = first < SLACK ? 0 : first - SLACK;
	if (first + n > end)
		end = first + n + SLACK > DX_EXACT_LIMBS ? DX_EXACT_LIMBS : first + n + SLACK;
	if (low < sum->first || end > sum->first + sum->n)
		grow(sum, low, end);
}

/* The same, in line where the window is large enough already. */
static inline void
make_room(dx_exact *sum, int first, int n)
{
	if (first < sum->first || first + n > sum->first + sum->n || sum->pending >= DX_EXACT_PENDING)
		widen(sum, first, n);
}

/* The two digits of 64 bits to two limbs: (d ^ -1) - -1 is -d. */
static inline void
add_digits(int64_t *limb, uint64_t digits, int64_t sign)
{
	limb[0] += ((int64_t) (digits & UINT32_MAX) ^ sign) - sign;
	limb[1] += ((int64_t) (digits >> 32) ^ sign) - sign;
}

/* Add a term to the limbs. */
static void
add_to_limbs(dx_exact *sum, dx_uint128 term, uint32_t bit, int64_t sign)
{
	int first = (int) (bit / 32);
	uint32_t shift = bit % 32;
	dx_uint128 low = term << shift;
	uint64_t high = (uint64_t) (term >> 96) >> (32 - shift);
	int64_t *limb;

	if (term == 0)
		return;
	make_room(sum, first, REACH);
	sum->pending++;
	limb = sum->limbs + (first - sum->first);
	add_digits(limb, (uint64_t) low, sign);
	add_digits(limb + 2, (uint64_t) (low >> 64), sign);
	limb[4] += ((int64_t) high ^ sign) - sign;
}

static void
add_signed_to_limbs(dx_exact *sum, dx_int128 term, uint32_t bit)
{
	add_to_limbs(sum, term < 0 ? -(dx_uint128) term : (dx_uint128) term, bit, term < 0 ? -1 : 0);
}

/* Move the near part to the limbs. */
static void
move_near(dx_exact *sum)
{
	add_signed_to_limbs(sum, sum->low, sum->near);
	add_signed_to_limbs(sum, sum->high, sum->near + 64);
	sum->low = sum->high = 0;
	sum->near_terms = 0;
}

void
dx_exact_add_far(dx_exact *sum, dx_uint128 term, uint32_t bit, int64_t sign)
{
	if (term == 0)
		return;
	if (sum->near == DX_EXACT_NO_NEAR || sum->near_terms >= DX_EXACT_NEAR_TERMS || ++sum->missed >= DX_EXACT_MISSES)
	{
		if (sum->near_terms > 0)
			move_near(sum);
		/* Put terms like this one in the middle of the near part's range. */
		sum->near = bit < DX_EXACT_NEAR / 2 ? 0 : bit - DX_EXACT_NEAR / 2;
		sum->missed = 0;
		dx_exact_add_bits(sum, term, bit, sign);
		return;
	}
	add_to_limbs(sum, term, bit, sign);
}

/* factors x 53 bits, shifted by up to 31, are at most factors x 64 where there are three or more. */
void
dx_exact_add_far_product(dx_exact *sum, const dx_product *product)
{
	uint32_t bit = product->position + (uint32_t) (DX_EXACT_LOW - 1074 * product->factors);
	int first = (int) (bit / 32);
	uint32_t shift = bit % 32;
	uint64_t below = 0;
	uint64_t any = 0;
	int64_t *limb;

	for (int i = 0; i < product->factors; i++)
		any |= product->limbs[i];
	if (any == 0)
		return;
	make_room(sum, first, 2 * product->factors);
	sum->pending++;
	limb = sum->limbs + (first - sum->first);
	for (int i = 0; i < product->factors; i++)
	{
		dx_uint128 digits = ((dx_uint128) product->limbs[i] << shift) | below;

		add_digits(limb + 2 * i, (uint64_t) digits, product->sign);
		below = (uint64_t) (digits >> 64);
	}
}

void
dx_exact_add_parts3(dx_exact *sum, const dx_parts *a, const dx_parts *b, const dx_parts *c)
{
	dx_product product = dx_product_of(a);

	dx_product_mul(&product, b);
	dx_product_mul(&product, c);
	dx_exact_add_far_product(sum, &product);
}

/* Digits that to_digits writes at most. */
#define MOST_DIGITS (DX_EXACT_LIMBS + 1)

/* The magnitude in digits from limb `first` on, the last of n not 0; -1, 0 or 1 for the sign. The sum is only read. */
static int
to_digits(const dx_exact *sum, uint32_t *digits, int *n, int *first)
{
	int64_t limbs[DX_EXACT_LIMBS];
	dx_exact all = *sum;
	int64_t carry = 0;
	int used;
	bool negative;

	*n = *first = 0;
	if (sum->near_terms > 0)
	{
		/* Both parts in a window that has room for both. */
		int low = (int) sum->near / 32;
		int end = low + 2 + REACH;
		bool far = sum->first != DX_EXACT_NOWHERE;

		if (far && sum->first < low)
			low = sum->first;
		if (far && sum->first + sum->n > end)
			end = sum->first + sum->n;
		memset(limbs, 0, (size_t) (end - low) * sizeof(int64_t));
		if (far)
			memcpy(limbs + (sum->first - low), sum->limbs, (size_t) sum->n * sizeof(int64_t));
		all.limbs = limbs;
		all.first = (uint16_t) low;
		all.n = (uint16_t) (end - low);
		all.owned = false;
		all.pending = 0;
		move_near(&all);
	}
	if (all.first == DX_EXACT_NOWHERE)
		return 0;
	used = all.n;
	for (int i = 0; i < used; i++)
	{
		int64_t limb = all.limbs[i] + carry;

		digits[i] = (uint32_t) limb;
		carry = (limb - (int64_t) digits[i]) / ((int64_t) 1 << 32);
	}
	/* |carry| is at most 2^31 - 1: limbs are below 2^63. */
	digits[used++] = (uint32_t) carry;
	negative = carry < 0;
	if (negative)
	{
		uint32_t one = 1;

		/* From two's complement to a magnitude. */
		for (int i = 0; i < used; i++)
		{
			digits[i] = ~digits[i] + one;
			one = one && digits[i] == 0;
		}
	}
	while (used > 0 && digits[used - 1] == 0)
		used--;
	*n = used;
	*first = all.first;
	return used == 0 ? 0 : negative ? -1 : 1;
}

/* Add limbs first .. end - 1 of other to sum, or subtract them. */
static void
merge_limbs(dx_exact *sum, const dx_exact *other, int first, int end, bool subtract)
{
	int64_t *limbs;
	const int64_t *more;

	if (first == end)
		return;
	make_room(sum, first, end - first);
	if (sum->pending > 0 && sum->pending + other->pending >= DX_EXACT_PENDING)
		settle(sum);
	limbs = sum->limbs + (first - sum->first);
	more = other->limbs + (first - other->first);
	for (int i = 0; i < end - first; i++)
		limbs[i] += subtract ? -more[i] : more[i];
	sum->pending += other->pending + 1;
}

/*
 * Add the near part of other to sum, or subtract it: to the near part of sum where both
 * begin at the same bit, else to the limbs.
 */
static void
merge_near(dx_exact *sum, const dx_exact *other, bool subtract)
{
	if (other->near_terms == 0)
		return;
	if (sum->near == DX_EXACT_NO_NEAR)
		sum->near = other->near;
	if (sum->near == other->near && sum->near_terms + other->near_terms <= DX_EXACT_NEAR_TERMS)
	{
		sum->low += subtract ? -other->low : other->low;
		sum->high += subtract ? -other->high : other->high;
		sum->near_terms += other->near_terms;
		return;
	}
	add_signed_to_limbs(sum, subtract ? -other->low : other->low, other->near);
	add_signed_to_limbs(sum, subtract ? -other->high : other->high, other->near + 64);
}

bool
dx_exact_merge(dx_exact *sum, const dx_exact *other, bool subtract)
{
	int first = other->first;
	int end = other->first + other->n;
	uint32_t digits[MOST_DIGITS];
	int n;
	int low;

	if (other->first == DX_EXACT_NOWHERE)
		end = first;
	/* Only limbs in use: windows must not grow by merging alone. */
	while (first < end && other->limbs[first - other->first] == 0)
		first++;
	while (first < end && other->limbs[end - 1 - other->first] == 0)
		end--;
	merge_limbs(sum, other, first, end, subtract);
	merge_near(sum, other, subtract);
	if (sum->first == DX_EXACT_NOWHERE || sum->first + sum->n <= TOP_LIMB)
		return true;
	to_digits(sum, digits, &n, &low);
	if (low + n <= TOP_LIMB)
		return true;
	merge_limbs(sum, other, first, end, !subtract);
	merge_near(sum, other, !subtract);
	return false;
}

bool
dx_exact_is_multiple(const dx_exact *sum, uint32_t bit)
{
	uint32_t digits[MOST_DIGITS];
	int n;
	int first;
	int at;

	if (to_digits(sum, digits, &n, &first) == 0)
		return true;
	at = (int) (bit / 32) - first;
	for (int i = 0; i < at && i < n; i++)
		if (digits[i] != 0)
			return false;
	return at < 0 || at >= n || (digits[at] & (((uint32_t) 1 << bit % 32) - 1)) == 0;
}

int
dx_exact_sign(const dx_exact *sum)
{
	uint32_t digits[MOST_DIGITS];
	int n;
	int first;

	return to_digits(sum, digits, &n, &first);
}

bool
dx_exact_is_within(const dx_exact *sum, uint64_t count, uint32_t bit)
{
	uint32_t digits[MOST_DIGITS];
	int n;
	int first;
	int at;
	uint64_t above = 0;

	if (to_digits(sum, digits, &n, &first) == 0)
		return true;
	/* Compare the digits from that bit on; lower ones matter only where these are equal. */
	at = (int) (bit / 32) - first;
	if (n > at + 2)
		return false;
	for (int i = n - 1; i >= 0 && i >= at; i--)
		above |= (uint64_t) digits[i] << (32 * (i - at));
	if (above != count)
		return above < count;
	if (at > n)
		at = n;
	while (at > 0 && digits[at - 1] == 0)
		at--;
	return at <= 0;
}

void
dx_exact_to_big(const dx_exact *sum, dx_big *big)
{
	int first;

	big->sign = to_digits(sum, big->digits, &big->n, &first);
	big->exponent = first - DX_EXACT_LOW / 32;
	dx_big_trim(big);
}

int
dx_exact_compare(const dx_exact *a, const dx_exact *b)
{
	dx_big big_a;
	dx_big big_b;

	dx_exact_to_big(a, &big_a);
	dx_exact_to_big(b, &big_b);
	return dx_big_compare(&big_a, &big_b);
}

double
dx_exact_value(const dx_exact *sum)
{
	dx_big big;

	dx_exact_to_big(sum, &big);
	return dx_big_to_double(&big);
}

double
dx_exact_quotient(const dx_exact *a, const dx_exact *b)
{
	dx_big big_a;
	dx_big big_b;

	dx_exact_to_big(a, &big_a);
	dx_exact_to_big(b, &big_b);
	return dx_big_quotient(&big_a, &big_b);
}

/* ---------------- packed bytes ---------------- */

#define NEGATIVE 0x8000

/* Where packed positions count from, in bytes from limb 0. */
#define PACKED_ZERO ((DX_EXACT_LOW - 3232) / 8)

/*
 * How many bytes of the magnitude there are from its first to its last that is not 0, and which is
 * the first.
 */
static int
bytes_in_use(const uint32_t *digits, int n, int *first)
{
	int last = 4 * n - 1;

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
	uint32_t digits[MOST_DIGITS];
	int n;
	int low;
	int first;

	return to_digits(sum, digits, &n, &low) == 0 ? 2 : 4 + (size_t) bytes_in_use(digits, n, &first);
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
	uint32_t digits[MOST_DIGITS];
	int n;
	int low;
	int sign = to_digits(sum, digits, &n, &low);
	int first;
	int bytes;

	if (sign == 0)
		return put16(out, 0);
	bytes = bytes_in_use(digits, n, &first);
	out = put16(out, bytes | (sign < 0 ? NEGATIVE : 0));
	out = put16(out, 4 * low + first - PACKED_ZERO);
	for (int i = first; i < first + bytes; i++)
		*out++ = (uint8_t) (digits[i / 4] >> (8 * (i % 4)));
	return out;
}

const uint8_t *
dx_exact_unpack(dx_exact *sum, const uint8_t *packed, const uint8_t *end)
{
	int bytes;
	int first;
	bool negative;

	if (end - packed < 2)
		return NULL;
	bytes = (packed[0] | packed[1] << 8) & ~NEGATIVE;
	negative = (packed[1] & (NEGATIVE >> 8)) != 0;
	packed += 2;
	if (bytes == 0)
		return negative ? NULL : packed;
	if (end - packed < 2 + bytes)
		return NULL;
	first = (int16_t) (packed[0] | packed[1] << 8) + PACKED_ZERO;
	packed += 2;
	if (first < 0 || first + bytes > 4 * TOP_LIMB || packed[0] == 0 || packed[bytes - 1] == 0)
		return NULL;
	make_room(sum, first / 4, (first + bytes - 1) / 4 - first / 4 + 1);
	for (int i = first; i < first + bytes; i++)
	{
		int64_t part = (int64_t) *packed++ << (8 * (i % 4));

		sum->limbs[i / 4 - sum->first] += negative ? -part : part;
	}
	sum->pending++;
	return packed;
}

/* SPDX-License-Identifier: PostgreSQL */
/*
 * explain.c: why a unit has other points than before (explain.h).
 */
#include "nodes/explain.h"

#include "card/result.h"
#include "number/remainders.h"
#include "rule/rule.h"
#include "tree/terms.h"

static const char *const cause_names[DX_CHANGE_CAUSES] = {
	[DX_CHANGE_RESULT] = "result", [DX_CHANGE_RULE] = "rule", [DX_CHANGE_WEIGHT] = "weight",
	[DX_CHANGE_NA] = "na",		   [DX_CHANGE_SET] = "set",	  [DX_CHANGE_BENEATH] = "beneath",
};

const char *
dx_change_cause_name(dx_change_cause cause)
{
	return cause_names[cause];
}

int
dx_change_digits(const dx_tree *before, const dx_tree *after)
{
	return dx_maximum_to_double(dx_step_maximum(dx_tree_steps(before))) < 1 &&
			dx_maximum_to_double(dx_step_maximum(dx_tree_steps(after))) < 1
		? DX_POINTS_DIGITS + 3
		: DX_POINTS_DIGITS;
}

/* The state of a node on one side, beside its contribution. */
typedef enum node_class
{
	NODE_HERE,
	NODE_MISSING, /* it or a node above it has no value */
	NODE_NA,
	NODE_GONE /* there is no such node */
} node_class;

/* One side, with contributions worked out. */
typedef struct side
{
	const dx_change_side *of;
	const dx_step *steps;
	dx_int128 *brought; /* in 2^-DX_BROUGHT_BITS of the last digit, as full */
	dx_int128 *full;
	bool *known;
	uint8_t *class;	 /* node_class */
	uint8_t *coarse; /* is the node one part? */
	uint32_t n;
} side;

/* Unit of amounts before they are rounded, half of that of contributions: halves are whole numbers. */
#define AMOUNT_BITS (DX_BROUGHT_BITS + 1)

typedef struct amounts
{
	dx_change *changes;
	uint32_t n;
} amounts;

/* ---------------- each side by itself ---------------- */

/* Is this node, which has a value, one part: is nothing beneath it split? */
static bool
is_coarse(const dx_step *step, const dx_roll *roll)
{
	return !(step->flags & DX_STEP_CRITERION) &&
		((step->method != DX_METHOD_SUM && step->method != DX_METHOD_MEAN) || (roll->terms & DX_ROLL_BOUND));
}

/* Set the root's contribution, in the same units. */
static bool
bring_root(side *s, int digits)
{
	dx_maximum max = dx_step_maximum(&s->steps[0]);

	s->brought[0] = dx_roll_whole(s->of->rollup, 0, (dx_uint128) dx_power_of_ten(digits) << DX_BROUGHT_BITS);
	return dx_muldiv(max.units, dx_power_of_ten(digits - DX_POINTS_DIGITS) << DX_BROUGHT_BITS, max.den, &s->full[0]);
}

/* Work out a side. False where numbers are too large. */
static bool
look_through(side *s, const dx_change_side *of, int digits)
{
	uint32_t n = of->tree->n_nodes;

	*s = (side) {of,
				 dx_tree_steps(of->tree),
				 dx_alloc(n * sizeof(dx_int128)),
				 dx_alloc(n * sizeof(dx_int128)),
				 dx_alloc(n * sizeof(bool)),
				 dx_alloc(n),
				 dx_alloc(n),
				 n};
	if (!dx_roll_brought(of->rollup, digits, s->brought, s->full, s->known) || !bring_root(s, digits))
		return false;
	for (uint32_t i = 0; i < n; i++)
	{
		const dx_roll *roll = &of->rollup->rolls[i];
		uint8_t above = i > 0 ? s->class[s->steps[i].parent] : NODE_HERE;

		s->class[i] = above == NODE_NA || roll->state == DX_VALUE_NA   ? NODE_NA
			: above == NODE_MISSING || roll->state == DX_VALUE_MISSING ? NODE_MISSING
																	   : NODE_HERE;
		s->coarse[i] = s->class[i] == NODE_HERE && is_coarse(&s->steps[i], roll);
	}
	return true;
}

static void
free_side(side *s)
{
	dx_free(s->brought);
	dx_free(s->full);
	dx_free(s->known);
	dx_free(s->class);
	dx_free(s->coarse);
}

/* Contribution of node i: 0 where it does not exist or has no value. */
static dx_int128
brought_by(const side *s, uint32_t i)
{
	return i != DX_NO_NODE && s->class[i] == NODE_HERE ? s->brought[i] : 0;
}

static bool
is_criterion(const side *s, uint32_t i)
{
	return (s->steps[i].flags & DX_STEP_CRITERION) != 0;
}

/* ---------------- one part ---------------- */

static void
add_amount(amounts *all, uint32_t before, uint32_t after, dx_change_cause cause, dx_int128 amount)
{
	if (amount != 0)
		all->changes[all->n++] = (dx_change) {before, after, cause, amount};
}

/* The attainment of criterion i, which has a value: 0 where a term took its points. */
static dx_leaf
attained(const side *s, uint32_t i)
{
	if (s->of->rollup->rolls[i].terms & DX_ROLL_BOUND)
		return (dx_leaf) {0, 1, DX_VALUE_PRESENT};
	return s->of->rollup->leaves[s->steps[i].criterion];
}

static uint8_t
result_state(const side *s, uint32_t i)
{
	return dx_sheet_state(s->of->sheet, s->steps[i].criterion);
}

/* Are points entered at the criterion? */
static bool
takes_points(const side *s, uint32_t i)
{
	const dx_rule *rule = dx_tree_rule(s->of->tree, i);

	return result_state(s, i) == DX_RESULT_POINTS || (rule && rule->kind == DX_RULE_POINTS);
}

/*
 * The attainment of the old result under the new rule; false where the rule does not
 * take it: there is no such choice, or it is out of range.
 */
static bool
carry_over(const side *old, uint32_t i, const side *new, uint32_t j, dx_leaf *leaf)
{
	const dx_rule *old_rule = dx_tree_rule(old->of->tree, i);
	const dx_rule *new_rule = dx_tree_rule(new->of->tree, j);
	uint8_t state = result_state(old, i);
	double value = dx_sheet_value(old->of->sheet, old->steps[i].criterion);
	dx_error err;

	/* A need of it is not met: it has no points whatever the result. */
	if (new->of->rollup->rolls[j].terms & DX_ROLL_UNMET)
	{
		*leaf = (dx_leaf) {0, 1, DX_VALUE_PRESENT};
		return true;
	}
	if (state == DX_RESULT_VALUE && old_rule && new_rule && old_rule->kind == DX_RULE_CHOICE &&
		new_rule->kind == DX_RULE_CHOICE && value >= 1 && value <= old_rule->n_items)
	{
		const dx_rule_item *item = &old_rule->items[(int) value - 1];

		value = dx_rule_choice(new_rule, (dx_str) {(const char *) old_rule + item->label_offset, item->label_len});
	}
	if (!dx_score_result(new->of->tree, j, state, value, leaf, &err) || leaf->state != DX_VALUE_PRESENT)
		return false;
	if (!dx_leaf_meets(new->steps, new->n, j, leaf))
		*leaf = (dx_leaf) {0, 1, DX_VALUE_PRESENT};
	return true;
}

/* weight x leaf */
static bool
weigh(dx_int128 weight, const dx_leaf *leaf, dx_int128 *out)
{
	return dx_muldiv(weight, leaf->num, leaf->den, out);
}

/*
 * Split a criterion with points entered on both sides. Each point contributes full /
 * maximum; the split is by that and by the points, either of which may be the same on
 * both sides.
 */
static void
split_points(const side *old, uint32_t i, const side *new, uint32_t j, amounts *all)
{
	dx_maximum m0 = dx_step_maximum(&old->steps[i]);
	dx_maximum m1 = dx_step_maximum(&new->steps[j]);
	dx_leaf a0 = attained(old, i);
	dx_leaf a1 = attained(new, j);
	dx_int128 change = 2 * (new->brought[j] - old->brought[i]);
	dx_int128 weight = 0;
	dx_int128 at_old; /* contribution of the new maximum at the old worth of a point */
	dx_int128 at_new; /* and of the old maximum at the new worth */
	dx_int128 new_at_old;
	dx_int128 old_at_new;
	bool same = dx_sheet_value(old->of->sheet, old->steps[i].criterion) ==
			dx_sheet_value(new->of->sheet, new->steps[j].criterion) &&
		a0.num != 0 && a1.num != 0;

	if (m0.units != 0 && m1.units != 0 && dx_muldiv(old->full[i], m1.units, m0.units, &at_old) &&
		dx_muldiv(at_old, m0.den, m1.den, &at_old) && dx_muldiv(new->full[j], m0.units, m1.units, &at_new) &&
		dx_muldiv(at_new, m1.den, m0.den, &at_new) && weigh(at_old, &a1, &new_at_old) &&
		weigh(at_new, &a0, &old_at_new) && at_old != new->full[j])
		weight = same ? change : new->brought[j] - new_at_old + old_at_new - old->brought[i];
	add_amount(all, i, j, DX_CHANGE_RESULT, change - weight);
	add_amount(all, i, j, DX_CHANGE_WEIGHT, weight);
}

/*
 * Split a criterion with a value on both sides. Amounts are twice the contributions.
 * (Contributions were rounded separately: where attainments or weights are the same, no
 * amount is given to them.)
 */
static void
split_criterion(const side *old, uint32_t i, const side *new, uint32_t j, amounts *all)
{
	dx_int128 change = 2 * (new->brought[j] - old->brought[i]);
	dx_leaf a0 = attained(old, i);
	dx_leaf a1 = attained(new, j);
	dx_leaf carried;
	dx_int128 at_old[3]; /* with the old weight: the old attainment, what it becomes, the new one */
	dx_int128 at_new[3];
	dx_int128 attain;
	dx_int128 rule;

	if (!weigh(old->full[i], &a0, &at_old[0]) || !weigh(new->full[j], &a0, &at_new[0]) ||
		!weigh(old->full[i], &a1, &at_old[2]) || !weigh(new->full[j], &a1, &at_new[2]))
	{
		add_amount(all, i, j, DX_CHANGE_RESULT, change);
		return;
	}
	attain = old->full[i] == new->full[j] ? change : at_old[2] - at_old[0] + at_new[2] - at_new[0];
	/* Where the new rule does not take the old result, the whole change of attainment is the rule's. */
	if (!carry_over(old, i, new, j, &carried) || !weigh(old->full[i], &carried, &at_old[1]) ||
		!weigh(new->full[j], &carried, &at_new[1]) || (at_old[1] == at_old[2] && at_new[1] == at_new[2]))
		rule = at_old[2] == at_old[0] && at_new[2] == at_new[0] ? 0 : attain;
	else
		rule = at_old[1] - at_old[0] + at_new[1] - at_new[0];
	add_amount(all, i, j, DX_CHANGE_RESULT, attain - rule);
	add_amount(all, i, j, DX_CHANGE_RULE, rule);
	add_amount(all, i, j, DX_CHANGE_WEIGHT, change - attain);
}

/* Split a node that is one part and has a value on both sides: its ratio takes the place of an attainment. */
static void
split_node(const side *old, uint32_t i, const side *new, uint32_t j, amounts *all)
{
	dx_int128 c0 = old->brought[i];
	dx_int128 c1 = new->brought[j];
	dx_int128 new_at_old;
	dx_int128 old_at_new;
	dx_int128 weight = 0;

	if (old->full[i] > 0 && new->full[j] > 0 && dx_muldiv(old->full[i], c1, new->full[j], &new_at_old) &&
		dx_muldiv(new->full[j], c0, old->full[i], &old_at_new))
		weight = c1 - new_at_old + old_at_new - c0;
	add_amount(all, i, j, DX_CHANGE_WEIGHT, weight);
	add_amount(all, i, j, DX_CHANGE_BENEATH, 2 * (c1 - c0) - weight);
}

/* Add a part: node i of the old tree, j of the new one, either of which may be missing. */
static void
add_part(const side *old, uint32_t i, const side *new, uint32_t j, amounts *all)
{
	uint8_t was = i == DX_NO_NODE ? NODE_GONE : old->class[i];
	uint8_t is = j == DX_NO_NODE ? NODE_GONE : new->class[j];
	dx_int128 change = 2 * (brought_by(new, j) - brought_by(old, i));
	bool leaves;

	if (was == NODE_GONE || is == NODE_GONE || is_criterion(old, i) != is_criterion(new, j))
	{
		add_amount(all, i, j, DX_CHANGE_SET, change);
		return;
	}
	leaves = is_criterion(old, i);
	if (was == NODE_HERE && is == NODE_HERE)
	{
		if (leaves && takes_points(old, i) && takes_points(new, j))
			split_points(old, i, new, j, all);
		else if (leaves)
			split_criterion(old, i, new, j, all);
		else
			split_node(old, i, new, j, all);
		return;
	}
	/* Unscored on one side only: the change is the rule's. */
	if (leaves && ((old->steps[i].flags ^ new->steps[j].flags) & DX_STEP_UNSCORED))
		add_amount(all, i, j, DX_CHANGE_RULE, change);
	else if (was == NODE_NA || is == NODE_NA)
		add_amount(all, i, j, DX_CHANGE_NA, change);
	else
		add_amount(all, i, j, leaves ? DX_CHANGE_RESULT : DX_CHANGE_BENEATH, change);
}

/* ---------------- all parts ---------------- */

/*
 * -1: node i of the old tree comes first, 1: node j of the new one, 0: they are the same. Roots
 * always are, whatever their codes.
 */
static int
compare_nodes(const side *old, uint32_t i, const side *new, uint32_t j)
{
	if (i == 0 || j == 0)
		return i == j ? 0 : i < j ? -1 : 1;
	if (i == old->n)
		return 1;
	if (j == new->n)
		return -1;
	return dx_key_cmp(dx_tree_key(old->of->tree, i), dx_tree_key(new->of->tree, j));
}

/* Add a node that is on one side only; returns the next node of that side. */
static uint32_t
add_alone(const side *old, const side *new, uint32_t i, uint32_t j, amounts *all)
{
	const side *s = i != DX_NO_NODE ? old : new;
	uint32_t node = i != DX_NO_NODE ? i : j;

	if (!is_criterion(s, node) && !s->coarse[node])
		return node + 1;
	add_part(old, i, new, j, all);
	return s->steps[node].end;
}

static void
add_parts(const side *old, const side *new, amounts *all)
{
	uint32_t i = 0;
	uint32_t j = 0;

	while (i < old->n || j < new->n)
	{
		int order = compare_nodes(old, i, new, j);

		if (((i + j) & 255) == 0)
			dx_check_interrupts();
		if (order < 0)
			i = add_alone(old, new, i, DX_NO_NODE, all);
		else if (order > 0)
			j = add_alone(old, new, DX_NO_NODE, j, all);
		else if (old->coarse[i] || new->coarse[j] || (is_criterion(old, i) && is_criterion(new, j)))
		{
			add_part(old, i, new, j, all);
			i = old->steps[i].end;
			j = new->steps[j].end;
		}
		else
		{
			/* A criterion that became an inner node, or the other way round. */
			if (is_criterion(old, i))
				add_part(old, i, new, DX_NO_NODE, all);
			if (is_criterion(new, j))
				add_part(old, DX_NO_NODE, new, j, all);
			i++;
			j++;
		}
	}
}

/* ---------------- rounding ---------------- */

/*
 * Round amounts down, then add one to those that lost most until they add up to the
 * total (largest remainders). Where they already exceed the total, because the roots
 * were rounded, one is taken from those that lost least, but something.
 */
static void
apportion(amounts *all, dx_int128 total)
{
	uint32_t *cut = dx_alloc((all->n + 1) * sizeof(uint32_t));
	uint32_t *order = dx_alloc((all->n + 1) * sizeof(uint32_t));
	uint32_t lost = 0;
	uint32_t kept = 0;

	for (uint32_t k = 0; k < all->n; k++)
	{
		dx_int128 *amount = &all->changes[k].amount;

		cut[k] = (uint32_t) (*amount & ((1 << AMOUNT_BITS) - 1));
		*amount >>= AMOUNT_BITS;
		total -= *amount;
		order[k] = k;
		lost += cut[k] > 0;
	}
	dx_sort_remainders(order, all->n, cut);
	for (uint32_t k = 0; total > 0 && all->n > 0; k = (k + 1) % all->n, total--)
		all->changes[order[k]].amount++;
	if (lost == 0)
		lost = all->n;
	for (uint32_t k = lost; total < 0 && lost > 0; total++)
	{
		k = k > 0 ? k - 1 : lost - 1;
		all->changes[order[k]].amount--;
	}
	for (uint32_t k = 0; k < all->n; k++)
		if (all->changes[k].amount != 0)
			all->changes[kept++] = all->changes[k];
	all->n = kept;
	dx_free(cut);
	dx_free(order);
}

dx_change *
dx_split_change(const dx_change_side *before, const dx_change_side *after, uint32_t *n, dx_error *err)
{
	int digits = dx_change_digits(before->tree, after->tree);
	side old = {0};
	side new = {0};
	amounts all = {NULL, 0};

	*n = 0;
	all.changes = dx_alloc(3 * ((size_t) before->tree->n_nodes + after->tree->n_nodes) * sizeof(dx_change));
	if (before->rollup->rolls[0].state != DX_VALUE_PRESENT || after->rollup->rolls[0].state != DX_VALUE_PRESENT)
		return all.changes;
	if (!look_through(&old, before, digits) || !look_through(&new, after, digits))
	{
		dx_fail(err, DX_ERR_RANGE, 0, "points are out of range");
		return NULL;
	}
	add_parts(&old, &new, &all);
	apportion(&all, dx_roll_decimal(after->rollup, 0, digits) - dx_roll_decimal(before->rollup, 0, digits));
	free_side(&old);
	free_side(&new);
	*n = all.n;
	return all.changes;
}

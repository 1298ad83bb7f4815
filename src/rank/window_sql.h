/* SPDX-License-Identifier: PostgreSQL */
/*
 * window_sql.h: what all window functions share: the whole partition is read at its
 * first row, whatever the frame, and an answer for every row is kept in memory that
 * lives as long as the partition. Include after postgres.h.
 */
#ifndef DX_WINDOW_SQL_H
#define DX_WINDOW_SQL_H

#include "server/dxindex.h"

#include "number/exact.h"
#include "rank/rank.h"

/* What an argument after x means. All but `ranked` are the same in the whole partition. */
typedef enum dx_option
{
	DX_OPTION_NONE,
	DX_OPTION_RANKED,	 /* boolean: is the row ranked? NULL means true */
	DX_OPTION_BASE,		 /* boolean, by row: is x of the base? for answer_by_base */
	DX_OPTION_TIES,		 /* text, a dx_ties */
	DX_OPTION_DECIMALS,	 /* int: round x first */
	DX_OPTION_DIRECTION, /* int: -1 negates x */
	DX_OPTION_BANDS,	 /* int */
	DX_OPTION_LO,		 /* float8, as the following */
	DX_OPTION_HI,
	DX_OPTION_MEAN,
	DX_OPTION_SD,
	DX_OPTION_TARGET,
	DX_OPTION_CAP,	  /* boolean */
	DX_OPTION_WINMAX, /* int */
	DX_OPTION_SKEW,	  /* float8, as the following */
	DX_OPTION_KURT,
	DX_OPTION_LAMBDA,
	DX_OPTION_FORM, /* text, a dx_log_form */
	DX_OPTIONS
} dx_option;

#define DX_WINDOW_MAX_OPTIONS 4

/* Raise, naming the option, where the number is out of its range. */
extern void dx_check_option(dx_option option, double value);

/* A number for a message: its shortest digits. */
extern const char *dx_number_in_words(double value);

/* Raise where the partition is larger than what can be ranked. */
extern void dx_check_rows(int64 n_rows);

/*
 * After dx_rank_assign by `first`, which numbers tied rows in the window's
 * order: raise where two of them are peers in it, since their numbers would depend on
 * the plan. peers: NULL, or what an earlier call for other answers of the same rows has
 * left there (palloc). value_at: the value of a row for the message.
 */
extern void dx_check_first(FunctionCallInfo fcinfo, const dx_ranking *r, uint32 **peers,
						   const char *(*value_at)(void *arg, int64 position), void *arg);

/*
 * One window function: its arguments after x in order, and the function that answers from a sorted
 * ranking.
 */
typedef struct dx_window_kind
{
	dx_option options[DX_WINDOW_MAX_OPTIONS];
	/* Replace values by answers (rank.h); options by dx_option, each a number, NAN if NULL and without default. NULL: only rows are counted. */
	bool (*answer)(dx_ranking *r, const double *options, dx_error *err);
	/* In its place, of functions with DX_OPTION_BASE: the sum of x over the rows of the base, and how many they are. Without any all answers are NULL. */
	void (*answer_by_base)(dx_ranking *r, const dx_exact *sum, int64_t count);
} dx_window_kind;

/* The answer for the current row as float8 or int, or NULL. */
extern Datum dx_window_number(FunctionCallInfo fcinfo, const dx_window_kind *kind);
extern Datum dx_window_whole(FunctionCallInfo fcinfo, const dx_window_kind *kind);

/* The answers by position that `answer` left; NULL where all are NULL. */
extern const double *dx_window_answers(FunctionCallInfo fcinfo, const dx_window_kind *kind);

/* How many rows of the partition are ranked, as int. */
extern Datum dx_window_count(FunctionCallInfo fcinfo, const dx_window_kind *kind);

/*
 * A window function is one line: its symbol, the kind of its result (number, whole,
 * count), the function that makes answers (NULL for count), its options in order.
 */
#define DX_WINDOW(name, gives, answer, ...) \
	DX_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		static const dx_window_kind kind = {{__VA_ARGS__}, answer, NULL}; \
\
		return dx_window_##gives(fcinfo, &kind); \
	} \
	extern int dx_no_semicolon_##name

#endif /* DX_WINDOW_SQL_H */

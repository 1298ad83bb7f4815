# dxindex: PGXS build. In-tree `make`, or VPATH: `make -C build -f ../Makefile`.
EXTENSION = dxindex
MODULE_big = dxindex
VERSION = 0.1.0

dx_srcdir := $(dir $(lastword $(MAKEFILE_LIST)))

# Plain C that knows nothing of the server: unit-tested and fuzzed alone.
CORE = $(filter-out $(SERVER),$(notdir $(wildcard $(dx_srcdir)src/*.c)))
# Thin SQL-callable layer above it.
SERVER = dxindex.c $(notdir $(wildcard $(dx_srcdir)src/*_sql.c))

OBJS = $(addprefix src/,$(sort $(CORE:.c=.o) $(SERVER:.c=.o)))
DATA = $(wildcard $(dx_srcdir)sql/dxindex--*.sql)

PG_CPPFLAGS = -I$(dx_srcdir)src
PG_CFLAGS = -std=c11 -Wall -Wextra -Wshadow -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers \
	-ffp-contract=off -fvisibility=hidden

REGRESS = $(sort $(basename $(notdir $(filter-out %--%,$(wildcard $(dx_srcdir)sql/*.sql)))))
REGRESS_OPTS = --inputdir=$(dx_srcdir)

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

override CFLAGS := $(filter-out -Wdeclaration-after-statement,$(CFLAGS))
$(OBJS): $(wildcard $(dx_srcdir)src/*.h)

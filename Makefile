# dxindex
#
#   make                 build (PGXS; PG_CONFIG=... chooses the server)
#   make install         install there; DESTDIR=... for packagers
#   make installcheck    regression and isolation tests on a running server
#   make test            everything, from a bare Debian machine (test/run)
#   make unit            the unit tests alone
#   make soak            the proof at full size: SOAK=0.01 SOAK_PARTS=fuzz,order SEED=2
#   make matrix          the suites on other PostgreSQL releases, in chroots (test/matrix)
#   make demo            a tour on a throw-away server; KEEP=1 leaves it up
#   make bench           timings against plain SQL, DuckDB and NumPy (test/bench/run)
#   make demo-scorebook  the same for the scorebook: two years of a province
#
# The scorebook's SQL files are installed beside: $(pg_config --sharedir)/dxindex/scorebook
#
# Out of tree: mkdir build && make -C build -f ../Makefile
# Without clang: make with_llvm=no.  Warnings as errors: make COPT=-Werror

EXTENSION = dxindex
MODULE_big = dxindex

# Where this Makefile stands, ending in a slash ("./" in the tree itself).
dx_top := $(dir $(lastword $(MAKEFILE_LIST)))
dx_list = $(patsubst $(dx_top)%,%,$(wildcard $(dx_top)$(1)))

# src/dxindex.c and src/*_sql.c know the server; every other file in src/ is
# plain C, unit-tested alone.
OBJS = $(patsubst %.c,%.o,$(sort $(call dx_list,src/*.c)))
DATA = $(call dx_list,sql/dxindex--*.sql)

PG_CPPFLAGS = -I$(dx_top)src
# No fused multiply-add: identical inputs must give identical bits everywhere.
PG_CFLAGS = -std=c11 -Wall -Wextra -Wshadow -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers \
	-ffp-contract=off -fvisibility=hidden

# sql/ holds install scripts (two dashes in the name) and regression tests.
REGRESS = $(sort $(foreach file,$(call dx_list,sql/*.sql),$(if $(findstring --,$(file)),,$(basename $(notdir $(file))))))
REGRESS_OPTS = --inputdir=$(dx_top)
ISOLATION = $(sort $(basename $(notdir $(call dx_list,test/isolation/specs/*.spec))))
ISOLATION_OPTS = --inputdir=$(dx_top)test/isolation

EXTRA_CLEAN = results output_iso tmp_check tmp_check_iso log regression.diffs regression.out

# A bare machine has no PGXS yet: there only test, unit, soak and demo work, which
# install what they need. (Debian's pg_config names a PGXS that may not exist.)
PG_CONFIG ?= pg_config
PGXS := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))

ifneq ($(PGXS),)
include $(PGXS)

# 15 asks for C90 declarations; this is C11.
override CFLAGS := $(filter-out -Wdeclaration-after-statement,$(CFLAGS))
# Bitcode for inlining by the JIT compiler is built without PG_CFLAGS.
override BITCODE_CFLAGS += -ffp-contract=off

# The scorebook: plain files for psql, not part of the extension.
dx_scorebook = '$(DESTDIR)$(datadir)/dxindex/scorebook'
install: install-scorebook
install-scorebook:
	$(MKDIR_P) $(dx_scorebook)
	$(INSTALL_DATA) $(wildcard $(dx_top)scorebook/*.sql) $(wildcard $(dx_top)scorebook/README.md) $(dx_scorebook)/
uninstall: uninstall-scorebook
uninstall-scorebook:
	rm -rf $(dx_scorebook)
.PHONY: install-scorebook uninstall-scorebook

$(OBJS) $(OBJS:.o=.bc): $(wildcard $(dx_top)src/*.h)
# Objects go to src/ of the build directory.
$(shell mkdir -p src)
else
all install installcheck uninstall:
	@echo "no PGXS: install postgresql-server-dev-15, or name a server with PG_CONFIG=..." >&2; exit 1
clean:
	rm -rf dxindex.so src/*.o src/*.bc $(EXTRA_CLEAN)
.PHONY: all install installcheck uninstall clean
endif

test:
	@$(dx_top)test/run
unit:
	@$(dx_top)test/run unit
soak:
	@$(dx_top)test/soak
matrix:
	@$(dx_top)test/matrix
demo:
	@KEEP='$(KEEP)' $(dx_top)test/demo/run
bench:
	@SCALE='$(SCALE)' CASES='$(CASES)' ROUNDS='$(ROUNDS)' OUT='$(OUT)' COUNT='$(COUNT)' $(dx_top)test/bench/run
demo-scorebook:
	@KEEP='$(KEEP)' DX_SCENES=scorebook/demo $(dx_top)test/demo/run

.PHONY: test unit soak matrix demo bench demo-scorebook

# SPDX-License-Identifier: PostgreSQL
# dxindex
#
#   make                 build (PGXS; PG_CONFIG=... chooses the server)
#   make install         install there; DESTDIR=... for packagers
#   make installcheck    regression and isolation tests on a running server
#   make test            everything, from a bare Debian machine (test/run)
#   make unit            the unit tests alone
#   make soak            the proof at full size: SOAK=0.01 SOAK_PARTS=fuzz,order SEED=2;
#                        parts assert, memcheck: a server with asserts (test/assert)
#   make matrix          the suites on other PostgreSQL releases, in chroots (test/matrix)
#   make cross           the unit tests on other processors, by qemu (test/cross)
#   make bare            the first lines of the manual on bare Debian systems (test/bare)
#   make packages        the Debian packages, in clean systems (test/packages)
#   make html            the manual as HTML, with a search box, in html/ (HTML=DIRECTORY; needs pandoc)
#   make test-clients    programs of the manual in Python, Java, JavaScript, R, over ODBC and with dbt (test/clients)
#   make demo            a tour on a throw-away server; KEEP=1 leaves it up
#   make bench           timings against plain SQL, DuckDB and NumPy (test/bench/run)
#   make demo-scorebook  the same for the scorebook: two years of a province
#   make demo-bi         its dashboards in Superset, from PyPI; make test-bi tests them in a browser
#   make release-check   is everything ready for a release? (test/release-check)
#   make release-script  the install script of a release, once (see below)
#   make dist            a zip of a release
#
# The scorebook's SQL files are installed beside: $(pg_config --sharedir)/dxindex/scorebook;
# the manual: $(pg_config --docdir)/dxindex
#
# Out of tree: mkdir build && make -C build -f ../Makefile
# Without clang: make with_llvm=no.  Warnings as errors: make COPT=-Werror

EXTENSION = dxindex
MODULE_big = dxindex

# Where this Makefile stands, ending in a slash ("./" in the tree itself).
dx_top := $(dir $(lastword $(MAKEFILE_LIST)))
dx_list = $(patsubst $(dx_top)%,%,$(wildcard $(addprefix $(dx_top),$(1))))

# src/server and files named *_sql.c know the server; every other file in src/ is
# plain C, unit-tested alone.
OBJS = $(patsubst %.c,%.o,$(sort $(call dx_list,src/*/*.c)))

# The version stands in dxindex.control and nowhere else; test/release checks
# what cannot take it from there (META.json, CHANGELOG.md, the manual).
dx_version := $(shell sed -n "s/^default_version = '\(.*\)'$$/\1/p" '$(dx_top)dxindex.control')
dx_script = dxindex--$(dx_version).sql
dx_parts = $(sort $(wildcard $(dx_top)sql/install/*.sql))
dx_released = $(wildcard $(dx_top)sql/$(dx_script))

# Scripts of releases and the steps between them are frozen files in sql/. That
# of a version not yet released is joined from the parts, in the build directory.
DATA = $(call dx_list,sql/dxindex--*.sql)
DATA_built = $(if $(dx_released),,$(dx_script))

PG_CPPFLAGS = -I$(dx_top)src -DDX_LIBRARY_VERSION='"$(dx_version)"'
# Identical inputs must give identical bits everywhere: no fused multiply-add, and what
# parts of -ffast-math COPT or CFLAGS bring is undone; the whole of it is refused below,
# since it also changes the processor's mode for the server that loads the library.
dx_exact = -fno-associative-math -fno-reciprocal-math -fno-finite-math-only -fsigned-zeros -ffp-contract=off
PG_CFLAGS = -std=c11 -Wall -Wextra -Wshadow -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers \
	$(dx_exact) -fvisibility=hidden

# sql/ holds scripts of releases (two dashes in the name) and regression tests;
# sql/install/ the parts of the install script.
REGRESS = $(sort $(foreach file,$(call dx_list,sql/*.sql),$(if $(findstring --,$(file)),,$(basename $(notdir $(file))))))
REGRESS_OPTS = --inputdir=$(dx_top)
ISOLATION = $(sort $(basename $(notdir $(call dx_list,test/isolation/specs/*.spec))))
ISOLATION_OPTS = --inputdir=$(dx_top)test/isolation

EXTRA_CLEAN = dxindex--*.sql results output_iso tmp_check tmp_check_iso log regression.diffs regression.out

# A bare machine has no PGXS yet: there only test, unit, soak, bench and the demos work, which
# install what they need. (Debian's pg_config names a PGXS that may not exist.)
PG_CONFIG ?= pg_config
PGXS := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))

# The oldest release of the server; and, for advice, where Debian has those of this machine.
dx_oldest = 15
dx_servers = /usr/lib/postgresql

ifneq ($(PGXS),)
include $(PGXS)

ifneq ($(shell test '$(MAJORVERSION)' -ge $(dx_oldest) 2>/dev/null && echo new),new)
$(error dxindex needs PostgreSQL $(dx_oldest) or newer, and $(PG_CONFIG) is of $(VERSION); PG_CONFIG=... names another one, of: $(or $(wildcard $(dx_servers)/*/bin/pg_config),none here))
endif

dx_inexact = $(filter -Ofast -ffast-math -funsafe-math-optimizations,$(CFLAGS))
ifneq ($(dx_inexact),)
$(error dxindex is not built with $(dx_inexact): results would change)
endif

# 15 asks for C90 declarations; this is C11.
override CFLAGS := $(filter-out -Wdeclaration-after-statement,$(CFLAGS))
# Bitcode for inlining by the JIT compiler is built without PG_CFLAGS.
override BITCODE_CFLAGS += $(dx_exact)

# The scorebook: plain files for psql, not part of the extension.
dx_scorebook = '$(DESTDIR)$(datadir)/dxindex/scorebook'
install: install-scorebook
install-scorebook:
	$(MKDIR_P) $(dx_scorebook)
	$(INSTALL_DATA) $(wildcard $(dx_top)scorebook/*.sql) $(wildcard $(dx_top)scorebook/README.md) $(wildcard $(dx_top)scorebook/*.png) $(dx_scorebook)/
	$(INSTALL_SCRIPT) $(wildcard $(dx_top)scorebook/enter-folder) $(dx_scorebook)/
ifneq ($(wildcard $(dx_top)scorebook/upgrades/*.sql),)
	$(MKDIR_P) $(dx_scorebook)/upgrades
	$(INSTALL_DATA) $(wildcard $(dx_top)scorebook/upgrades/*.sql) $(dx_scorebook)/upgrades/
endif
# Its dashboards, for other programs: data too.
dx_bi = '$(DESTDIR)$(datadir)/dxindex/bi'
ifneq ($(wildcard $(dx_top)bi/superset/bundle),)
install-scorebook: install-bi
install-bi:
	$(MKDIR_P) $(dx_bi)/superset/templates $(dx_bi)/metabase
	$(INSTALL_SCRIPT) $(dx_top)bi/superset/bundle $(dx_bi)/superset/
	$(INSTALL_DATA) $(wildcard $(dx_top)bi/superset/*.tsv $(dx_top)bi/superset/README.md) $(dx_bi)/superset/
	$(INSTALL_DATA) $(wildcard $(dx_top)bi/superset/templates/*) $(dx_bi)/superset/templates/
	$(INSTALL_DATA) $(wildcard $(dx_top)bi/metabase/*) $(dx_bi)/metabase/
.PHONY: install-bi
endif
# The manual, in folders as here, so that its links lead somewhere.
dx_doc = '$(DESTDIR)$(docdir)/dxindex'
dx_pages = $(call dx_list,README.md CHANGELOG.md SECURITY.md doc/*.md doc/*/*.md doc/*/*.svg doc/*/*.png doc/*/*.sql doc/*/*/*.csv scorebook/README.md scorebook/*.png bi/*/README.md)
ifneq ($(wildcard $(dx_top)doc/en/README.md),)
install: install-manual
install-manual:
	$(foreach folder,$(sort $(dir $(dx_pages))),$(MKDIR_P) $(dx_doc)/$(folder) && $(INSTALL_DATA) $(foreach page,$(dx_pages),$(if $(filter $(folder),$(dir $(page))),'$(dx_top)$(page)')) $(dx_doc)/$(folder) &&) true
.PHONY: install-manual
endif
uninstall: uninstall-scorebook
uninstall-scorebook:
	rm -rf $(dx_scorebook) $(dx_bi) $(dx_doc)
.PHONY: install-scorebook uninstall-scorebook

$(OBJS) $(OBJS:.o=.bc): $(wildcard $(dx_top)src/*/*.h)
src/server/dxindex.o src/server/dxindex.bc: $(dx_top)dxindex.control
# Objects go to the same folders of the build directory.
$(shell mkdir -p $(sort $(dir $(OBJS))))
else
all install installcheck uninstall:
	@majors=$$(ls -d '$(dx_servers)'/*/bin/postgres 2>/dev/null | awk -F/ '$$(NF - 2) >= $(dx_oldest) { print $$(NF - 2) }' | sort -n); \
	if [ -n "$$majors" ]; then \
		what=$$(printf 'postgresql-server-dev-%s or ' $$majors) which=$$(printf '%s or ' $$majors); \
		echo "no PGXS: install $${what% or } for the PostgreSQL $${which% or } of this machine, or name a server with PG_CONFIG=..." >&2; \
	else \
		echo 'no PGXS: install postgresql and postgresql-server-dev-all (no PostgreSQL from $(dx_oldest) on was found in $(dx_servers)), or name a server with PG_CONFIG=...' >&2; \
	fi; exit 1
clean:
	rm -rf dxindex.so src/*/*.o src/*/*.bc $(EXTRA_CLEAN)
.PHONY: all install installcheck uninstall clean
endif

# Looked at in every build, so that one left in the source directory by a build
# there is not taken for that of another build directory; written if it differs.
dx_join = sed 's/@DX_VERSION@/$(dx_version)/g' $(dx_parts) >$(1).$$$$ && \
	if cmp -s $(1).$$$$ $(1); then rm $(1).$$$$; else mv $(1).$$$$ $(1); fi
ifeq ($(dx_released),)
$(dx_script): $(dx_parts) dx-always
	@$(call dx_join,$(dx_script))
endif

# A release, in the source directory:
#   1. make release-script: joins the parts into sql/dxindex--X.Y.Z.sql, for ever
#      (it refuses to write it again); commit it, and tag that commit.
#   2. make dist: dxindex-X.Y.Z.zip of that commit (for PGXN); `git archive` of it
#      has the same files, the script among them.
#   3. The next version: raise default_version in dxindex.control; then change the
#      parts, and write the step sql/dxindex--X.Y.Z--NEXT.sql beside them.
release-script:
	@if [ -n '$(dx_released)' ]; then echo 'sql/$(dx_script) is there: a released script is not written again' >&2; exit 1; fi
	@$(call dx_join,$(dx_top)sql/$(dx_script))
	@cd '$(dx_top)' && book=scorebook/released/$$(sed -n 's/^\\set book_version //p' scorebook/version.sql).sha256 && mkdir -p scorebook/released && \
		{ [ -e $$book ] || sha256sum scorebook/[0-9][0-9]_*.sql | sed 's/ \*/  /' >$$book; }
	@cd '$(dx_top)' && for f in sql/dxindex--*.sql $$(ls scorebook/upgrades/*.sql scorebook/released/*.sha256 2>/dev/null); do \
		grep -qsF "  $$f" sql/released.sha256 || sha256sum $$f | sed 's/ \*/  /' >>sql/released.sha256; done
	@echo 'sql/$(dx_script) is written, its sum, and those of the scorebook (scorebook/released): commit them, and tag the commit'
dist:
	@cd '$(dx_top)' && { git cat-file -e 'HEAD:./sql/$(dx_script)' 2>/dev/null || { echo 'sql/$(dx_script) is not committed: make release-script' >&2; exit 1; }; }
	@cd '$(dx_top)' && git archive --format=zip --prefix='dxindex-$(dx_version)/' --output='$(CURDIR)/dxindex-$(dx_version).zip' HEAD .
	@echo 'dxindex-$(dx_version).zip'
.PHONY: dx-always release-script dist

test:
	@$(dx_top)test/run
unit:
	@$(dx_top)test/run unit
soak:
	@$(dx_top)test/soak
matrix:
	@$(dx_top)test/matrix
cross:
	@CROSS='$(if $(filter undefined,$(origin CROSS)),arm64 s390x armhf,$(CROSS))' CROSS_SERVER='$(CROSS_SERVER)' $(dx_top)test/cross
bare:
	@$(dx_top)test/bare
packages:
	@$(dx_top)test/packages
release-check:
	@$(dx_top)test/release-check
demo:
	@KEEP='$(KEEP)' $(dx_top)test/demo/run
bench:
	@SCALE='$(SCALE)' CASES='$(CASES)' ROUNDS='$(ROUNDS)' OUT='$(OUT)' COUNT='$(COUNT)' $(dx_top)test/bench/run
demo-scorebook:
	@KEEP='$(KEEP)' DX_SCENES=scorebook/demo $(dx_top)test/demo/run

html:
	@$(dx_top)doc/html '$(or $(HTML),html)'
test-clients:
	@$(dx_top)test/clients
demo-bi:
	@KEEP='$(KEEP)' KEEP_VENV='$(KEEP_VENV)' $(dx_top)test/bi/run demo
test-bi:
	@KEEP_VENV='$(KEEP_VENV)' SHOTS='$(SHOTS)' $(dx_top)test/bi/run test

.PHONY: test unit soak matrix cross bare packages release-check demo bench demo-scorebook demo-bi test-bi html test-clients

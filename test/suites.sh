# SPDX-License-Identifier: PostgreSQL
# suites.sh: what test/run and test/assert share: suites, and how they are
# counted. Sourced by bash after lib.sh; dx_work holds log/ and counts.

# report SUITE PASSED FAILED: one line, the log where something failed, and
# the counts kept for the total.
report() {
	echo "$2 $3" >>"$dx_work/counts"
	if [ "$3" != 0 ]; then
		echo "---- $1 ----"
		cat "$dx_work/log/$1"
		echo "----"
	fi
	echo "$1: $2 passed, $3 failed"
}

# tap_suite NAME COMMAND...: run it and count the assertions of its TAP output.
tap_suite() {
	local name=$1 status=0 passed failed
	shift
	"$@" >"$dx_work/log/$name" 2>&1 || status=$?
	passed=$(grep -cE '^ok [0-9]' "$dx_work/log/$name")
	failed=$(grep -E '^not ok [0-9]' "$dx_work/log/$name" | grep -cv '# TODO')
	if [ $status != 0 ] && [ "$failed" = 0 ]; then
		echo "exit status $status" >>"$dx_work/log/$name"
		failed=1
	elif [ "$passed$failed" = 00 ]; then
		echo "no test ran" >>"$dx_work/log/$name"
		failed=1
	fi
	report "$name" "$passed" "$failed"
}

# regress_suite NAME PROGRAM INPUTDIR TESTS...: pg_regress and its sister, in
# a database of their own, or with regress_use=--use-existing in dx_NAME.
regress_use=
regress_suite() {
	local name=$1 program=$2 input=$3 status=0 passed failed
	shift 3
	local dir=$dx_work/${name// /_}
	mkdir -p "$dir"
	# The output directory is the current one: old releases write there anyway.
	(cd "$dir" && "$program" --inputdir="$input" --outputdir=. --bindir="$dx_bin" \
		--host="$PGHOST" --port="$PGPORT" --user="$PGUSER" --dbname="dx_${name// /_}" $regress_use "$@") >"$dx_work/log/$name" 2>&1 || status=$?
	# 15 prints "test NAME ... ok", 16 and later print TAP.
	passed=$(grep -cE '(^test .*|^ +[a-z0-9_-]+ +)\.\.\. ok|^ok [0-9]' "$dx_work/log/$name")
	# What did not pass, failed, whether or not it got as far as saying so.
	failed=$(($# - passed))
	if [ $# = 0 ]; then
		echo "no test found" >>"$dx_work/log/$name"
		failed=1
	elif [ $status != 0 ] && [ $failed = 0 ]; then
		echo "exit status $status" >>"$dx_work/log/$name"
		failed=1
	fi
	[ $failed = 0 ] || cat "$dir/regression.diffs" >>"$dx_work/log/$name" 2>/dev/null
	report "$name" "$passed" "$failed"
}

# total: the last line.
total() {
	awk '{ passed += $1; failed += $2 }
		END { print passed + 0 " passed, " failed + 0 " failed"; exit !(failed == 0 && passed > 0) }' "$dx_work/counts"
}

# All, or those that DX_TESTS names.
regress_tests() {
	local f
	for f in "$dx_src"/sql/*.sql; do
		f=$(basename "$f" .sql)
		case $f in *--*) ;; *) [[ " ${DX_TESTS:-$f} " != *" $f "* ]] || echo "$f" ;; esac
	done
}

# Without those called _wide, which do at size what others do in small: for
# servers on which that takes too long.
small_regress_tests() {
	regress_tests | grep -v '_wide$'
}

isolation_tests() {
	local f
	for f in "$dx_src"/test/isolation/specs/*.spec; do
		basename "$f" .spec
	done
}

# isolation_suites NAME: those of the extension, and NAME_scorebook.
isolation_suites() {
	local f tests=() book="${1}_scorebook"
	regress_suite "$1" "$dx_pgxs/src/test/isolation/pg_isolation_regress" "$dx_src/test/isolation" $(isolation_tests)
	# Specs cannot run psql files: the scorebook is there before.
	createdb "dx_${book// /_}"
	psql -X -q -d "dx_${book// /_}" -v schema=book -f "$(dx_scorebook)/install.sql" -c "UPDATE book.book_version SET language = 'en'"
	for f in "$dx_src"/test/isolation/scorebook/specs/*.spec; do
		tests+=("$(basename "$f" .spec)")
	done
	regress_use=--use-existing regress_suite "$book" "$dx_pgxs/src/test/isolation/pg_isolation_regress" "$dx_src/test/isolation/scorebook" "${tests[@]}"
}

# Scripts of test/proof, each with its name in DX_PARTS or all.
proof_scripts() {
	cd "$dx_src/test/proof" || return
	createdb dx_proof && psql -X -q -d dx_proof -v ON_ERROR_STOP=1 -v probe="$dx_work/dxprobe" -f start.sql || return
	proof_scripts_again
}

# ... in a database that is there: two at a time in `make test`, one by one in a
# soak, where lateness counts.
proof_scripts_again() {
	local script scripts=() at_once=1 status=0
	cd "$dx_src/test/proof" || return
	for script in [0-9]*.*; do
		case " ${DX_PARTS:-all} " in
			*" all "* | *" $(dx_part "$script") "*) scripts+=("$script") ;;
		esac
	done
	[ ${#scripts[@]} != 0 ] || return
	[ -n "${DX_SOAK:-}" ] || at_once=$(nproc)
	# shellcheck disable=SC2016
	printf '%s\n' "${scripts[@]}" | xargs -P "$at_once" -I{} sh -c '
		case $1 in
			*.pl) perl "$1" ;;
			*.py) python3 "$1" ;;
		esac >"$2/proof.$1.out" 2>&1 || echo "not ok 9999 - $1 ended with status $?" >>"$2/proof.$1.out"' sh {} "$dx_work"
	for script in "${scripts[@]}"; do
		echo "# $script"
		cat "$dx_work/proof.$script.out"
		! grep -q '^not ok 9999' "$dx_work/proof.$script.out" || status=1
	done
	return $status
}

# log_suite NAME FILE...: a server that crashed, a sanitizer that spoke, memory
# written past its end or something not given back (a server with asserts says
# so) is a failure, however green the tests are.
log_suite() {
	local name=$1
	shift
	if grep -hE -m 20 -A 15 "TRAP:|PANIC|terminated by signal|runtime error|ERROR: AddressSanitizer|detected write past|problem in (alloc set|[sS]lab|Generation|Bump)|reference leak|refcount leak" "$@" >"$dx_work/log/$name" 2>/dev/null; then
		report "$name" 0 1
	elif [ -s "${1:-}" ]; then
		report "$name" 1 0
	else
		echo "no server log" >"$dx_work/log/$name"
		report "$name" 0 1
	fi
}

# The build that proof runs: undefined behaviour is said in the server's log
# (the server's own flags would define signed overflow), allocations can be
# made to fail. And the probe, for the loops in a backend, and the counter of calls.
prepare_proof() {
	local library
	dx_build "$@" -DDX_FAULTS || return
	for library in probe count; do
		gcc -std=gnu11 -D_GNU_SOURCE -O2 -fPIC -shared -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers -Werror \
			-I"$("$dx_bin/pg_config" --includedir-server)" "$dx_src/test/proof/$library.c" -o "$dx_work/dx$library.so" || return
	done
}

# valgrind_suite NAME OPTION...: the regression tests in a server under valgrind
# with these options: errors whose stack names the extension are failures.
valgrind_suite() {
	local name=$1 dir=$dx_work/$1.logs files functions ours watched tests
	shift
	local dx_under=(valgrind --quiet --trace-children=yes --leak-check=no --gen-suppressions=no --error-limit=no --num-callers=60 "--log-file=$dir/%p" "$@")
	mkdir -p "$dir"
	[ "$(id -u)" != 0 ] || chown postgres "$dir"
	tests=$(small_regress_tests)
	dx_own_server "$name" regress_suite "$name regress" "$dx_pgxs/src/test/regress/pg_regress" "$dx_src" $tests
	# A frame of a stack is "function (file.c:line)", or "function (in library)" without debugging symbols.
	files=$(find "$dx_src/src" -name '*.[ch]' -printf '%f\n' | paste -sd '|')
	functions=$(nm --defined-only "$(find "$dx_work" -name dxindex.so | head -n 1)" | awk '$2 ~ /^[tT]$/ { sub(/\..*/, "", $3); print $3 }' | sort -u | paste -sd '|')
	ours="dxindex\.so|: ($functions) \((${files//./\\.}):"
	watched=$(find "$dir" -type f | wc -l)
	if grep -qE "$ours" "$dir"/* 2>/dev/null; then
		grep -hE -B 6 -A 12 "$ours" "$dir"/* | head -n 200 >"$dx_work/log/$name"
		report "$name" 0 1
	elif [ "$watched" -le "$(wc -w <<<"$tests")" ] || [ -z "$functions" ]; then
		cat "$dx_work/$name.log" >"$dx_work/log/$name"
		echo "valgrind has not watched the backends of all tests" >>"$dx_work/log/$name"
		report "$name" 0 1
	else
		report "$name: $watched processes, none with an error in the extension" 1 0
	fi
}

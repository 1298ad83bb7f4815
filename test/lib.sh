# SPDX-License-Identifier: PostgreSQL
# lib.sh: what the scripts of test/ share. Sourced by bash, with dx_src set to
# the top of the source tree.
#
# PG_MAJOR chooses the server release; without it dx_choose_server takes the
# newest from 15 on that is installed or, where none is, that apt has.
dx_oldest_major=15

# dx_newest: of release numbers, a line each, the newest that will do.
dx_newest() {
	awk -v oldest=$dx_oldest_major '/^[0-9]+$/ && $1 >= oldest' | sort -n | tail -n 1
}

# dx_here: the releases that are installed, for advice: "15 17", or "none".
dx_servers=/usr/lib/postgresql
dx_here() {
	local here
	here=$(printf '%s\n' "$dx_servers"/*/bin/postgres | awk -F/ '$(NF - 2) ~ /^[0-9.]+$/ { print $(NF - 2) }' | sort -n | paste -sd ' ')
	echo "${here:-none}"
}

# What a server release makes known. On a bare machine there is none yet.
dx_know_server() {
	dx_bin=/usr/lib/postgresql/$PG_MAJOR/bin
	dx_pgxs=/usr/lib/postgresql/$PG_MAJOR/lib/pgxs
	# What building and a private server need.
	dx_build_packages=(gcc libc6-dev make perl util-linux iproute2 postgresql-common
		"postgresql-$PG_MAJOR" "postgresql-client-$PG_MAJOR" "postgresql-server-dev-$PG_MAJOR")
}
PG_MAJOR=${PG_MAJOR:-$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | cut -d/ -f5 | dx_newest)}
dx_know_server

# A make that called us must not steer the makes that we call.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEFILES MAKEOVERRIDES
export LANG=C.UTF-8 LC_ALL=C.UTF-8
umask 022

dx_as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		echo "root or sudo is needed to install packages: $*" >&2
		return 1
	fi
}

dx_apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)

# dx_apt_update: once a run. One dead third-party list must not stop us: the install will tell.
dx_updated=
dx_apt_update() {
	[ -z "$dx_updated" ] || return 0
	dx_updated=yes
	dx_as_root "${dx_apt[@]}" update >"$dx_work/apt.log" 2>&1 || echo "apt-get update complained; going on" >&2
}

dx_is_installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# dx_packages NAME...: install those that are missing (Debian). With nothing
# missing it touches neither the network nor root. Installing a server
# normally makes a system cluster and starts it: switched off while we install.
dx_packages() {
	local p missing=() off=/etc/postgresql-common/createcluster.d/00-dxindex-tests.conf status=0
	for p in "$@"; do
		dx_is_installed "$p" || missing+=("$p")
	done
	[ ${#missing[@]} = 0 ] && return 0
	echo "installing ${missing[*]}"
	dx_apt_update
	{
		case " ${missing[*]} " in
			*" postgresql-common "*) dx_as_root "${dx_apt[@]}" install --no-install-recommends postgresql-common ;;
		esac &&
			dx_as_root sh -c "mkdir -p ${off%/*} && echo 'create_main_cluster = false' >$off" &&
			dx_as_root "${dx_apt[@]}" install --no-install-recommends "${missing[@]}"
	} >>"$dx_work/apt.log" 2>&1 || status=$?
	[ ! -e $off ] || dx_as_root rm -f $off
	if [ $status != 0 ]; then
		tail -n 40 "$dx_work/apt.log" >&2
		echo "could not install the packages" >&2
	fi
	return $status
}

# dx_optional NAME: install it if Debian has it for this release; say so if not.
dx_optional() {
	! dx_is_installed "$1" || return 0
	dx_apt_update
	if apt-cache show "$1" >/dev/null 2>&1; then
		dx_packages "$1"
	else
		echo "there is no package $1 here: what needs it is skipped"
	fi
}

# dx_apt_has: the releases that apt could install, "15 17", or "none".
dx_apt_has() {
	local has
	has=$(apt-cache search --names-only '^postgresql-server-dev-[0-9]+$' 2>/dev/null | sed -E 's/^postgresql-server-dev-([0-9]+) .*/\1/' | sort -n | paste -sd ' ')
	echo "${has:-none}"
}

# dx_choose_server: settle the server release, before dx_build_packages are
# installed. (The server and its headers come from one source package.)
dx_choose_server() {
	if [ -z "$PG_MAJOR" ]; then
		dx_apt_update
		PG_MAJOR=$(dx_apt_has | tr ' ' '\n' | dx_newest)
		if [ -z "$PG_MAJOR" ]; then
			echo "no PostgreSQL from $dx_oldest_major on is installed (of all: $(dx_here)), and apt has none" >&2
			return 1
		fi
	elif [ "$(dx_newest <<<"$PG_MAJOR")" != "$PG_MAJOR" ]; then
		echo "PG_MAJOR=$PG_MAJOR: a PostgreSQL release from $dx_oldest_major on is wanted; installed here: $(dx_here)" >&2
		return 2
	elif [ ! -x "$dx_servers/$PG_MAJOR/bin/postgres" ] && dx_apt_update && ! apt-cache show "postgresql-$PG_MAJOR" >/dev/null 2>&1; then
		echo "PG_MAJOR=$PG_MAJOR: that release is not installed, and apt has no postgresql-$PG_MAJOR; installed here: $(dx_here); apt has: $(dx_apt_has)" >&2
		return 2
	fi
	dx_know_server
}

# dx_clang: clang, and the runtime of its sanitizers and its fuzzer, which is a
# package by clang's own version.
dx_clang() {
	local major
	dx_packages clang || return
	echo 'int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long n) { return (int) (n > 1 ? d[1] : 0); }' >"$dx_work/try.c"
	clang -fsanitize=fuzzer,address,undefined "$dx_work/try.c" -o "$dx_work/try" 2>/dev/null && return
	major=$(clang -dumpversion) || return
	dx_packages "libclang-rt-${major%%.*}-dev"
}

# dx_workdir NAME: begin: a private directory, readable by the server's user,
# and none of the caller's database settings.
dx_workdir() {
	unset PGHOST PGHOSTADDR PGPORT PGUSER PGPASSWORD PGDATABASE PGSERVICE PGOPTIONS PGCLUSTER PGAPPNAME PSQLRC PGDATESTYLE PGTZ
	dx_work=$(mktemp -d "${TMPDIR:-/tmp}/$1.XXXXXX")
	chmod 755 "$dx_work"
}

# dx_build [NAME FLAGS...]: build with warnings as errors and install under
# $dx_work/NAME (default dest), with more compiler flags where wanted.
# Neither the tree nor the system is written to. The build is out of tree, and
# of a copy: objects of a build in the tree would be found through VPATH.
dx_build() {
	local source=$dx_work/source name=${1:-dest}
	shift $(($# > 0))
	local build=$dx_work/build.$name copt="-Werror $*"
	mkdir -p "$build" "$source/src" "$source/sql/install" "$source/scorebook"
	cp "$dx_src/Makefile" "$dx_src/dxindex.control" "$source/" &&
		(cd "$dx_src/src" && cp --parents */*.[ch] "$source/src/") &&
		cp "$dx_src"/sql/install/*.sql "$source/sql/install/" &&
		find "$dx_src/sql" -maxdepth 1 -name 'dxindex--*.sql' -exec cp {} "$source/sql/" \; &&
		cp "$dx_src"/scorebook/*.sql "$dx_src"/scorebook/README.md "$dx_src"/scorebook/enter-folder "$source/scorebook/" &&
		{ [ ! -d "$dx_src/scorebook/upgrades" ] || cp -R "$dx_src/scorebook/upgrades" "$source/scorebook/"; } || return
	# One that was built in its own tree builds extensions in theirs only.
	[ -z "$dx_own" ] || { cp -R "$source/." "$build/" && source=$build; } || return
	local make=(make -s -C "$build" -f "$source/Makefile" PG_CONFIG="$dx_bin/pg_config" with_llvm=no COPT="${copt% }")
	# A server of our own is installed into as it is.
	[ -z "$dx_own" ] || name=
	"${make[@]}" -j"$(nproc)" && "${make[@]}" install ${name:+DESTDIR="$dx_work/$name"} >/dev/null
}

# dx_use_server PREFIX: what follows builds for a copy of the server that was
# installed there, and runs it, in place of Debian's.
dx_own=
dx_use_server() {
	dx_own=$dx_work/server
	cp -R "$1" "$dx_own" || return
	dx_bin=$dx_own/bin
	dx_pgxs=$("$dx_bin/pg_config" --pgxs) || return
	dx_pgxs=${dx_pgxs%/src/makefiles/pgxs.mk}
	PG_MAJOR=$("$dx_bin/pg_config" --version | sed -E 's/^PostgreSQL ([0-9]+).*/\1/')
	export PG_MAJOR
}

# dx_lend_pgtap DIRECTORY [ROOT]: pgTAP, which is SQL alone, of whichever release is installed (in ROOT), to a
# server that has none of its own; DIRECTORY holds that server's extensions.
dx_lend_pgtap() {
	local from
	[ ! -e "$1/pgtap.control" ] || return 0
	from=$(ls -d "${2:-}"/usr/share/postgresql/*/extension/pgtap.control 2>/dev/null | sort -V | tail -n 1)
	[ -n "$from" ] && cp "${from%.control}"* "$1/"
}

# dx_settings: server settings, a line each, that find what dx_build installed
# (as $dx_name, default dest).
dx_settings() {
	[ -z "$dx_own" ] || return 0
	local dest=$dx_work/${dx_name:-dest}
	if [ "$PG_MAJOR" -ge 18 ]; then
		echo "extension_control_path=$dest/usr/share/postgresql/$PG_MAJOR:\$system"
	else
		echo "extension_destdir=$dest"
	fi
	echo "dynamic_library_path=$dest/usr/lib/postgresql/$PG_MAJOR/lib:\$libdir"
}

# dx_demo_scene DATABASE FILE: run one file of a demo, from the top of the tree, printed for a reader. Read from standard input, so that errors are
# shown as a user sees them.
dx_demo_scene() {
	psql -X -q -d "$1" -v ON_ERROR_STOP=1 -P pager=off -P border=2 -P linestyle=unicode -P footer=off -P null=- <"$2"
}

# Where dx_build installed the scorebook.
dx_scorebook() {
	local dest=$dx_work/${dx_name:-dest}
	[ -z "$dx_own" ] || dest=
	echo "$dest$("$dx_bin/pg_config" --sharedir)/dxindex/scorebook"
}

# dx_server ISOLATE COMMAND...: run the command with a throw-away server that
# is gone when the command ends. ISOLATE is flags for unshare, so that runs at
# the same time do not see each other; where those are not permitted (ordinary
# user, some containers) the server runs without. dx_more_settings: settings of
# the caller, a line each.
dx_server() {
	local isolate=$1 line options=()
	shift
	while IFS= read -r line; do
		options+=(-o "$line")
	done < <(dx_settings; [ -z "${dx_more_settings:-}" ] || echo "$dx_more_settings")
	# Its files go to our directory, which we remove even if it is killed. An
	# ordinary user's superuser would be named after USER: it is postgres for all.
	local server=(env TMPDIR="$dx_work" USER=postgres pg_virtualenv -t -v "$PG_MAJOR" "${options[@]}" "$@")
	if [ "$(id -u)" = 0 ] && unshare $isolate true 2>/dev/null; then
		# shellcheck disable=SC2016
		unshare $isolate sh -ec '
			case "$0" in *--net*) ip link set lo up;; esac
			mkdir -p /run/postgresql
			mount -t tmpfs tmpfs /run/postgresql
			chown postgres:postgres /run/postgresql
			exec "$@"' "$isolate" "${server[@]}"
	else
		"${server[@]}"
	fi
}

# dx_own_server NAME COMMAND...: the same with the server of $dx_bin, whoever
# installed it (pg_virtualenv knows Debian's alone), under the programme and
# options in the array dx_under if there are any. Data and socket are in
# $dx_work/NAME, the log is $dx_work/NAME.log; there is no other way in than the
# socket, so that runs at the same time do not see each other. The command may
# be a function. If we are killed, so is the server. The status is the
# command's, or 1 and the log's end if there was no server to run it.
dx_own_server() {
	local name=$1 dir=$dx_work/$1 as=(setpriv --pdeathsig INT) server i status=0
	shift
	mkdir -p "$dir"
	if [ "$(id -u)" = 0 ]; then
		chown postgres "$dir"
		as+=(--reuid=postgres --regid=postgres --init-groups)
	fi
	if ! "${as[@]}" "$dx_bin/initdb" -D "$dir/data" --encoding=UTF8 --locale=C.UTF-8 -A trust -U postgres >"$dir.log" 2>&1; then
		tail -n 20 "$dir.log"
		return 1
	fi
	{
		{ dx_settings; [ -z "${dx_more_settings:-}" ] || echo "$dx_more_settings"; } | sed -E "s/=(.*)/ = '\\1'/"
		printf "listen_addresses = ''\\nunix_socket_directories = '%s'\\nfsync = off\\n" "$dir"
	} | "${as[@]}" tee -a "$dir/data/postgresql.conf" >/dev/null
	"${as[@]}" ${dx_under[@]+"${dx_under[@]}"} "$dx_bin/postgres" -D "$dir/data" </dev/null >>"$dir.log" 2>&1 &
	server=$!
	(
		export PATH=$dx_bin:$PATH PGHOST=$dir PGPORT=5432 PGUSER=postgres
		for ((i = 0; i < 120; i++)); do
			psql -X -q -d postgres -c 'SELECT 1' >/dev/null 2>&1 && { "$@"; exit; }
			kill -0 "$server" 2>/dev/null || break
			sleep 1
		done
		tail -n 20 "$dir.log"
		exit 1
	) || status=$?
	kill -INT "$server" 2>/dev/null
	wait "$server"
	return $status
}

# dx_part FILE: the name of a proof script as DX_PARTS and SOAK_PARTS have it: 03_calls.pl is calls.
dx_part() {
	local name=${1%.*}
	echo "${name#*_}"
}

# SPDX-License-Identifier: PostgreSQL
# chroot.sh: what test/matrix and test/bare share: systems of other Debian
# releases, made with debootstrap from the machine's own mirror. Sourced by
# bash after lib.sh. Needs root and Linux namespaces; nothing stays mounted.

# Where they are kept; `make test` compiles against the headers in them.
dx_chroots=${DX_CHROOTS:-/var/cache/dxindex}
dx_mirror=$(sed -nE 's/^URIs: *(http[^ ]*\/debian)\/? *$/\1/p; s/^deb (\[[^]]*\] )?(http[^ ]*\/debian)\/? .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1)

# dx_chroots_begin WHO: what chroots need of this machine, or an end with the reason.
dx_chroots_begin() {
	[ "$(id -u)" = 0 ] || { echo "$1 needs root (debootstrap, chroot)" >&2; exit 1; }
	[ -n "$dx_mirror" ] || { echo "no Debian mirror is configured on this machine" >&2; exit 1; }
	dx_packages debootstrap util-linux || exit 1
	mkdir -p "$dx_chroots" || exit 1
}

# dx_inside ROOT COMMAND...: in that system, with mounts and processes of its own, gone afterwards.
dx_inside() {
	local root=$1
	shift
	unshare --mount --pid --fork --mount-proc="$root/proc" --kill-child sh -ec '
		mount --bind /dev "$0/dev"
		mount -t devpts devpts "$0/dev/pts" -o newinstance,ptmxmode=0666,mode=620 2>/dev/null || :
		mount -t tmpfs tmpfs "$0/dev/shm" 2>/dev/null || :
		mount -t sysfs -o ro sysfs "$0/sys" 2>/dev/null || :
		cp /etc/resolv.conf "$0/etc/resolv.conf" 2>/dev/null || :
		exec chroot "$0" "$@"' "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root TERM=dumb DEBIAN_FRONTEND=noninteractive "$@"
}

# dx_base_system SUITE ROOT LOG: a minimal system at ROOT, with lists of packages; experimental stands on sid.
dx_base_system() {
	local suite=$1 root=$2 log=$3 base=$1 script=""
	[ "$suite" != experimental ] || base=sid
	# What debootstrap does not know yet is made like sid.
	[ -e "/usr/share/debootstrap/scripts/$base" ] || script=/usr/share/debootstrap/scripts/sid
	rm -rf "$root"
	debootstrap --variant=minbase "$base" "$root" "$dx_mirror" $script >"$log" 2>&1 || return
	echo "deb $dx_mirror $base main" >"$root/etc/apt/sources.list"
	[ "$suite" != experimental ] || echo "deb $dx_mirror experimental main" >>"$root/etc/apt/sources.list"
	# A mirror that stands still carries an expired Release file: here only.
	if ! dx_inside "$root" apt-get -q update >>"$log" 2>&1; then
		echo "$suite: the mirror's Release file has expired; validity is not checked in this chroot"
		echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/99expired"
		dx_inside "$root" apt-get -q update >>"$log" 2>&1 || return
	fi
}

# dx_copy_tree DIRECTORY: the sources, as they are here, without what a build has left.
dx_copy_tree() {
	rm -rf "$1" && mkdir -p "$1" &&
		tar -C "$dx_src" --exclude=.git --exclude='*.o' --exclude='*.bc' --exclude='*.so' -cf - . | tar -C "$1" -xf -
}

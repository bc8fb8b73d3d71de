#!/bin/sh
# Installs the Redis server and the clients the tests run: Debian's own packages, and next to them, in a cache folder
# that only the tests look into, newer clients unpacked from Debian's newer suites.
set -eu

packages="redis-server python3-celery python3-django python3-django-redis python3-redis"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/elasticache-redis-clients
root=; [ "$(id -u)" = 0 ] || root=sudo

if ! dpkg -s $packages >/dev/null 2>&1; then
	$root apt-get update -qq
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
	# The tests start servers of their own: stop the one that the package may have started, by the id it wrote down.
	pid=/run/redis/redis-server.pid
	[ ! -s $pid ] || $root kill "$(cat $pid)" || true
fi

# newer SUITE ROOTS… unpacks the packages ROOTS of SUITE, with the Python packages they depend on.
newer() {
	suite=$1; shift
	[ ! -e "$cache/$suite/versions" ] || return 0
	work=$(mktemp -d); mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/unpacked"
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | head -n 1)
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	echo "deb [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"
	: >"$work/status"
	cat >"$work/apt.conf" <<-EOF
		Dir::State "$work/state";
		Dir::State::status "$work/status";
		Dir::Cache "$work/cache";
		Dir::Etc::sourcelist "$work/sources.list";
		Dir::Etc::sourceparts "-";
		APT::Sandbox::User "root";
		Acquire::Languages "none";
		Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
	EOF
	(
		export APT_CONFIG="$work/apt.conf"
		cd "$work/cache"
		apt-get update -qq
		# Neither an interpreter, nor what Celery imports only for schedules by the sun and for memcached.
		apt-get download -qq $(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
			--no-replaces --no-enhances "$@" | grep '^python3-' | grep -vxE 'python3-(minimal|ephem|memcache)' | sort -u)
		for deb in ./*.deb; do
			dpkg -x "$deb" "$work/unpacked"
			dpkg-deb -f "$deb" Package Version | paste -s >>"$work/versions"
		done
	)
	rm -rf "${cache:?}/$suite"; mkdir -p "$cache/$suite"
	mv "$work/unpacked/usr/lib/python3/dist-packages" "$cache/$suite/python"
	mv "$work/versions" "$cache/$suite/versions"
	rm -rf "$work"
}

newer trixie python3-django
newer forky python3-celery python3-redis python3-django python3-django-redis

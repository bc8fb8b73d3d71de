#!/bin/sh
# Installs the servers and the clients the tests run: Debian's own packages, and next to them, in a cache folder, Valkey
# and newer clients unpacked from Debian's newer suites. Only the tests and `make local` look into that folder.
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

# unpack SUITE CHOICE ROOTS… unpacks the packages ROOTS of SUITE, and those they depend on, into $work/unpacked. CHOICE
# is a command that chooses among their names. Their versions are in $work/versions.
unpack() {
	suite=$1; choice=$2; shift 2
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
		apt-get download -qq $(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
			--no-replaces --no-enhances "$@" | $choice | sort -u)
		for deb in ./*.deb; do
			dpkg -x "$deb" "$work/unpacked"
			dpkg-deb -f "$deb" Package Version | paste -s >>"$work/versions"
		done
	)
}

# Neither an interpreter, nor what Celery imports only for schedules by the sun and for memcached.
python_packages() { grep '^python3-' | grep -vxE 'python3-(minimal|ephem|memcache)'; }

# newer SUITE ROOTS… unpacks the clients ROOTS of SUITE, with the Python packages they depend on.
newer() {
	suite=$1; shift
	[ ! -e "$cache/$suite/versions" ] || return 0
	unpack "$suite" python_packages "$@"
	rm -rf "${cache:?}/$suite"; mkdir -p "$cache/$suite"
	mv "$work/unpacked/usr/lib/python3/dist-packages" "$cache/$suite/python"
	mv "$work/versions" "$cache/$suite/versions"
	rm -rf "$work"
}

server_packages() { grep -E '^(valkey-|lib|zlib1g)'; }

# valkey SUITE unpacks the Valkey server of SUITE. It starts through its suite's own loader, with its suite's libraries.
valkey() {
	suite=$1; folder=$cache/valkey-$suite
	[ ! -e "$folder/versions" ] || return 0
	unpack "$suite" server_packages valkey-server
	rm -rf "${folder:?}"; mkdir -p "$folder/bin"
	mv "$work/unpacked/usr" "$folder/usr"
	loader=$(find "$folder/usr/lib" -name 'ld-linux*' | head -n 1)
	for program in valkey-server valkey-cli; do
		printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
			"$loader" "$(dirname "$loader")" "$folder/usr/bin/$program" >"$folder/bin/$program"
		chmod 755 "$folder/bin/$program"
	done
	mv "$work/versions" "$folder/versions"
	rm -rf "$work"
}

newer trixie python3-django
newer forky python3-celery python3-redis python3-django python3-django-redis
valkey trixie
valkey forky
# Debian's own packages come compiled; these would be compiled at each start of a client.
/usr/bin/python3 -m compileall -q "$cache"/*/python >/dev/null || true

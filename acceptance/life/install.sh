#!/usr/bin/env bash
# Installs moto's server, which simulates AWS, unless it is there; then put ~/.cache/elasticache-redis-moto/bin on the PATH.
set -euo pipefail
if command -v moto_server >/dev/null; then
  exit 0
fi
folder="${XDG_CACHE_HOME:-$HOME/.cache}/elasticache-redis-moto"
if ! python3 -m venv "$folder" 2>/dev/null; then
  apt-get update -qq
  apt-get install -qq --no-install-recommends python3-venv >/dev/null
  python3 -m venv "$folder"
fi
"$folder/bin/pip" install --quiet 'moto[server]==5.2.1'

#!/usr/bin/env bash
# Installs what life and terraform need and the machine does not have. Into ~/.cache/elasticache-redis/bin: moto's
# server, which simulates AWS, and OpenTofu, which Go builds from its source: minutes the first time. Into npx's cache:
# cdktf's CLI.
set -euo pipefail
cd "$(dirname "$0")"
folder="${XDG_CACHE_HOME:-$HOME/.cache}/elasticache-redis"
if ! command -v moto_server >/dev/null; then
  if ! python3 -m venv "$folder" 2>/dev/null; then
    apt-get update -qq
    apt-get install -qq --no-install-recommends python3-venv >/dev/null
    python3 -m venv "$folder"
  fi
  "$folder/bin/pip" install --quiet 'moto[server]==5.2.1'
fi
if ! command -v tofu >/dev/null; then
  # Without optimization and debug information it takes two thirds of the time.
  go build -C opentofu -o "$folder/bin/tofu" '-gcflags=all=-N -l' '-ldflags=-s -w' github.com/opentofu/opentofu/cmd/tofu
fi
# The parts life and terraform run side by side, and npx must not install the CLI for both at once. If this fails, their
# tests say so.
npx --yes --package cdktf-cli@0.21.0 -c true || true

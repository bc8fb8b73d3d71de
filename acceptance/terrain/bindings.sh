#!/usr/bin/env bash
# Generates the Go modules of CDK Terrain and of its bindings for AWS and random, and prints their folder. They
# are made from the npm packages in package-lock.json. Of the bindings for AWS, only the packages that this project
# imports are generated, and those that they refer to. The folder is in the user's cache and is made once.
set -euo pipefail
cd "$(dirname "$0")"
export GOWORK=off
old=github.com/cdktf/cdktf-provider-aws-go/aws/v19

used=$(git -C ../.. grep -hoE --untracked "$old/[a-z0-9]+\"" -- '*.go' ':!tools/fast' |
  sed 's|.*/||; s|"||' | sort -u) || {
  echo "no Go file imports $old: has the project moved already?" >&2
  exit 1
}
key=$(cat bindings.sh ./*.mjs package-lock.json <(echo "$used") | git hash-object --stdin)
modules="${XDG_CACHE_HOME:-$HOME/.cache}/elasticache-redis-terrain/$key"
if [ -d "$modules" ]; then
  echo "$modules"
  exit
fi

mkdir -p "$(dirname "$modules")"
work=$(mktemp -d "$modules.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp package.json package-lock.json "$work"
npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund --loglevel=error >&2

# shellcheck disable=SC2086 # a word for each package
node cut.mjs "$work/node_modules/@cdktn/provider-aws" "$work/provider-aws" $used
"$work/node_modules/.bin/jsii-pacmak" --targets go --code-only --no-npmignore --outdir "$work" \
  "$work/node_modules/cdktn" "$work/node_modules/@cdktn/provider-random" "$work/provider-aws" >&2

go mod download "$old"
tar -xzf "$(go list -m -f '{{.Dir}}' "$old")"/jsii/*.tgz -C "$work" package/.jsii
node arguments.mjs "$work/package/.jsii" "$work/provider-aws/.jsii" >"$work/go/arguments.md"

mv "$work/go" "$modules"
echo "$modules"

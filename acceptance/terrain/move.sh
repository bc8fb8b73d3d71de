#!/usr/bin/env bash
# Moves this project to CDK Terrain:
#   acceptance/terrain/move.sh [MODULES]
# MODULES is the folder that bindings.sh prints. Without it, Go downloads the modules.
set -euo pipefail
cd "$(dirname "$0")/../.."
modules=${1:-}
cdktn=github.com/open-constructs/cdk-terrain-go/cdktn
aws=github.com/cdktn-io/cdktn-provider-aws-go/aws/v25
random=github.com/cdktn-io/cdktn-provider-random-go/random/v15

# tools/fast knows the names and programs of cdktf, so it stays as it is.
git ls-files -z '*.go' '*go.mod' ':!tools/fast' ':!acceptance/terrain' | xargs -0 perl -pi -e "
  s|github.com/hashicorp/terraform-cdk-go/cdktf|$cdktn|g;
  s|github.com/hashicorp/terraform-cdk-go/|${cdktn%cdktn}|g;
  s|github.com/cdktf/cdktf-provider-aws-go/aws/v19|$aws|g;
  s|github.com/cdktf/cdktf-provider-random-go/random/v11|$random|g;
  s|$cdktn v0.21.0|$cdktn v0.24.0|;
  s|$aws v19.65.1|$aws v25.7.0|;
  s|$random v11.1.1|$random v15.0.1|;
  s|\@cdktf/provider-|\@cdktn/provider-|g;
  s|\bcdktf\.(?=[A-Z])|cdktn.|g;
"
# The imports have another order now.
git ls-files -z '*.go' ':!tools/fast' | xargs -0 gofmt -w
git ls-files -z '*.go' '*.md' Makefile help ':!CHANGELOG.md' ':!docs/leaving-cdktf.md' ':!acceptance/terrain' |
  xargs -0 perl -pi -e 's|cdktf-cli\@0\.21\.0|cdktn-cli\@0.24.0|g; s|command -v cdktf\b|command -v cdktn|'

git grep -l "$cdktn" -- '*go.mod' | while read -r file; do
  if [ -n "$modules" ]; then
    go mod edit -replace "$cdktn=$modules/cdktn" -replace "$aws=$modules/aws" -replace "$random=$modules/random" "$file"
  fi
  (cd "$(dirname "$file")" && go mod tidy)
done

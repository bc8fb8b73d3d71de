# `make` prints this list.
CDKTF := npx --yes cdktf-cli@0.21.0
STACK ?= redis-dev
# TERRAFORM_BINARY_NAME=tofu is OpenTofu, as for cdktf.
TERRAFORM = $(or $(TERRAFORM_BINARY_NAME),terraform) -chdir=cdktf.out/stacks/$(call given,STACK)
OPS = go run ./tools/ops -stack $(call given,STACK) $(if $(value GROUP),-group $(call given,GROUP)) \
	$(if $(filter 1,$(value YES)),-yes) $(if $(filter 1,$(value DRY_RUN)),-dry-run)
export CHECKPOINT_DISABLE ?= 1
# The modules of this repository, but acceptance/trivy. workbench/checks has no code and pins the versions of the checks.
MODULES := . acceptance examples workbench tools/fast
CHECK = GOWORK=off go tool -modfile=$(CURDIR)/workbench/checks/go.mod
PARTS := clients life local terraform edits terrain fast trivy
PART ?= $(PARTS)
INSTALLED = PATH="$$PATH:$${XDG_CACHE_HOME:-$$HOME/.cache}/elasticache-redis/bin"
# What `go vet` says is said by `make lint`.
ACCEPT = go test -count=1 -vet=off -timeout 90m
PACKAGE ?= ./constructs/elasticache
TESTS ?= Validate
VULNERABILITIES ?= https://vuln.go.dev
# As it was given, for make and the shell alike: a pipeline may pass on what somebody typed.
allowed = $(foreach address,$(value ALLOW),-allow '$(subst ','\'',$(address))')

given = '$(subst ','\'',$(value $1))'
# Make would expand what was typed for the environment, too.
unexport MEMORY PORT KEEP RUN FAILOVER ROTATE SET COMPOSE STACK GROUP NODE_GROUP CLUSTER TASK CONTAINER SNAPSHOT \
	BUCKET YES DRY_RUN ALLOW

.PHONY: help synth test acceptance $(PARTS:%=part-%) \
	golden fast stock bench lint vuln mutate plan diff deploy status failover slow-log urls ping snapshot snapshots \
	export cost local

help:  ## print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

synth:  ## write the Terraform of every stack to cdktf.out/stacks
	@go run .
	@ls cdktf.out/stacks/*/cdk.tf.json

# Tests in workbench and acceptance read files outside of their module: Go does not see that these changed.
test:  ## run the tests that need Go and Node only
	go test -timeout 30m ./...
	cd examples && go test -timeout 30m ./...
	cd workbench && go test -count=1 -timeout 30m ./pictures
	cd acceptance && go test -count=1 ./workflows

# Most of a part's time is waiting, so several run side by side; each prints its lines when it ends. In a package's own
# folder `go test` prints the lines of tests that pass, too.
acceptance:  ## run the stacks for real: Terraform, OpenTofu, a simulated AWS, Celery, Django; PART=life is one part
	$(if $(filter-out $(PARTS),$(PART)),$(error PART must be of $(PARTS), got $(PART)))
	@$(if $(filter life terraform,$(PART)),acceptance/install.sh)
	@$(if $(filter clients local,$(PART)),acceptance/clients/install.sh)
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target $(PART:%=part-%)

part-life:  # create, change, interrupt and destroy the stacks on a simulated AWS; EVERY=1 interrupts at every call
	cd acceptance/life && $(INSTALLED) $(ACCEPT) $(if $(EVERY),-every=$(EVERY))
	cd acceptance && $(INSTALLED) $(ACCEPT) ./internal/simaws

part-clients:  # Celery and Django on servers that are set up like the groups
	cd acceptance/clients && $(ACCEPT)

part-local:  # make local
	cd acceptance/local && $(ACCEPT)

part-terraform:  # plans by Terraform and OpenTofu, and commands with bad input
	cd acceptance && $(INSTALLED) $(ACCEPT) ./terraform ./random ./commands ./internal/tf

part-edits:  # what a user edits first, then make golden and make test
	cd acceptance/edits && $(ACCEPT)

part-trivy:  # Trivy's scan of the fixtures' stacks and the examples
	cd acceptance/trivy && go test -count=1 -timeout 90m ./...

part-terrain:  # the move to CDK Terrain, in a copy
	cd acceptance/terrain && $(ACCEPT)

part-fast:  # make fast writes the same JSON
	cd tools/fast && $(ACCEPT) ./...
	cd workbench && $(ACCEPT) ./bench

golden:  ## write testdata, docs/pictures and the generated tables anew; then read `git diff`
	go test . ./stacks ./constructs/elasticache -run TestGolden -update
	go run -C workbench ./pictures
	go run ./tools/cost -write README.md
	cd acceptance/life && go test . -run TestTable -update

fast:  ## make synthesis six times faster; docs/speed.md
	@GOWORK=off go run -C tools/fast . -project "$(CURDIR)"

stock:  ## undo make fast
	@GOWORK=off go run -C tools/fast . -project "$(CURDIR)" -stock

bench:  ## compare the speed of stock and fast synthesis
	@go run -C workbench ./bench

# One run over a workspace of the modules reads what they share once. acceptance/trivy has its own: linters that know
# types need minutes for Trivy's code. Two runs on one machine wait for each other.
lint:  ## golangci-lint in every module, as .golangci.yml says
	@set -e; workspace=$$(mktemp -d); trap 'rm -rf "$$workspace"' EXIT; \
	(cd "$$workspace" && go work init $(MODULES:%='$(CURDIR)/%')); \
	GOWORK="$$workspace/go.work" "$$($(CHECK) -n golangci-lint)" run --allow-serial-runners $(MODULES:%=./%/...)
	@cd acceptance/trivy && $(CHECK) golangci-lint run --allow-serial-runners --fast-only ./...

vuln:  ## govulncheck in every module; asks VULNERABILITIES=https://vuln.go.dev
	@set -e; for module in $(MODULES) acceptance/trivy; do echo "vuln $$module"; (cd $$module && $(CHECK) govulncheck -db $(VULNERABILITIES) -test ./...); done

# A mutant takes some seconds to build, which the time of the tests alone does not tell.
mutate:  ## break PACKAGE=./stacks in small ways; LIVED are the changes that the tests TESTS=Validate miss
	GOFLAGS="$$GOFLAGS -run=$(TESTS)" $(CHECK) gremlins unleash --timeout-coefficient=100 --output-statuses=lt $(PACKAGE)

plan: synth  ## plan STACK=redis-dev, and refuse to lose data; ALLOW=ADDRESS
	$(TERRAFORM) init -input=false
	$(TERRAFORM) plan -input=false -out=plan
	@$(TERRAFORM) show -json plan | go run ./tools/plancheck $(allowed)

diff:  ## cdktf diff of STACK=redis-dev
	$(CDKTF) diff $(call given,STACK)

deploy:  ## cdktf deploy of STACK=redis-dev
	$(CDKTF) deploy $(call given,STACK)

status:  ## nodes, alarms that are on, events; STACK=redis-prod GROUP=broker
	@$(OPS) status

failover:  ## test a failover, after asking
	@$(OPS) $(if $(value NODE_GROUP),-node-group $(call given,NODE_GROUP)) failover

slow-log:  ## follow the slow log
	@$(OPS) slow-log

urls:  ## the SSM parameters of the URLs, never their values
	@$(OPS) urls

ping:  ## ping Redis from a task; CLUSTER= TASK= CONTAINER=
	@$(OPS) -cluster $(call given,CLUSTER) -task $(call given,TASK) -container $(call given,CONTAINER) ping

snapshot:  ## take a snapshot now, after asking
	@$(OPS) snapshot

snapshots:  ## list the snapshots
	@$(OPS) snapshots

export:  ## copy a snapshot to S3, after asking; SNAPSHOT= BUCKET=
	@$(OPS) -snapshot $(call given,SNAPSHOT) -bucket $(call given,BUCKET) export

cost:  ## what the environments cost in a month
	@go run ./tools/cost

# make itself asks for its process id: it may be killed before a shell of the recipe could.
local:  ## run STACK=redis-dev on this machine; MEMORY=64mb PORT=7000 KEEP=1; FAILOVER=GROUP ROTATE=1 SET=1; COMPOSE=1
	@go run ./tools/local -parent $(shell echo $$PPID) -stack $(call given,STACK) -memory $(call given,MEMORY) \
		-port $(call given,PORT) -keep $(call given,KEEP) -run $(call given,RUN) -failover $(call given,FAILOVER) \
		-rotate $(call given,ROTATE) -set $(call given,SET) -compose $(call given,COMPOSE)

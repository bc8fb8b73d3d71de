# `make` prints this list.
CDKTF := npx --yes cdktf-cli@0.21.0
STACK ?= redis-dev
export CHECKPOINT_DISABLE ?= 1

.PHONY: help synth test golden lint plan diff deploy

help:  ## print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

synth:  ## write the Terraform of every stack to cdktf.out/stacks
	@rm -rf cdktf.out
	@go run .
	@ls cdktf.out/stacks/*/cdk.tf.json

test:  ## run every test; those whose tool is missing say so and are skipped
	go test ./...
	cd acceptance && go test ./...

golden:  ## write testdata and docs/pictures anew; then read `git diff testdata`
	go test . -run TestGolden -update
	go run ./tools/pictures

lint:  ## format and vet
	@test -z "$$(gofmt -l . | tee /dev/stderr)"
	go vet ./...
	cd acceptance && go vet ./...

plan: synth  ## terraform plan of STACK=redis-dev
	cd cdktf.out/stacks/$(STACK) && terraform init -input=false && terraform plan

diff:  ## cdktf diff of STACK=redis-dev
	$(CDKTF) diff $(STACK)

deploy:  ## cdktf deploy of STACK=redis-dev
	$(CDKTF) deploy $(STACK)

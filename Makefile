# make builds the command and the sample site; make help lists the rest. Go and make are all it takes, but for lint, which installs its
# tool through the Go module proxy, and for the browser tests, which want a Chromium and, to validate HTML, npm.

GO       ?= go
FUZZTIME ?= 20s
EDITS    ?= 10000
SEED     ?= 1
SIZES    ?= 100 1000
ROUNDS   ?= 3
BENCH    ?= .
COUNT    ?= 1
INTO     ?=
LINT     := bin/golangci-lint-v2.15.0
HUGO     := bin/hugo-v0.165.0

# What tests use of npm, of the versions that are pinned beside them.
PINNED     := generator/browsertest/testdata
VALIDATOR  := bin/html-validate/package-lock.json
LIGHTHOUSE := bin/lighthouse/package-lock.json

# A checkout that Git does not trust must not stop the build.
VCS     := $(shell git rev-parse HEAD >/dev/null 2>&1 || echo -buildvcs=false)
NPM     := $(shell command -v npm)
BROWSER := $(shell for b in headless_shell headless-shell chromium chromium-browser google-chrome google-chrome-stable chrome; do \
	command -v $$b && break; done)

.DEFAULT_GOAL := all
.PHONY: all build test lighthouse race lint golden fuzz edits bench bench-peers bench-go profile site serve verify clean help

all: site ## build bin/attest and the sample site (the default)

build: ## build bin/attest, one static binary with the theme inside
	CGO_ENABLED=0 $(GO) build -trimpath $(VCS) -o bin/attest ./generator/cmd/attest

site: build ## build the sample site into public/
	bin/attest build

serve: build ## show the sample site while it is written, at http://127.0.0.1:8080
	bin/attest serve

test: $(if $(NPM),$(VALIDATOR)) ## vet and run all tests (REQUIRE_BROWSER=1: fail where there is no Chromium or npm)
ifeq ($(BROWSER),)
	@$(no-browser)
endif
	$(GO) vet ./...
	$(GO) test ./...
ifeq ($(BROWSER),)
	@$(no-browser)
endif

lighthouse: $(LIGHTHOUSE) ## hold pages of the sample site against Lighthouse, the median of five; takes a calm machine and npm
	$(GO) test ./generator/browsertest -run Lighthouse -lighthouse 5 -timeout 0 -v

race: ## run all tests under the race detector (needs a C compiler)
	$(GO) test -race ./...

lint: $(LINT) ## check style, formatting and who imports whom
	$(LINT) run ./...

golden: ## rewrite the golden files from what the code does now; read the difference
	$(GO) test $(call packages,flag.Bool."update") -update

fuzz: ## fuzz every reader, each for FUZZTIME (20s)
	@set -e; for dir in $(call packages,func Fuzz); do \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' $$dir/*_test.go); do \
			echo "$$dir $$name"; $(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) $$dir; \
		done; \
	done

edits: ## hold EDITS (10000) random edits of a site, from SEED (1) on, against builds from nothing
	$(GO) test ./generator/edittest -run Edited -edits $(EDITS) -seed $(SEED) -timeout 0

bench: build bin/bench ## measure builds, edits and the server on made-up sites of SIZES ("100 1000"), in ROUNDS (3), from SEED (1)
	bin/bench attest --attest bin/attest --sizes "$(SIZES)" --rounds $(ROUNDS) --seed $(SEED) $(INTO:%=--into %)

bench-peers: build bin/bench $(HUGO) ## measure attest, Hugo and the least that a build can be, in turn; SIZES, ROUNDS, SEED as for bench
	bin/bench peers --attest bin/attest --hugo $(HUGO) --sizes "$(SIZES)" --rounds $(ROUNDS) --seed $(SEED) $(INTO:%=--into %)

bench-go: ## run the Go benchmarks that match BENCH (.), each COUNT (1) times; compare ten of each with benchstat
	@$(quick) $(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) -timeout 0 $(call packages,func Benchmark)

profile: bin/bench ## say where the time of a build goes, in docs/performance.md and docs/performance.svg, and tell the compiler
	$(quick) $(GO) test -run '^$$' -bench '^BenchmarkBuild$$/^briefings=1000$$' -benchtime 10x -cpuprofile bin/build.prof -o bin/bench.test ./generator/bench
	$(GO) tool pprof -traces bin/bench.test bin/build.prof | bin/bench stages --svg docs/performance.svg --into docs/performance.md
	bin/bench guide bin/build.prof generator/cmd/attest/default.pgo

verify: build ## prove that a second build gives the same bytes
	bin/attest build --verify

clean: ## remove what make and attest keep; public/ stays, it is in Git
	rm -rf bin .attest coverage.out

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: bin/bench # go knows whether it is up to date
bin/bench:
	@$(GO) build $(VCS) -o $@ ./generator/bench

# Benchmarks work in memory where there is such a folder.
quick := $(if $(wildcard /dev/shm),TMPDIR=/dev/shm)

# Named by their versions, so that a new one is fetched. They are kept out of go.mod: they would pull in some 200 modules each.
$(HUGO):
	GOBIN=$(CURDIR)/bin $(GO) install github.com/gohugoio/hugo@$(patsubst bin/hugo-%,%,$@)
	mv bin/hugo $@

$(LINT):
	GOBIN=$(CURDIR)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(patsubst bin/golangci-lint-%,%,$@)
	mv bin/golangci-lint $@

# Without a network it stays away, and the tests say so.
bin/%/package-lock.json: $(PINNED)/%/package.json $(PINNED)/%/package-lock.json
	mkdir -p $(@D)
	cp $^ $(@D)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund || rm -r $(CURDIR)/$(@D)

# The packages whose tests match.
packages = $$(grep -rl '$(1)' --include='*_test.go' generator | xargs -n1 dirname | sort -u | sed 's|^|./|')

ifeq ($(REQUIRE_BROWSER),1)
no-browser = echo 'make test: no Chromium is found, and REQUIRE_BROWSER=1'; exit 1
else
no-browser = printf '%s\n' '' '*** No Chromium is found: THE BROWSER TESTS ARE SKIPPED. (REQUIRE_BROWSER=1 makes that an error.) ***' ''
endif

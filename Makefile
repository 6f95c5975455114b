# The everyday commands. Each installs the packages it needs when they are missing, and only then uses the network.

PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
JOBS ?= $(shell nproc)

# A user without a writable home keeps the compiler cache in the build folder.
export CCACHE_DIR ?= $(shell if [ -w "$${XDG_CACHE_HOME:-$$HOME}" ]; then echo "$${XDG_CACHE_HOME:-$$HOME/.cache}/ccache"; else echo "$(CURDIR)/build/ccache"; fi)
# ccache keeps objects that were built with a precompiled header only when it is told that this is meant.
export CCACHE_SLOPPINESS ?= pch_defines,time_macros

.DEFAULT_GOAL := help
.PHONY: help deps build release demo test test-long bench fuzz fuzz-hives install package lint clean

help:
	@echo 'make demo       build, then plan, apply and undo a repair on a practice disk'
	@echo 'make test       build with sanitizers and run every test (10 minutes or less on 2 cores)'
	@echo 'make test-long  the same with the long tests, then ten minutes of fuzzing a target, and twenty of real hives'
	@echo 'make bench      one table: hivemend beside hivexget, reged, hivexsh, hivexregedit'
	@echo 'make fuzz       every fuzz target for FUZZ_SECONDS ($(FUZZ_SECONDS)) each'
	@echo 'make fuzz-hives FUZZ_SECONDS ($(FUZZ_SECONDS)) of mutants of real hives; needs HIVEMEND_TESTDATA'
	@echo 'make install    into PREFIX ($(PREFIX)); DESTDIR is honoured'
	@echo 'make package    a .deb in build/release'
	@echo 'make lint       clang-format and clang-tidy'
	@echo 'make deps       only the Debian packages; every target above does it by itself'

deps:
	@packaging/deps.sh build test

build/%/build.ninja: CMakePresets.json
	cmake --preset $*

build: deps build/dev/build.ninja
	cmake --build --preset dev

release: build/release/build.ninja
	cmake --build --preset release

build/release/build.ninja: | deps-build
.PHONY: deps-build
deps-build:
	@packaging/deps.sh build

demo: release
	packaging/demo.sh build/release/hivemend

test: build
	ctest --preset dev -j $(JOBS)

test-long: build
	HIVEMEND_LONG=1 ctest --preset dev -j $(JOBS)
	$(MAKE) fuzz FUZZ_SECONDS=600
	$(MAKE) fuzz-hives FUZZ_SECONDS=1200

bench: deps-build
	@packaging/deps.sh bench
	cmake --preset release
	cmake --build --preset release --target hivemend hive_phases
	tests/bench/run.sh build/release/hivemend

fuzz:
	@packaging/deps.sh build fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz
	tests/fuzz/run.sh build/fuzz $(FUZZ_SECONDS)

# 77 says that the hives are not there, which the program has said, too.
fuzz-hives: release
	tests/fuzz/real_hives.py build/release/hivemend $(FUZZ_SECONDS) || [ $$? -eq 77 ]

install: release
	cmake --install build/release --prefix '$(PREFIX)'

package: release
	@packaging/deps.sh package
	cd build/release && cpack -G DEB

# Configured without batches, so that clang-tidy finds each file; nothing is built.
lint:
	@packaging/deps.sh build test lint
	cmake --preset dev -B build/lint -DCMAKE_UNITY_BUILD=OFF -DHIVEMEND_PCH=OFF
	packaging/lint.sh build/lint

clean:
	rm -rf build

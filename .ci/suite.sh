# The whole test suite, as ./sluice test runs it (sourced by that script, with the JDK and Maven found).
#
# Parts: the Maven modules, what verifiers of others say of our log, then the tests of ./sluice itself, then clients
# for Node where npm answers; with --long Jazzer as well. A part that is left out says so in a line
# "skipped: NAME (why)"; each part appends to $results what it has to say, in the lines that tally.awk writes.

# Prints one line per module and per test class as Maven gets there.
tell_maven() {
  seen=0
  while :; do
    over=
    kill -0 $maven 2>/dev/null || over=1
    lines=$(wc -l <"$log")
    [ "$lines" -le $seen ] || sed -n -e "$((seen + 1)),${lines}!d" \
      -e 's/^\[INFO\] Building \(Sluice[a-z ]*\) [0-9.]* *\[.*\]$/== \1/p' \
      -e 's/^\[[A-Z]*\] *Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\), Time elapsed: \([0-9.]*\) s.* -- in \(.*\)$/   \6: \1 tests, \2 failed, \3 in error, \4 skipped, \5 s/p' \
      "$log" | sed -e 's/, 0 failed//' -e 's/, 0 in error//' -e 's/, 0 skipped//'
    seen=$lines
    [ -z "$over" ] || return 0
    sleep 1
  done
}

# All Maven modules, the format check, the bill of materials and the licence check.
test_modules() {
  lock
  log=$work/test.log
  begun=$work/begun.$$
  touch "$begun"
  sources=$(hash_sources)
  rm -rf "$root"/*/target/surefire-reports
  start_maven -Pinventory --fail-at-end -Dmaven.test.failure.ignore=true -Dsurefire.failIfNoSpecifiedTests=false \
    ${long:+-Dsluice.long=true} ${only:+"-Dtest=$only"} package
  tell_maven
  if wait $maven; then
    write_stamp "$sources" "$begun"
  else
    grep '^\[ERROR\]' "$log" | head -n 60
    broken_modules >>"$results"
  fi
  find "$root"/*/target/surefire-reports -name 'TEST-*.xml' -exec awk -f "$root/.ci/tally.awk" {} + 2>/dev/null >>"$results"
  unlock
}

# From Maven's summary: modules that failed other than by a test, and those it could not come to because of them.
broken_modules() {
  # A module counts as one test that failed.
  if ! sed -n 's/^\[INFO\] \(Sluice[^.]*[^. ]\) \.* FAILURE.*/failed \1: its build stopped, see the errors above/p' "$log" | grep .; then
    echo "failed build: Maven stopped, see $log"
  fi | sed -e p -e 's/.*/tests 1/'
  sed -n 's/^\[INFO\] \(Sluice[^.]*[^. ]\) \.* SKIPPED.*/skipped \1 (a module that it needs does not build)/p' "$log"
}

# The tests of ./sluice itself, in a copy of what it needs, with JDKs and a Maven made for the purpose.
test_script() {
  echo "== Sluice script"
  SLUICE_TEST_JDK=$jdk sh "$root/.ci/script-test.sh" "$root" >"$work/script-test.out"
  sed -n -e 's/^passed /   /p' "$work/script-test.out"
  grep -v '^passed ' "$work/script-test.out" >>"$results"
}

# What verifiers of others say of our checkpoints and proofs: npm's @sigstore/verify, and Go's sumdb from Debian. Each is
# left out where it cannot be had.
test_foreign() {
  echo "== Sluice foreign verifiers"
  cases=$root/ledger/target/foreign/cases.json
  tools=$work/foreign
  mkdir -p "$tools"
  if [ ! -f "$cases" ]; then
    echo "skipped foreign (ForeignCasesTest has written no cases)" >>"$results"
    return 0
  fi
  if command -v npm >/dev/null && { [ -d "$tools/node_modules/@sigstore/verify" ] \
    || npm install --prefix "$tools" --no-audit --no-fund --ignore-scripts @sigstore/verify@2.1.1 >"$work/npm.log" 2>&1; }; then
    told_foreign sigstore node "$root/.ci/foreign/sigstore.cjs" "$tools" "$cases"
  else
    echo "skipped foreign sigstore (needs npm and the package @sigstore/verify)" >>"$results"
  fi
  sources=/usr/share/gocode
  if [ ! -d $sources/src/golang.org/x/mod/sumdb ] && [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends golang-go golang-golang-x-mod-dev; } \
      >"$work/apt.log" 2>&1 </dev/null || true
  fi
  if command -v go >/dev/null && [ -d $sources/src/golang.org/x/mod/sumdb ]; then
    told_foreign sumdb env GO111MODULE=off GOPATH=$sources GOCACHE="$tools/go" go run "$root/.ci/foreign/sumdb.go" "$cases"
  else
    echo "skipped foreign sumdb (needs the Debian packages golang-go and golang-golang-x-mod-dev)" >>"$results"
  fi
}

# Runs one of them; that it does not run at all counts as one test that failed.
told_foreign() {
  name=$1
  shift
  if "$@" >"$work/foreign-$name.out" 2>"$work/foreign-$name.err"; then
    sed -n "s/^tests /   $name: cases /p" "$work/foreign-$name.out"
    cat "$work/foreign-$name.out" >>"$results"
  else
    printf 'tests 1\nfailed foreign %s: it did not run, see %s\n' "$name" "$work/foreign-$name.err" >>"$results"
  fi
}

. "$root/.ci/clients.sh"
. "$root/.ci/fuzz.sh"

run_suite() {
  long=
  only=
  for argument in "$@"; do
    case $argument in
      --long) long=1 ;;
      -h | --help)
        echo "usage: ./sluice test [--long] [NAME]   NAME: test classes as Maven's -Dtest takes them, script, clients or fuzz"
        exit 0
        ;;
      -*)
        say "unknown option '$argument': test takes --long and the name of a test"
        exit 2
        ;;
      *) only=${only:+$only,}$argument ;;
    esac
  done
  mkdir -p "$work" || give_up "$work cannot be written to"
  results=$work/results
  : >"$results"
  case $only in
    script | clients | fuzz) echo "skipped the Maven modules (only $only was asked for)" >>"$results" ;;
    *) test_modules ;;
  esac
  if [ -z "$only" ]; then
    test_foreign
  fi
  if [ "$only" = fuzz ] || { [ -z "$only" ] && [ -n "$long" ]; }; then
    test_fuzz
  else
    echo "skipped fuzz (ten minutes a target: asked for with --long, or as fuzz)" >>"$results"
  fi
  if [ -z "$only" ] || [ "$only" = script ]; then
    test_script
  else
    echo "skipped script (only $only was asked for)" >>"$results"
  fi
  if [ -z "$only" ] || [ "$only" = clients ]; then
    test_clients
  else
    echo "skipped clients (only $only was asked for)" >>"$results"
  fi
  sum_up
}

# The last lines: what was left out, what failed, and the count. Exit status 0 when nothing failed.
sum_up() {
  sed -n 's/^skipped /skipped: /p' "$results"
  sed -n 's/^failed /failed: /p' "$results"
  awk '
    /^tests / { tests += $2 }
    /^failed / { failed++ }
    END {
      if (tests == 0) { print "failed: no test was run"; failed = 1; tests = 1 }
      print tests - failed " passed, " failed + 0 " failed"
      exit failed > 0
    }' "$results"
}

# The whole test suite, as ./sluice test runs it (sourced by that script, with the JDK and Maven found).
#
# Parts: the Maven modules, the tests of ./sluice itself, and clients for Node where npm answers. A part that is left out says
# so in a line "skipped: NAME (why)"; each part appends to $results what it has to say, in the lines that tally.awk writes.

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

# The vendors' own clients for Node, and with --long the coding agents: installed here when npm answers, never delivered.
# What npm brings stays below $work, so that a second run installs nothing.
test_clients() {
  echo "== Sluice clients"
  skip_clients=
  clients=$work/clients
  sources=$root/gateway/src/test/node
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    skip_clients="no node or no npm on PATH"
  elif [ "$(node -p 'process.versions.node.split(".")[0] >= 20')" != true ]; then
    skip_clients="node $(node -v) is older than 20.11"
  elif ! command -v timeout >/dev/null; then
    skip_clients="no timeout on PATH, which bounds them"
  elif ! install_clients; then
    skip_clients="npm did not install them within ${SLUICE_NPM_SECONDS:-150} s: see $work/npm.log"
  fi
  if [ -n "$skip_clients" ]; then
    echo "skipped clients ($skip_clients)" >>"$results"
    return
  fi
  play_clients run.mjs "$root/docs/matrix.md"
}

# Installs what the lock file says, unless that stands already. No script of a package runs.
install_clients() {
  wanted=$(cat "$sources/package.json" "$sources/package-lock.json" | hash_of_input)
  if [ ! -f "$clients/installed" ] || [ "$(cat "$clients/installed")" != "$wanted" ]; then
    rm -rf "$clients" && mkdir -p "$clients" && cp "$sources/package.json" "$sources/package-lock.json" "$clients/" &&
      (cd "$clients" && exec timeout "${SLUICE_NPM_SECONDS:-150}" npm ci --ignore-scripts --no-audit --no-fund --fetch-retries 1) \
        </dev/null >"$work/npm.log" 2>&1 && echo "$wanted" >"$clients/installed" || return 1
  fi
  cp -R "$sources/." "$clients/"
}

# Runs the program $1 with the arguments after it, in three minutes at most; its lines go to the results.
play_clients() {
  program=$1
  shift
  SLUICE_JAVA_HOME=$jdk timeout 180 node "$clients/$program" "$root/sluice" "$@" </dev/null \
    >"$work/clients.out" 2>"$work/clients.err"
  ended=$?
  grep '^   ' "$work/clients.out"
  grep -v '^passed \|^   ' "$work/clients.out" >>"$results"
  if ! grep -q '^tests ' "$work/clients.out"; then
    echo "failed clients: the run ended early with status $ended, see $work/clients.err" >>"$results"
    echo "tests 1" >>"$results"
  fi
}

run_suite() {
  long=
  only=
  for argument in "$@"; do
    case $argument in
      --long) long=1 ;;
      -h | --help)
        echo "usage: ./sluice test [--long] [NAME]   NAME: test classes as Maven's -Dtest takes them, script or clients"
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
    script | clients) echo "skipped the Maven modules (only $only was asked for)" >>"$results" ;;
    *) test_modules ;;
  esac
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

# The part "clients" of the suite (sourced by suite.sh): the vendors' own clients for Node, and coding agents in .ci/run and
# with --long.
# They are installed when npm answers, below $work, so that a second run installs nothing; never delivered.

test_clients() {
  echo "== Sluice clients"
  node_sources=$root/gateway/src/test/node
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "skipped clients (no node or no npm on PATH)" >>"$results"
  elif [ "$(node -p 'process.versions.node.split(".")[0] >= 20')" != true ]; then
    echo "skipped clients (node $(node -v) is older than 20.11)" >>"$results"
  elif ! command -v timeout >/dev/null; then
    echo "skipped clients (no timeout on PATH, which bounds them)" >>"$results"
  else
    is_fresh || build # asked for alone, nothing has been built; a start below has a minute
    if install_packages "$node_sources" "$work/clients" "${SLUICE_NPM_SECONDS:-150}" ci; then
      play_clients 300 run.mjs "$root/docs/matrix.md"
    else
      echo "skipped clients (npm did not install them within ${SLUICE_NPM_SECONDS:-150} s: see $work/clients-npm.log)" >>"$results"
    fi
    test_agents
  fi
}

# Claude Code, Codex, opencode and Gemini CLI: one round trip of a tool each. A gigabyte of packages, so only for whoever
# asks for it: continuous integration does, where it takes a minute.
test_agents() {
  seconds=${long:+600}
  seconds=${seconds:-${SLUICE_AGENTS_SECONDS:-}}
  if [ -z "$seconds" ]; then
    echo "skipped agents (a gigabyte of packages: asked for with --long, and by .ci/run)" >>"$results"
  elif install_packages "$node_sources/agents" "$work/agents" "$seconds" install; then
    mkdir -p "$work/clients" && cp -R "$node_sources/." "$work/clients/"
    play_clients 420 agents.mjs "$work/agents/node_modules"
  else
    echo "skipped agents (npm did not install them within $seconds s: see $work/clients-npm.log)" >>"$results"
  fi
}

# Installs what the lock file of folder $1 says into folder $2 within $3 seconds, unless it stands there already, and copies
# the folder's programs beside it. No script of a package runs. $4: "ci" holds the lock file to be whole; "install" takes
# what it says, and bears that a registry lacks what other platforms would take.
install_packages() {
  wanted=$(cat "$1/package.json" "$1/package-lock.json" | hash_of_input)
  if [ ! -f "$2/installed" ] || [ "$(cat "$2/installed")" != "$wanted" ]; then
    rm -rf "$2" && mkdir -p "$2" && cp "$1/package.json" "$1/package-lock.json" "$2/" &&
      (cd "$2" && exec timeout "$3" npm "$4" --ignore-scripts --no-audit --no-fund --fetch-retries 1) \
        </dev/null >"$work/clients-npm.log" 2>&1 && echo "$wanted" >"$2/installed" || return 1
  fi
  cp -R "$1/." "$2/"
}

# Runs, in $1 seconds at most, the program $2 with the arguments after it; its lines go to the results.
play_clients() {
  most=$1
  program=$2
  shift 2
  ended=0
  SLUICE_JAVA_HOME=$jdk timeout "$most" node "$work/clients/$program" "$root/sluice" "$@" </dev/null \
    >"$work/$program.out" 2>"$work/$program.err" || ended=$?
  sed -n '/^   /p' "$work/$program.out"
  sed -e '/^passed /d' -e '/^   /d' "$work/$program.out" >>"$results"
  if ! grep -q '^tests ' "$work/$program.out"; then
    printf 'tests 1\nfailed clients: %s ended early with status %s, see %s\n' "$program" "$ended" "$work/$program.err" >>"$results"
  fi
}

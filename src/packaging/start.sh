# shellcheck shell=sh
# How Mooring is started, for the launcher of a checkout, the installed one and the build of a package. Sourced.
# Set before: java (the program), jars (the folder with the jars and their list `classpath`), launcher (this program's own path).

# shellcheck disable=SC2154

main=dev.mooring.desktop.app.Main

# The same collector and object layout for learning and use: a cache fits nothing else. Without the adapters a cache holds
# no machine code, which is not checked against the processor it later runs on.
# What a collection frees is given back at once, down to a little more than what is alive (decision 1268).
flags="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms32m -Xmx768m -XX:-ShrinkHeapInSteps -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching"

# What a start is for: each kind has a cache of its own, because a cache restores all its classes at every start.
kind_of() {
  case "${1:-}" in
    "" | --tray | open | practice) echo window ;;
    connect | push | copy | mirror | save | seed | export | debug) echo forward ;;
    image)
      case "${2:-}" in
        show | history | -h | --help) echo command ;;
        *) echo forward ;;
      esac
      ;;
    forward)
      case "${2:-}" in
        ls | stop | restart | rm | logs | requests | import | export | -h | --help) echo command ;;
        *) echo forward ;;
      esac
      ;;
    *) echo command ;;
  esac
}

# In the order of the list and without wildcards, whose order differs from disk to disk: a cache fits one class path.
class_path() {
  path=
  while read -r jar; do path="$path${path:+:}$jars/$jar"; done <"$jars/classpath"
  printf '%s' "$path"
}

# The jars' hash is in a cache's name: the JVM does not notice replaced classes by itself.
hash_jars() {
  (cd "$jars" && xargs cat <classpath | { sha256sum 2>/dev/null || shasum -a 256; } | cut -c1-16)
}

cache_of() {
  read -r hash <"$jars/hash"
  printf '%s' "$jars/$1-$hash.aot"
}

# start KIND WORDS: becomes Mooring. With $learn, becomes one that writes the cache of that kind.
start() {
  kind=$1
  shift
  path=$(class_path)
  cache=$(cache_of "$kind")
  set -- -cp "$path" "$main" "$@"
  # Most commands are over before the second compiler would pay; it only takes processor time from the first.
  if [ "$kind" = command ]; then set -- -XX:TieredStopAtLevel=1 "$@"; fi
  # The second compiler only for what runs all the time, such as hashing and forwarding: what a start or one connection
  # takes is over before it pays.
  if [ "$kind" = forward ]; then
    set -- -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000 "$@"
  fi
  # What the compilers and the toolkit took from the C library for a moment is given back; 40 MiB of a window.
  if [ "$kind" != command ] && [ "$(uname)" = Linux ]; then set -- -XX:TrimNativeHeapInterval=60000 "$@"; fi
  if [ -n "${learn:-}" ]; then
    set -- -XX:AOTCacheOutput="$cache" -Dglass.platform=Headless -Dprism.order=sw "$@"
  elif [ -e "$cache" ]; then
    set -- -XX:AOTCache="$cache" -Xlog:aot=off -Xlog:cds=off "$@"
  fi
  if [ -n "${TMPDIR:-}" ]; then set -- "-Djava.io.tmpdir=$TMPDIR" "$@"; fi
  # shellcheck disable=SC2086
  set -- "$java" $flags "-Dmooring.launcher=$launcher" "$@"
  if [ -n "${learn:-}" ]; then
    # shellcheck disable=SC2086
    set -- "$java" $flags -cp "$path" "$main" --train "$kind" "$@"
  fi
  exec "$@"
}

# Writes the caches of all kinds beside the jars; Mooring starts without them too, only slower.
learn_starts() {
  rm -f "$jars"/*.aot
  hash_jars >"$jars/hash"
  failed=
  for each in window command forward; do
    (learn=1 && start "$each") || { rm -f "$(cache_of "$each")"; failed="$failed $each"; }
  done
  [ -z "$failed" ]
}

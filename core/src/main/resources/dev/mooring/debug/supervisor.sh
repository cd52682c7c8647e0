# The main process of the debug container. It looks at the target, runs Delve, and detaches Delve
# when nobody asks any more: a Delve that is killed instead leaves breakpoints in the program,
# and the next hit ends it.
#
# $1 seconds of silence after which it ends, $2 the same before the first request
# Requests: ID VERB ARGUMENTS. Answers: lines "@mooring ID ...", the last one "ok" or "error".
limit=$1
patience=$2
dlv=${DLV:-/dbg/go/bin/dlv}
pid=
code=
set -f

say() {
  printf '\n@mooring %s\n' "$*"
}

detach() {
  # Said again each second: a child that is not quite started yet does not hear it.
  tick=0
  until gone; do
    [ $((tick % 10)) -ne 0 ] || kill -TERM "$pid" 2>/dev/null
    tick=$((tick + 1))
    sleep 0.1
  done
}

end() {
  trap '' TERM INT HUP
  detach
  say "- ended $1"
  exit 0
}

# True when Delve is not running. An ended child stays a zombie until it is waited for.
gone() {
  [ -n "$pid" ] || return 0
  # Not by read: inside a trap that interrupted a read, bash's gives nothing.
  state=$(cat "/proc/$pid/stat" 2>/dev/null)
  state=${state##*) }
  case ${state%% *} in
  '' | Z | X)
    wait "$pid"
    code=$?
    pid=
    return 0
    ;;
  esac
  return 1
}

delve() {
  if [ -n "$pid" ] && ! gone; then
    echo running
  elif [ -n "$code" ]; then
    echo "exited $code"
  else
    echo none
  fi
}

processes() {
  own=$(readlink /proc/self/ns/mnt)
  count=0
  set +f
  for dir in /proc/[0-9]*; do
    set -f
    count=$((count + 1))
    [ "$count" -le 512 ] || break
    [ "$(readlink "$dir/ns/mnt" 2>/dev/null)" != "$own" ] || continue
    parent='' tracer='' user='' group='' name=''
    while read -r key value _; do
      case $key in
      Name:) name=$value ;;
      PPid:) parent=$value ;;
      TracerPid:) tracer=$value ;;
      Uid:) user=$value ;;
      Gid:) group=$value ;;
      esac
    done 2>/dev/null <"$dir/status"
    [ -n "$parent" ] || continue
    cgroup=
    { read -r cgroup <"$dir/cgroup"; } 2>/dev/null
    say "$1 process ${dir#/proc/} $parent $tracer $user $group $name $cgroup"
  done
  set -f
}

trap 'end signal' TERM INT HUP
trap '' PIPE
while :; do
  IFS= read -r -t "$patience" line || end silence
  patience=$limit
  # shellcheck disable=SC2086
  set -- $line
  id=$1
  verb=$2
  case $verb in
  ping)
    gone
    say "$id delve $(delve)"
    ;;
  version)
    "$dlv" version </dev/null 2>&1 | while IFS= read -r text; do
      say "$id line $text"
    done
    ;;
  yama)
    scope=0
    { read -r scope </proc/sys/kernel/yama/ptrace_scope; } 2>/dev/null
    say "$id scope $scope"
    ;;
  ports)
    for file in /proc/net/tcp /proc/net/tcp6; do
      while read -r _ local _ state _; do
        [ "$state" != 0A ] || say "$id port ${local##*:}"
      done 2>/dev/null <"$file"
    done
    ;;
  processes) processes "$id" ;;
  read)
    # PID, first block of 4096 bytes, number of blocks
    if [ ! -r "/proc/$3/exe" ]; then
      say "$id unreadable"
      say "$id ok"
      continue
    fi
    dd if="/proc/$3/exe" bs=4096 skip="$4" count="$5" 2>/dev/null | base64 |
      while IFS= read -r text; do
        say "$id data $text"
      done
    ;;
  start)
    # PID, port
    if [ -n "$pid" ] && ! gone; then
      say "$id error running"
      continue
    fi
    code=
    "$dlv" attach "$3" --headless --accept-multiclient --continue --api-version=2 \
      "--listen=127.0.0.1:$4" --only-same-user=false --check-go-version=false \
      </dev/null 2>&1 &
    pid=$!
    ;;
  quit)
    detach
    say "$id ok"
    end quit
    ;;
  *)
    say "$id error unknown"
    continue
    ;;
  esac
  say "$id ok"
done

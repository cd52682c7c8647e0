# The main process of the debug container. It looks at the target, runs Delve, and detaches Delve
# when nobody asks any more: a Delve that is killed instead leaves breakpoints in the program,
# and the next hit ends it.
#
# $1 seconds of silence after which it ends, $2 the same before the first request, $3 "hold" where
# it first waits for the program of the container beside it and stops that, "deliver" where what
# comes after it may not begin without what it was to be sent
# Requests: ID VERB ARGUMENTS. Answers: lines "@mooring ID ...", the last one "ok" or "error".
limit=$1
patience=$2
mode=$3
dlv=${DLV:-/dbg/go/bin/dlv}
pid=
code=
# Delve's telemetry would start a second dlv that outlives it: an orphan that falls to process 1,
# the application, which waits for no strangers (golang.org/x/telemetry, start.go).
export GO_TELEMETRY_CHILD=2
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
  [ "$mode" != deliver ] || [ "$1" = quit ] || exit 1
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

# True while a child runs that is not waited for yet.
busy() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null)
  stat=${stat##*) }
  case ${stat%% *} in
  '' | Z | X) return 1 ;;
  esac
}

# Sets place to a directory in which a program can be put and run; to nothing where there is none.
# Not to one that other containers of the pod see, as /dev/shm: they could put another one there.
find_place() {
  for place in "${TMPDIR:-/tmp}" /tmp /var/tmp /run "${HOME:-/}"; do
    probe=$place/.mooring-$$
    if { printf '#!/bin/sh\nexit 0\n' >"$probe"; } 2>/dev/null &&
      chmod 700 "$probe" && "$probe" 2>/dev/null; then
      rm -f "$probe"
      return 0
    fi
    rm -f "$probe" 2>/dev/null
  done
  place=
}

# Takes a program from standard input: its size there, gzip or plain, its SHA-256. Says what is
# wrong with it. Who sends it may be gone: 3 when nothing comes for as long as nothing may be asked.
receive() {
  part=$place/.mooring-part
  exec 3<&0
  head -c "$1" <&3 >"$part" &
  copier=$!
  exec 3<&-
  had=-1
  idle=0
  while busy "$copier"; do
    now=$(wc -c <"$part" 2>/dev/null)
    idle=$((idle + 1))
    [ "$now" = "$had" ] || idle=0
    had=$now
    if [ "$idle" -gt $((limit * 10)) ]; then
      kill "$copier"
      return 3
    fi
    sleep 0.1
  done
  wait "$copier" || return 1
  if [ "$2" = gzip ]; then
    gunzip -c <"$part" >"$place/mooring-dlv" || return 1
  else
    cat "$part" >"$place/mooring-dlv" || return 1
  fi
  rm -f "$part"
  if command -v sha256sum >/dev/null; then
    sum=$(sha256sum <"$place/mooring-dlv")
    [ "${sum%% *}" = "$3" ] || { echo "it has another SHA-256"; return 1; }
  fi
  chmod 755 "$place/mooring-dlv"
}

# Waits until a program begins in a container beside this one, and stops it before it does much.
# Sets held to its PID. Those that were passed over before stand in $passed. The runtime's own
# process, which becomes the program, has its program outside of the container.
hold() {
  held=
  own=$(readlink /proc/self/ns/mnt)
  tries=0
  while [ "$tries" -lt 1000 ]; do
    set +f
    for dir in /proc/[0-9]*; do
      set -f
      [ "$dir" != /proc/1 ] || continue
      [ "$(readlink "$dir/ns/mnt" 2>/dev/null)" != "$own" ] || continue
      exe=$(readlink "$dir/exe" 2>/dev/null) || continue
      [ "$dir/root$exe" -ef "$dir/exe" ] || continue
      case $passed in
      *"|${dir#/proc/} $exe|"*) continue ;;
      esac
      kill -STOP "${dir#/proc/}" 2>/dev/null || continue
      held=${dir#/proc/}
      return
    done
    set -f
    tries=$((tries + 1))
    sleep 0.01
  done
}

# $2 what stands in the cgroups of the processes that are wanted; empty for all
processes() {
  own=$(readlink /proc/self/ns/mnt)
  count=0
  set +f
  for dir in /proc/[0-9]*; do
    set -f
    # By read, not by a program each: in a node's own namespace there are thousands.
    cgroup=
    while read -r line; do
      cgroup=$cgroup,$line
    done 2>/dev/null <"$dir/cgroup"
    case $cgroup in
    *"$2"*) ;;
    *) continue ;;
    esac
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
    say "$1 process ${dir#/proc/} $parent $tracer $user $group $name"
  done
  set -f
}

trap 'end signal' TERM INT HUP
trap '' PIPE
held=
passed=
[ "$mode" != hold ] || hold
while :; do
  IFS= read -r -t "$patience" line || end silence
  patience=$limit
  # shellcheck disable=SC2086
  set -- $line
  id=$1
  verb=$2
  case $verb in
  ping)
    # seconds of silence that are bearable from now on, where not the usual
    [ -z "$3" ] || patience=$3
    gone
    say "$id delve $(delve)"
    ;;
  version)
    "$dlv" version </dev/null 2>&1 | while IFS= read -r text; do
      say "$id line $text"
    done
    ;;
  tools)
    find_place
    [ -z "$place" ] || say "$id place $place"
    for tool in gunzip sha256sum; do
      ! command -v "$tool" >/dev/null || say "$id has $tool"
    done
    ;;
  receive)
    # size, gzip or plain, SHA-256; the content follows
    why=$(receive "$3" "$4" "$5" 2>&1)
    case $? in
    0) dlv=$place/mooring-dlv ;;
    3) end silence ;;
    *)
      say "$id error $why"
      continue
      ;;
    esac
    ;;
  place)
    # Puts the image's own Delve where the container beside finds it.
    find_place
    if ! why=$({ cat "$dlv" >"$place/mooring-dlv" && chmod 755 "$place/mooring-dlv"; } 2>&1); then
      say "$id error $why"
      continue
    fi
    ;;
  held)
    if [ -n "$held" ]; then
      say "$id held $held"
      readlink "/proc/$held/exe" | base64 | while IFS= read -r text; do
        say "$id exe $text"
      done
      head -c 65536 "/proc/$held/cmdline" | base64 | while IFS= read -r text; do
        say "$id words $text"
      done
    fi
    ;;
  pass)
    # It was not the one: lets it go on, and waits for the next.
    passed="$passed|$held $(readlink "/proc/$held/exe")|"
    kill -CONT "$held"
    hold
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
  processes) processes "$id" "$3" ;;
  memory)
    # PID
    while read -r key value _; do
      [ "$key" != VmRSS: ] || say "$id resident $value"
    done 2>/dev/null <"/proc/$3/status"
    ;;
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

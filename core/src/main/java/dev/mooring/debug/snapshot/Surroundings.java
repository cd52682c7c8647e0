package dev.mooring.debug.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the debug container says of the program and of itself. All of it may be a lie: numbers are
/// bounded, and words are used only in that container again.
///
/// @param pid the process that a Delve of this container traces; 0 where there is none
/// @param resident bytes of memory that the program has
/// @param core bytes that a core file of it has
/// @param delve the file of the Delve that is attached
/// @param place a directory of our own there, not in memory; empty where there is none
/// @param room bytes that may be written there
/// @param gzip whether it can pack what it sends
/// @param checksums whether it can make SHA-256 checksums
record Surroundings(
    long pid,
    long resident,
    long core,
    String delve,
    String place,
    long room,
    boolean gzip,
    boolean checksums) {

  /// The kubelet evicts pods where less of the disk than this is free (its `imagefs.available`).
  private static final int KEPT_FREE_PERCENT = 15;

  private static final long KIBI = 1024;
  private static final long MOST = 1L << 50;
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/._-]{1,200}");

  /// Delve answers which process it traces only while that stands still.
  ///
  /// $1 a word that makes the directory's name one of its own
  static final String SCRIPT =
      """
      umask 077
      own=$(readlink /proc/self/ns/mnt)
      pid=
      for each in /proc/[0-9]*; do
        tracer=0 resident=
        while read -r key value _; do
          case $key in
          VmRSS:) resident=$value ;;
          TracerPid:) tracer=$value ;;
          esac
        done 2>/dev/null <"$each/status"
        [ "$tracer" != 0 ] && [ "$(readlink "/proc/$tracer/ns/mnt")" = "$own" ] || continue
        pid=${each#/proc/}
        break
      done
      [ -n "$pid" ] || exit 0
      echo "pid $pid"
      echo "resident $resident"
      echo "delve $(readlink "/proc/$tracer/exe")"
      core=0
      while read -r range mode _; do
        case $mode in
        r*) core=$((core + 0x${range#*-} - 0x${range%-*})) ;;
        esac
      done <"/proc/$pid/maps"
      echo "core $core"
      for each in "${TMPDIR:-/tmp}" /tmp /var/tmp /run "${HOME:-/}"; do
        place=${each%/}/.mooring-snapshot-$1
        mkdir -m 700 "$place" 2>/dev/null || continue
        disk=$(df -kP "$place" 2>/dev/null | tail -n 1)
        case $disk in
        tmpfs* | shm* | ramfs* | '') rmdir "$place" ;;
        *)
          echo "place $place"
          echo "disk $disk"
          break
          ;;
        esac
      done
      for tool in gzip sha256sum; do
        ! command -v "$tool" >/dev/null || echo "has $tool"
      done
      """;

  static Surroundings read(List<String> lines) {
    long[] disk = disk(lines);
    return new Surroundings(
        number(lines, "pid "),
        number(lines, "resident ") * KIBI,
        number(lines, "core "),
        word(lines, "delve "),
        word(lines, "place "),
        Math.max(0, disk[1] - disk[0] * KEPT_FREE_PERCENT / 100),
        lines.contains("has gzip"),
        lines.contains("has sha256sum"));
  }

  /// Bytes of the file system and those that are free, of a line of POSIX `df`.
  private static long[] disk(List<String> lines) {
    Matcher form =
        Pattern.compile("disk \\S.*? (\\d{1,12}) +\\d{1,12} +(\\d{1,12}) .*")
            .matcher(line(lines, "disk ").map(each -> "disk " + each).orElse(""));
    return form.matches()
        ? new long[] {Long.parseLong(form.group(1)) * KIBI, Long.parseLong(form.group(2)) * KIBI}
        : new long[] {0, 0};
  }

  static long number(List<String> lines, String key) {
    return line(lines, key)
        .filter(each -> each.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .map(each -> Math.min(each, MOST))
        .orElse(0L);
  }

  private static String word(List<String> lines, String key) {
    return line(lines, key).filter(each -> PATH.matcher(each).matches()).orElse("");
  }

  private static Optional<String> line(List<String> lines, String key) {
    return lines.stream()
        .filter(each -> each.startsWith(key))
        .map(each -> each.substring(key.length()).strip())
        .findFirst();
  }
}

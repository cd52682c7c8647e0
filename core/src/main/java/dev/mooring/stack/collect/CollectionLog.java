package dev.mooring.stack.collect;

import dev.mooring.job.Progress;
import dev.mooring.stack.render.Collecting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads from a registry's log how its collection goes on. May be given the same lines again from
/// the beginning. Thread-safe.
final class CollectionLog {
  private static final Pattern SAID =
      Pattern.compile(Pattern.quote(Collecting.SAYS) + "(\\S+) (\\w+) ?(\\d{0,15}) ?(\\d{0,15})");
  private static final Pattern ELIGIBLE =
      Pattern.compile("\\d+ blobs marked, (\\d{1,9}) blobs and \\d+ manifests eligible .*");
  private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,254}");
  private static final int KEPT_LINES = 5;

  private final String id;
  private final int repositories;
  private final Progress progress;
  private final Deque<String> last = new ArrayDeque<>();
  private boolean taken;
  private boolean begun;
  private boolean writable;
  private int marked;
  private int eligible;
  private int deleted;
  private OptionalLong before = OptionalLong.empty();
  private OptionalLong after = OptionalLong.empty();
  private OptionalInt exitCode = OptionalInt.empty();
  private String other = "";

  /// @param repositories how many there are
  CollectionLog(String id, int repositories, Progress progress) {
    this.id = id;
    this.repositories = repositories;
    this.progress = progress;
  }

  synchronized void line(String line) {
    Matcher said = SAID.matcher(line);
    if (said.matches()) {
      says(said);
    } else if (begun && exitCode.isEmpty()) {
      collector(line);
    }
  }

  private void says(Matcher said) {
    if (!said.group(1).equals(id)) {
      other = said.group(1);
      return;
    }
    switch (said.group(2)) {
      case "waits" -> taken = true;
      case "begin" -> {
        taken = true;
        begun = true;
        marked = 0;
        deleted = 0;
        last.clear();
        before = kibibytes(said.group(3));
      }
      case "end" -> {
        exitCode = OptionalInt.of(said.group(3).isEmpty() ? 1 : Integer.parseInt(said.group(3)));
        after = kibibytes(said.group(4));
      }
      case "writable" -> writable = true;
      default -> {
        // A later Mooring's pod may say more.
      }
    }
  }

  private static OptionalLong kibibytes(String text) {
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text) * 1024);
  }

  private void collector(String line) {
    Matcher found = ELIGIBLE.matcher(line);
    if (found.matches()) {
      eligible = Integer.parseInt(found.group(1));
    } else if (line.contains("msg=\"Deleting blob: ")) {
      deleted++;
      progress.advance(
          Messages.of("deleting-what-nothing-refers-to"), deleted, eligible, Progress.Unit.ITEMS);
    } else if (REPOSITORY.matcher(line).matches()) {
      marked++;
      progress.advance(Messages.of("reading", line), marked, repositories, Progress.Unit.ITEMS);
    } else if (line.toLowerCase(Locale.ROOT).contains("fail") || line.contains("level=error")) {
      last.add(line.length() > 300 ? line.substring(0, 300) : line);
      if (last.size() > KEPT_LINES) {
        last.removeFirst();
      }
    }
  }

  synchronized boolean begun() {
    return begun;
  }

  /// Whether the collector runs at the moment, or will without being asked again.
  synchronized boolean collecting() {
    return taken && exitCode.isEmpty();
  }

  /// Whether the registry takes writes again.
  synchronized boolean over() {
    return writable && exitCode.isPresent();
  }

  /// The id of somebody else's request that the registry carries out; empty when there is none.
  synchronized String other() {
    return other;
  }

  synchronized int exitCode() {
    return exitCode.orElse(-1);
  }

  synchronized int deleted() {
    return deleted;
  }

  synchronized long before() {
    return before.orElse(0);
  }

  synchronized long after() {
    return after.orElse(before.orElse(0));
  }

  /// What the collector said of a failure.
  synchronized String failures() {
    return String.join("\n", last);
  }
}

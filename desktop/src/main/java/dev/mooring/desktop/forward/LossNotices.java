package dev.mooring.desktop.forward;

import dev.mooring.desktop.tray.Notice;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides when the user is told that forwards are lost or back.
///
/// Only a forward that served before can be lost, and what the user stops is not. What is lost for
/// two seconds is told, together with all that went with it: a cluster that goes away is one
/// notice. One forward is told lost once a minute at most, and notices are five seconds apart; what
/// happens meanwhile goes into the next one. Has no clock and no thread of its own.
public final class LossNotices {
  static final Duration LOST_AFTER = Duration.ofSeconds(2);
  static final Duration BACK_AFTER = Duration.ofSeconds(1);

  /// Those that go a little later go into the same notice.
  static final Duration FOLD = Duration.ofSeconds(1);

  static final Duration ONE_AGAIN_AFTER = Duration.ofMinutes(1);
  static final Duration APART = Duration.ofSeconds(5);
  private static final int NAMES = 6;
  private static final int LINES = 4;

  private final Map<String, Seen> seen = new HashMap<>();
  private Instant quietUntil = Instant.MIN;

  /// A forward that served at least once since it was started.
  private static final class Seen {
    private ForwardStatus status;
    private @Nullable Instant lost;
    private @Nullable Instant back;
    private boolean told;
    private Instant notBefore = Instant.MIN;

    private Seen(ForwardStatus first) {
      status = first;
    }

    private void look(Instant now, ForwardStatus next) {
      status = next;
      boolean serves = next.state() instanceof State.Active;
      if (!serves) {
        lost = lost == null ? now : lost;
        back = null;
      } else if (told) {
        back = back == null ? now : back;
      } else {
        lost = null;
      }
    }

    private boolean isLost(Instant now, Duration since) {
      return lost != null && !told && !lost.plus(since).isAfter(now) && !notBefore.isAfter(now);
    }

    private boolean isBack(Instant now, Duration since) {
      return back != null && !back.plus(since).isAfter(now);
    }

    private String name() {
      return status.spec().name();
    }

    private String why() {
      return switch (status.state()) {
        case State.Waiting waiting -> waiting.why();
        case State.Failed failed -> failed.problem().why();
        case State.Active a -> "";
        case State.Stopped s -> "";
      };
    }
  }

  /// Looks at the forwards as they are now; to be called a few times a second.
  ///
  /// @param forwards by a key that is theirs in all contexts
  /// @return what to tell now
  public Optional<Notice> look(Instant now, Map<String, ForwardStatus> forwards) {
    seen.keySet().retainAll(forwards.keySet());
    forwards.forEach(
        (key, status) -> {
          if (status.state() instanceof State.Stopped) {
            seen.remove(key);
          } else if (status.state() instanceof State.Active) {
            seen.computeIfAbsent(key, ignored -> new Seen(status)).look(now, status);
          } else {
            seen.computeIfPresent(
                key,
                (ignored, served) -> {
                  served.look(now, status);
                  return served;
                });
          }
        });
    if (now.isBefore(quietUntil)) {
      return Optional.empty();
    }
    Optional<Notice> notice = lost(now).or(() -> back(now));
    notice.ifPresent(ignored -> quietUntil = now.plus(APART));
    return notice;
  }

  private Optional<Notice> lost(Instant now) {
    if (seen.values().stream().noneMatch(each -> each.isLost(now, LOST_AFTER.plus(FOLD)))) {
      return Optional.empty();
    }
    List<Seen> all = those(each -> each.isLost(now, LOST_AFTER));
    all.forEach(
        each -> {
          each.told = true;
          each.notBefore = now.plus(ONE_AGAIN_AFTER);
        });
    if (all.size() == 1) {
      Seen one = all.getFirst();
      String more =
          one.status.state() instanceof State.Waiting ? Messages.of("notice-waiting") : "";
      return Optional.of(
          new Notice(
              Messages.of("notice-dropped-one", one.name()),
              (sentence(one.why()) + " " + more).strip(),
              true));
    }
    List<String> reasons = all.stream().map(Seen::why).distinct().toList();
    String words =
        reasons.size() == 1
            ? sentence(reasons.getFirst()) + " " + names(all)
            : lines(all.stream().map(each -> each.name() + ": " + each.why()).toList());
    return Optional.of(new Notice(Messages.of("notice-dropped-many", all.size()), words, true));
  }

  private Optional<Notice> back(Instant now) {
    if (seen.values().stream().noneMatch(each -> each.isBack(now, BACK_AFTER.plus(FOLD)))) {
      return Optional.empty();
    }
    List<Seen> all = those(each -> each.isBack(now, BACK_AFTER));
    all.forEach(
        each -> {
          each.told = false;
          each.lost = null;
          each.back = null;
        });
    if (all.size() == 1) {
      return Optional.of(
          new Notice(
              Messages.of("notice-recovered-one", all.getFirst().name()),
              Messages.of("notice-active-on", Address.of(all.getFirst().status)),
              false));
    }
    return Optional.of(
        new Notice(Messages.of("notice-recovered-many", all.size()), names(all), false));
  }

  private List<Seen> those(Predicate<Seen> wanted) {
    List<Seen> all = new ArrayList<>(seen.values());
    all.removeIf(wanted.negate());
    all.sort(java.util.Comparator.comparing(Seen::name));
    return all;
  }

  private static String names(List<Seen> all) {
    String first = all.stream().limit(NAMES).map(Seen::name).collect(Collectors.joining(", "));
    return all.size() > NAMES ? Messages.of("notice-more-names", first, all.size() - NAMES) : first;
  }

  private static String lines(List<String> all) {
    String first = all.stream().limit(LINES).collect(Collectors.joining("\n"));
    return all.size() > LINES ? Messages.of("notice-more-lines", first, all.size() - LINES) : first;
  }

  private static String sentence(String text) {
    return text.isEmpty()
        ? ""
        : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1) + ".";
  }
}

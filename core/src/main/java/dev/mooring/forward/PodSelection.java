package dev.mooring.forward;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;

/// Which of the ready pods the next connection goes to.
///
/// @param way how
/// @param pod the pod's name for [Way#PINNED], else empty
public record PodSelection(Way way, String pod) {
  public static final PodSelection STICKY = new PodSelection(Way.STICKY, "");
  public static final PodSelection ROUND_ROBIN = new PodSelection(Way.ROUND_ROBIN, "");

  public enum Way {
    /// The one that served last, while it is ready.
    STICKY,
    /// Each in turn.
    ROUND_ROBIN,
    /// Only the named one; connections wait while it is not ready.
    PINNED
  }

  public static PodSelection pinned(String pod) {
    return new PodSelection(Way.PINNED, pod);
  }

  /// "sticky", "round-robin", or "pod/NAME" for one that never changes. Empty text is sticky.
  ///
  /// @throws dev.mooring.problem.MooringException when it is none of these
  public static PodSelection parse(String text) {
    return switch (text) {
      case "", "sticky" -> STICKY;
      case "round-robin" -> ROUND_ROBIN;
      default -> {
        if (!text.matches("pod/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
          throw new Problem(
                  Code.INVALID_VALUE,
                  Messages.of("is-not-a-pod-selection", text),
                  Messages.of("a-pod-is-selected-by-sticky"),
                  new Remedy.Advice(Messages.of("use-sticky-round-robin-or-pod")))
              .raise();
        }
        yield pinned(text.substring("pod/".length()));
      }
    };
  }

  /// As [#parse] reads it.
  public String words() {
    return switch (way) {
      case STICKY -> "sticky";
      case ROUND_ROBIN -> "round-robin";
      case PINNED -> "pod/" + pod;
    };
  }
}

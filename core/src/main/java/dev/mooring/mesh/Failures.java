package dev.mooring.mesh;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Why none of a registry's lanes served one attempt.
final class Failures {
  private record Failure(Lane lane, Problem problem, MooringException thrown, Weight weight) {}

  /// What says most comes first.
  private enum Weight {
    REFUSED,
    MISSING,
    INTERRUPTED,
    ABSENT
  }

  private final List<Failure> all = new ArrayList<>();

  void absent(Lane lane, Problem why) {
    Weight weight = why.code() == Code.REGISTRY_MISSING ? Weight.MISSING : Weight.ABSENT;
    all.add(new Failure(lane, why, why.raise(), weight));
  }

  void interrupted(Lane lane, Problem why) {
    all.add(new Failure(lane, why, why.raise(), Weight.INTERRUPTED));
  }

  void thrown(Lane lane, MooringException e) {
    all.add(new Failure(lane, e.problem(), e, isRefusal(e) ? Weight.REFUSED : Weight.INTERRUPTED));
  }

  /// Whether another attempt would get the same answer: some lane leads to a refusal, or none leads
  /// anywhere.
  private static boolean isRefusal(MooringException e) {
    return switch (e.getCause()) {
      case StreamException stream -> stream.kind() == StreamException.Kind.UNTRUSTED;
      case RefusedException refused -> refused.aboutTheUser();
      case null, default ->
          switch (e.problem().code()) {
            case ISTIOD_REFUSED, ISTIOD_UNTRUSTED, MESH_ROOT_MISSING, MISSING_RIGHT -> true;
            default -> false;
          };
    };
  }

  /// Whether another attempt would get the same answers.
  boolean hopeless() {
    return all.stream().noneMatch(each -> each.weight() == Weight.INTERRUPTED);
  }

  /// The one failure to tell of; where no lane is there at all, each with its name.
  MooringException worst() {
    Failure worst =
        all.stream()
            .min(java.util.Comparator.comparing(Failure::weight))
            .orElseThrow(() -> new IllegalStateException("no lane failed"));
    if (worst.weight() != Weight.ABSENT || all.size() == 1) {
      return worst.thrown();
    }
    Problem last = all.stream().map(Failure::problem).reduce((a, b) -> b).orElseThrow();
    return new Problem(
            all.stream().anyMatch(each -> each.problem().code() == Code.MISSING_RIGHT)
                ? Code.MISSING_RIGHT
                : last.code(),
            Messages.of("not-connected-to-the-registry"),
            all.stream()
                .map(each -> each.lane().route() + ": " + each.problem().why())
                .distinct()
                .collect(Collectors.joining("; ")),
            last.remedy())
        .raise();
  }
}

package dev.mooring.forward.reach;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ReachabilityEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of the pods behind a target: a fold of all that was heard of them.
///
/// Immutable; what is heard makes another one.
final class PodSet {
  private final PodsBehind behind;
  private final @Nullable Watched pods;
  private final @Nullable Watched owners;
  private final @Nullable Problem silence;
  private final Doubts doubts;
  private final Standing standing;

  private PodSet(
      PodsBehind behind,
      @Nullable Watched pods,
      @Nullable Watched owners,
      @Nullable Problem silence,
      Doubts doubts) {
    this.behind = behind;
    this.pods = pods;
    this.owners = owners;
    this.silence = silence;
    this.doubts = doubts;
    this.standing = judged();
  }

  /// Of which nothing was heard yet.
  static PodSet of(Target target, PodSelection pick) {
    return new PodSet(new PodsBehind(target, pick), null, null, null, Doubts.NONE);
  }

  /// The pods of the target's namespace.
  PodSet podsHeard(Watched next) {
    return new PodSet(behind, next, owners, silence, doubts.heard(next.objects()));
  }

  /// The objects of the target's kind in its namespace.
  PodSet ownersHeard(Watched next) {
    return new PodSet(behind, pods, next, silence, doubts);
  }

  /// What the tunnels noticed.
  PodSet hear(ReachabilityEvent event) {
    return switch (event) {
      case ReachabilityEvent.ServerSilent silent -> silence(silent.why());
      case ReachabilityEvent.ServerHeard ignored -> silence(null);
      case ReachabilityEvent.PodSilent silent when here(silent.namespace()) ->
          doubt(silent.pod(), silent.why());
      case ReachabilityEvent.PodHeard heard when here(heard.namespace()) -> trust(heard.pod());
      // Of another namespace, or that the machine woke: the watches begin anew then.
      default -> this;
    };
  }

  private boolean here(String namespace) {
    return behind.target().namespace().equals(namespace);
  }

  /// @param why the API server is not heard, by those who ask it more often than the watches do;
  /// null when it is
  PodSet silence(@Nullable Problem why) {
    return new PodSet(behind, pods, owners, why, doubts);
  }

  /// The same of the pod of that name, if it is one of those that may be reached.
  PodSet doubt(String pod, String why) {
    return named(pod).map(each -> doubt(each, why)).orElse(this);
  }

  PodSet trust(String pod) {
    return named(pod).map(this::trust).orElse(this);
  }

  /// A pod turned out to be out of reach although it is called ready.
  PodSet doubt(ReadyPod pod, String why) {
    Doubts more = doubts.with(pod, known(pod.uid()).orElse(null), why);
    return new PodSet(behind, pods, owners, silence, more);
  }

  /// A pod was reached.
  PodSet trust(ReadyPod pod) {
    return doubts.about(pod)
        ? new PodSet(behind, pods, owners, silence, doubts.without(pod))
        : this;
  }

  Standing standing() {
    return standing;
  }

  /// What was last said of a pod.
  Optional<KubeObject> known(String uid) {
    return pods == null
        ? Optional.empty()
        : pods.objects().stream().filter(each -> each.uid().equals(uid)).findFirst();
  }

  /// Whether it is still there and not being deleted.
  boolean stays(ReadyPod pod) {
    return known(pod.uid()).filter(each -> !each.deleting()).isPresent();
  }

  /// Whether nobody is ready because a pod goes whose successor is not there yet.
  boolean replaced() {
    return pods != null
        && standing.pods().isEmpty()
        && standing.answering()
        && behind.someGoes(pods, owners);
  }

  /// What a caller is told who got no pod.
  MooringException unreachable(String why) {
    Target target = behind.target();
    return new Problem(
            Code.POD_UNREACHABLE,
            Messages.of("cannot-connect-to-in", target.words(), target.namespace()),
            why,
            new Remedy.Command(
                Messages.of("look-at-the-pods"), "kubectl get pods -n " + target.namespace()))
        .raise();
  }

  /// Of those that may be reached, the one of this name.
  Optional<ReadyPod> named(String pod) {
    return standing.pods().stream().filter(each -> each.port().pod().equals(pod)).findFirst();
  }

  /// The names of those in doubt.
  List<String> doubted() {
    return standing.pods().stream().filter(doubts::about).map(each -> each.port().pod()).toList();
  }

  /// Whom to try next: one that did not fail yet and is in no doubt, else any that did not, else
  /// any at all.
  ///
  /// @param last who served last, or whose turn it was
  Optional<ReadyPod> next(Set<ReadyPod> failed, @Nullable ReadyPod last) {
    List<ReadyPod> untried =
        standing.pods().stream().filter(each -> !failed.contains(each)).toList();
    List<ReadyPod> trusted = untried.stream().filter(each -> !doubts.about(each)).toList();
    List<ReadyPod> choice =
        trusted.isEmpty() ? untried.isEmpty() ? standing.pods() : untried : trusted;
    if (last == null || choice.isEmpty()) {
      return choice.stream().findFirst();
    }
    if (!turns()) {
      return Optional.of(choice.contains(last) ? last : choice.getFirst());
    }
    // They are in the order of their names, so that a turn goes on after the last one.
    return choice.stream()
        .filter(each -> each.port().pod().compareTo(last.port().pod()) > 0)
        .findFirst()
        .or(() -> Optional.of(choice.getFirst()));
  }

  /// Whether pods take turns.
  boolean turns() {
    return behind.pick().way() == PodSelection.Way.ROUND_ROBIN;
  }

  boolean allOf(Set<ReadyPod> failed) {
    return !standing.pods().isEmpty() && failed.containsAll(standing.pods());
  }

  /// Whether a pod is gone, or in doubt while others are not.
  boolean outdone(ReadyPod pod) {
    return !standing.pods().contains(pod)
        || (doubts.about(pod) && !standing.pods().stream().allMatch(doubts::about));
  }

  private Standing judged() {
    if (pods == null || (owners == null && behind.target().owner().isPresent())) {
      return silence == null ? Standing.UNKNOWN : new Standing(List.of(), silence.why(), false);
    }
    Standing found = behind.standing(pods, owners, silence);
    boolean allDoubted = found.pods().stream().allMatch(doubts::about);
    return found.why().isEmpty() && allDoubted
        ? new Standing(found.pods(), doubts.why(found.pods().getFirst()), true)
        : found;
  }
}

package dev.mooring.stack.options;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a rehearsal has shown so far.
///
/// @param counted from when on requests are counted: the registry's proxy keeps none over a restart
/// @param refusals the most frequent first; empty where nobody would have been refused
/// @param hidden why they cannot be seen; empty where they can
public record Rehearsal(
    Rehearsed rehearsed, Instant counted, List<Refusal> refusals, String hidden) {

  public Rehearsal {
    refusals = List.copyOf(refusals);
  }

  /// Requests that would have been refused.
  public long requests() {
    return refusals.stream().mapToLong(Refusal::requests).sum();
  }

  /// Somebody who pushed what the change would refuse.
  ///
  /// @param account NAMESPACE/SERVICEACCOUNT
  /// @param repository "-" for a path that is in none
  public record Refusal(
      String account,
      String repository,
      SortedSet<String> methods,
      long requests,
      Instant first,
      Instant last) {

    /// This and another of the same account and repository.
    public Refusal and(Refusal other) {
      SortedSet<String> all = new TreeSet<>(methods);
      all.addAll(other.methods);
      return new Refusal(
          account,
          repository,
          all,
          requests + other.requests,
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }
  }
}

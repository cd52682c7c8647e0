package dev.mooring.stack;

import dev.mooring.problem.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Proof that the stack does what it says, from where it matters.
///
/// @param pulls one for each node: the kubelet pulled a fresh image as `localhost:5000/...`; none
/// of a cache, to which no fresh image can be pushed
/// @param rows what an outsider tried, and what could be bent
public record Verification(Instant at, List<Pull> pulls, List<Row> rows) {
  /// @param why empty when it worked
  public record Pull(String node, boolean worked, Duration took, String why) {}

  /// One attempt and what came back.
  ///
  /// @param node empty where no one node matters
  /// @param finding its subject is the attempt; a blocker where a read, a write or a route is
  /// bent, a warning where only the cluster's network leaves something open or it was not tried
  public record Row(String node, Finding finding) {
    /// The attempt with its node: "Write from the node's loopback (node-a)".
    public String attempt() {
      return finding.subject() + (node.isEmpty() ? "" : " (" + node + ")");
    }
  }

  /// Whether every node pulled, or was answered by a cache, and nothing is bent. Warnings do not
  /// count.
  public boolean passed() {
    return (!pulls.isEmpty() || rows.stream().anyMatch(Verification::ofNode))
        && pulls.stream().allMatch(Pull::worked)
        && rows.stream().noneMatch(each -> each.finding().level() == Finding.Level.BLOCKER);
  }

  /// How many nodes were tried.
  public int nodes() {
    return Math.toIntExact(pulls.size() + rows.stream().filter(Verification::ofNode).count());
  }

  /// How many of them could not pull.
  public int failedNodes() {
    return Math.toIntExact(
        pulls.stream().filter(each -> !each.worked()).count()
            + rows.stream()
                .filter(Verification::ofNode)
                .filter(each -> each.finding().level() == Finding.Level.BLOCKER)
                .count());
  }

  /// What a cache answered that node, to which no fresh image can be pushed; nothing of a registry
  /// that takes pushes, or of a node that was not tried.
  public Optional<Finding> answered(String node) {
    return rows.stream()
        .filter(Verification::ofNode)
        .filter(each -> each.node().equals(node))
        .map(Row::finding)
        .findFirst();
  }

  private static boolean ofNode(Row row) {
    return Attempt.NODE_READ.is(row.finding());
  }

  /// What failed first, in words; empty where nothing did.
  String failure() {
    return Stream.concat(
            pulls.stream()
                .filter(each -> !each.worked())
                .map(each -> Messages.of("node-did-not-pull-it", each.node(), each.why())),
            rows.stream()
                .filter(each -> each.finding().level() == Finding.Level.BLOCKER)
                .map(each -> each.attempt() + ": " + each.finding().sentence()))
        .findFirst()
        .orElse("");
  }

  public List<Row> warnings() {
    return rows.stream().filter(each -> each.finding().level() == Finding.Level.WARNING).toList();
  }
}

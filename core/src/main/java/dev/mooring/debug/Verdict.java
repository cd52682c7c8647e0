package dev.mooring.debug;

import dev.mooring.problem.Finding;
import java.util.List;

/// What debugging can do with one container.
///
/// @param findings what stands in the way or should be known, blockers first
/// @param facts what is known: uid, gid, Pod Security, node architecture, probes
/// @param runtime in what the program runs: "Go 1.26.8", "JVM"; empty where it isn't known yet
/// @param way the first that works
public record Verdict(
    String namespace,
    String pod,
    String container,
    List<Finding> findings,
    List<Fact> facts,
    String runtime,
    Way way) {

  /// The id of the finding that offers a copy.
  public static final String COPY = "debug.copy";

  /// How a debugger comes to the program.
  public enum Way {
    /// One runs already; its port is forwarded.
    FORWARD,
    ATTACH,
    /// To another start of it in a pod beside it.
    COPY,
    NONE
  }

  /// Of a program that isn't known yet.
  public Verdict(
      String namespace, String pod, String container, List<Finding> findings, List<Fact> facts) {
    this(
        namespace,
        pod,
        container,
        findings,
        facts,
        "",
        findings.stream().noneMatch(each -> each.level() == Finding.Level.BLOCKER)
            ? Way.ATTACH
            : findings.stream().anyMatch(each -> each.id().equals(COPY)) ? Way.COPY : Way.NONE);
  }

  /// Whether debugging can be tried.
  public boolean possible() {
    return findings.stream().noneMatch(each -> each.level() == Finding.Level.BLOCKER);
  }

  /// Whether a copy of the pod can be tried where Attach cannot.
  public boolean copyable() {
    return findings.stream().anyMatch(each -> each.id().equals(COPY));
  }

  /// The findings as lines, each with what to do.
  public List<String> lines() {
    return findings.stream()
        .map(each -> each.words() + (each.whatToDo().isEmpty() ? "" : ". " + each.whatToDo()))
        .toList();
  }

  /// @param name "runs as"
  /// @param value "uid 1000, gid 0"
  public record Fact(String name, String value) {}
}

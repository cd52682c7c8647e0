package dev.mooring.stack;

import dev.mooring.problem.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Proof that the stack does what it says, from where it matters.
///
/// @param pulls one for each node: the kubelet pulled a fresh image as `localhost:5000/...`
/// @param refusals what must be refused, and whether it was
/// @param warnings what is odd and bends nothing
public record Verification(
    Instant at, List<Pull> pulls, List<Refusal> refusals, List<Finding> warnings) {
  /// @param why empty when it worked
  public record Pull(String node, boolean worked, Duration took, String why) {}

  /// @param attempt in words: "a push by an identity that is no writer"
  /// @param answer what came back: "403 RBAC: access denied"
  public record Refusal(String attempt, boolean refused, String answer) {}

  public boolean passed() {
    return !pulls.isEmpty()
        && pulls.stream().allMatch(Pull::worked)
        && refusals.stream().allMatch(Refusal::refused);
  }
}

package dev.mooring.debug.container;

import dev.mooring.debug.subject.Privileges;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/// Tries privileges from the least up, and only goes on when it was these that did not suffice.
public final class Escalation {
  private Escalation() {}

  /// Something that needs privileges.
  @FunctionalInterface
  public interface Attempt<T> {
    T with(Privileges privileges) throws InterruptedException;
  }

  /// @param further told of the next privileges and of what the ones before did not do
  /// @throws MooringException the last failure
  public static <T> T leastFirst(
      List<Privileges> all, Attempt<T> attempt, BiConsumer<Privileges, Problem> further)
      throws InterruptedException {
    Iterator<Privileges> rest = all.iterator();
    Privileges now = rest.next();
    while (true) {
      try {
        return attempt.with(now);
      } catch (MooringException e) {
        if (!rest.hasNext() || !tooFew(e.problem().code())) {
          throw e;
        }
        now = rest.next();
        further.accept(now, e.problem());
      }
    }
  }

  /// A policy may forbid one user and allow the other, too.
  private static boolean tooFew(Code code) {
    return code == Code.DEBUG_NOT_PERMITTED || code == Code.DEBUG_CONTAINER_REFUSED;
  }
}

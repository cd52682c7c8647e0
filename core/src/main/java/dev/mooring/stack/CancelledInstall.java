package dev.mooring.stack;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.OptionalInt;

/// What an install leaves that was cut off.
///
/// @param objects how many stand; empty where the cluster could not be asked
public record CancelledInstall(OptionalInt objects) {

  /// Asks the cluster. Blocking.
  public static CancelledInstall look(Stack stack, StackOptions options) {
    try {
      return new CancelledInstall(
          OptionalInt.of(stack.planUninstall(options, Stack.DataFate.DELETE).steps().size()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CancelledInstall(OptionalInt.empty());
    } catch (MooringException e) {
      return new CancelledInstall(OptionalInt.empty());
    }
  }

  /// Whether there may be something to remove.
  public boolean removable() {
    return objects.isEmpty() || objects.getAsInt() > 0;
  }

  public Problem problem() {
    return new Problem(
        Code.INSTALL_CANCELLED,
        Messages.of("the-install-was-cancelled"),
        standing(),
        new Remedy.Command(
            removable()
                ? Messages.of("install-again-to-complete-it-or")
                : Messages.of("install-again-when-you-are-ready"),
            "mooring install"));
  }

  private String standing() {
    if (objects.isEmpty()) {
      return Messages.of("some-objects-may-be-installed");
    }
    int installed = objects.getAsInt();
    return installed == 0
        ? Messages.of("nothing-was-written")
        : Messages.count("objects-are-installed", installed);
  }
}

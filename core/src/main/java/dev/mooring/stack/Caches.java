package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Upstream;
import dev.mooring.stack.render.PullThrough;
import java.util.Optional;

/// What cannot be done with a registry that is a cache of another.
public final class Caches {
  private static final String ID = "stack.upstream";

  private Caches() {}

  /// @param what cannot be done otherwise
  /// @throws dev.mooring.problem.MooringException where the registry is a cache, to which nobody
  /// pushes
  public static void demandPushes(StackOptions options, String what) {
    Optional<Upstream> upstream = options.additions().upstream();
    if (upstream.isPresent()) {
      throw new Problem(
              Code.CACHE_TAKES_NO_PUSHES,
              what,
              Messages.of("it-is-a-cache-of", options.registry(), upstream.get().name()),
              new Remedy.Advice(Messages.of("use-another-registry")))
          .raise();
    }
  }

  /// @param claim the volume claim that is there
  /// @throws dev.mooring.problem.MooringException where it holds what another kind of registry, or
  /// a cache of another one, has written
  static void demandSame(StackOptions options, KubeObject claim) {
    String kept = claim.annotations().getOrDefault(PullThrough.ANNOTATION, "");
    String wanted = options.additions().pullThrough();
    if (kept.equals(wanted)) {
      return;
    }
    throw new Problem(
            Code.CACHE_FIXED,
            wanted.isEmpty()
                ? Messages.of("cannot-make-an-ordinary-registry-of", options.registry())
                : Messages.of("cannot-make-a-cache-of", options.registry(), wanted),
            kept.isEmpty()
                ? Messages.of("its-volume-holds-images-that-were-pushed")
                : Messages.of("its-volume-holds-images-cached-from", kept),
            new Remedy.Command(
                Messages.of("choose-another-registry-or-delete-the-images"),
                wanted.isEmpty()
                    ? "mooring uninstall --delete-images --registry " + options.registry()
                    : "mooring install --registry NAME --pull-through " + wanted))
        .raise();
  }

  /// What is to be known of where it pulls from; nothing where that is as it should be.
  static Optional<Finding> unencrypted(StackOptions options) {
    return options
        .additions()
        .upstream()
        .filter(each -> !each.encrypted() && !each.isInside(options.domain()))
        .map(
            each ->
                Finding.warning(
                    ID,
                    Messages.of("upstream"),
                    Messages.of("its-images-come-unencrypted", each),
                    new Remedy.Advice(Messages.of("use-an-https-address"))));
  }

  /// @throws dev.mooring.problem.MooringException where others would read a login on its way
  static void demandSafeForLogin(StackOptions options) {
    if (unencrypted(options).isPresent()) {
      throw new Problem(
              Code.INVALID_VALUE,
              Messages.of("cannot-show-a-login-to", options.additions().pullThrough()),
              Messages.of("the-login-would-not-be-encrypted"),
              new Remedy.Advice(Messages.of("use-an-https-address")))
          .raise();
    }
  }
}

package dev.mooring.forward.listener;

import dev.mooring.platform.PeerOwner;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which users of this machine a port serves that lends out its owner's identity: the owner and
/// root.
///
/// Where the system cannot tell who connects, the user's choice decides. Thread-safe.
public final class LocalUsers {
  private static final Logger LOG = LoggerFactory.getLogger(LocalUsers.class);
  private static final int MOST_TOLD = 64;

  /// The key of the setting that lets in whom the system cannot name.
  public static final String SETTING = "allowUnknownLocalUsers";

  /// Says who holds the other end of a connection.
  @FunctionalInterface
  public interface Lookup {
    PeerOwner owner(InetSocketAddress peer, InetSocketAddress local) throws InterruptedException;
  }

  private final Lookup lookup;
  private final BooleanSupplier allowUnknown;

  public LocalUsers(Lookup lookup, BooleanSupplier allowUnknown) {
    this.lookup = lookup;
    this.allowUnknown = allowUnknown;
  }

  /// The owner and root, and nobody whom the system cannot name.
  public static LocalUsers owner() {
    return ownerOr(() -> false);
  }

  /// The same, with the user's choice for those whom the system cannot name.
  ///
  /// @param allowUnknown asked at each connection that it decides
  public static LocalUsers ownerOr(BooleanSupplier allowUnknown) {
    return new LocalUsers(PeerOwner::of, allowUnknown);
  }

  /// The door of one port.
  Door door(Consumer<Problem> told) {
    return new Door(told);
  }

  /// Tells each user of one port once.
  final class Door {
    private final Consumer<Problem> told;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    private Door(Consumer<Problem> told) {
      this.told = told;
    }

    /// Whether the connection may go on.
    boolean admits(InetSocketAddress peer, InetSocketAddress local) throws InterruptedException {
      return switch (lookup.owner(peer, local)) {
        case PeerOwner.Trusted ignored -> true;
        case PeerOwner.Other other -> {
          once(other.name(), refused(other.name(), local.getPort()));
          yield false;
        }
        case PeerOwner.Gone ignored -> {
          LOG.debug("A connection to port {} was gone before it was served", local.getPort());
          yield false;
        }
        case PeerOwner.Unknown unknown -> {
          boolean allowed = allowUnknown.getAsBoolean();
          once("? " + allowed, unknown(unknown.why(), local.getPort(), allowed));
          yield allowed;
        }
      };
    }

    private void once(String whom, Problem problem) {
      if (named.size() < MOST_TOLD && named.add(whom)) {
        LOG.warn("{}: {}", problem.what(), problem.why());
        told.accept(problem);
      }
    }
  }

  private static Problem refused(String name, int port) {
    return new Problem(
        Code.LOCAL_USER_REFUSED,
        Messages.of("refused-a-connection-to-port-from", port, name),
        Messages.of("this-port-uses-your-identity-in"),
        new Remedy.Advice(Messages.of("if-needs-access-run-mooring-as", name)));
  }

  private static Problem unknown(String why, int port, boolean allowed) {
    String doubt = Messages.of("mooring-cant-tell-which-user-of", why);
    return allowed
        ? new Problem(
            Code.LOCAL_USER_UNKNOWN,
            Messages.of("port-accepts-connections-from-any-user", port),
            doubt,
            new Remedy.Setting(
                Messages.of("turn-off-if-others-use-this", SETTING), SETTING, "false"))
        : new Problem(
            Code.LOCAL_USER_UNKNOWN,
            Messages.of("refused-a-connection-to-port", port),
            doubt,
            new Remedy.Setting(
                Messages.of("turn-on-if-nobody-else-uses", SETTING), SETTING, "true"));
  }
}

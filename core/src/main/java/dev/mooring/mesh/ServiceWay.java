package dev.mooring.mesh;

import dev.mooring.forward.LentIdentity;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.forward.running.MeshWay;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Mutual TLS to a service: into its pod where its sidecar listens there, or through the entrance.
final class ServiceWay implements MeshWay {
  /// A sidecar's refusal of a certificate comes within a round trip of the handshake.
  private static final Duration WORD = Duration.ofMillis(500);

  private final Passage passage;
  private final Identities identities;
  private final ServiceAccount account;
  private final MutualHandshake<ReadyPod> handshake;
  private volatile Identity shown;

  /// Where a way leads.
  ///
  /// @param entrance whether what is dialled is an entrance
  /// @param behind the service, where an entrance is dialled and this user can look at its pods
  /// @param namespace the service's
  /// @param serverName what an entrance knows the service by; null for none
  /// @param server the ServiceAccount that the service runs as
  /// @param route for people
  record Passage(
      Target dialled,
      boolean entrance,
      @Nullable Target behind,
      Speech speech,
      String namespace,
      @Nullable String serverName,
      Function<ReadyPod, String> server,
      String route,
      Raw raw) {}

  /// The stream below, without TLS.
  @FunctionalInterface
  interface Raw {
    ByteStream to(ReadyPod pod) throws InterruptedException;
  }

  /// @param account whose certificate is shown
  /// @throws dev.mooring.problem.MooringException when there is no certificate to be had
  ServiceWay(Passage passage, Identities identities, ServiceAccount account)
      throws InterruptedException {
    this.passage = passage;
    this.identities = identities;
    this.account = account;
    this.handshake =
        new MutualHandshake<>(
            passage.namespace(),
            account,
            identities,
            passage.server(),
            passage.serverName(),
            passage.speech());
    this.shown = identities.get(account);
  }

  @Override
  public Target dialled() {
    return passage.dialled();
  }

  @Override
  public boolean elsewhere() {
    return passage.entrance();
  }

  @Override
  public Optional<Target> behind() {
    return Optional.ofNullable(passage.behind());
  }

  @Override
  public boolean http() {
    return passage.speech() == Speech.HTTP;
  }

  @Override
  public ByteStream open(ReadyPod pod) throws InterruptedException {
    return handshaken(pod);
  }

  private Upstream<ReadyPod> handshaken(ReadyPod pod) throws InterruptedException {
    Upstream<ReadyPod> upstream = handshake.open(pod, () -> passage.raw().to(pod), () -> true);
    shown = identities.get(account);
    return upstream;
  }

  @Override
  public void prove(ReadyPod pod) throws InterruptedException {
    AtomicReference<@Nullable StreamException> refused = new AtomicReference<>();
    try (Upstream<ReadyPod> upstream = handshaken(pod)) {
      Thread reader =
          Thread.ofVirtual()
              .name("mesh-proof")
              .start(
                  () -> {
                    try {
                      upstream.input().read();
                    } catch (StreamException e) {
                      refused.set(e);
                    } catch (IOException e) {
                      // Closed below, or the service ended it: the handshake stood.
                    }
                  });
      reader.join(WORD);
      StreamException said = refused.get();
      if (said != null) {
        throw said.problem().raise(said);
      }
    }
  }

  @Override
  public LentIdentity lent() {
    Identity now = shown;
    return new LentIdentity(now.principal(), now.expires(), passage.route());
  }

  @Override
  public void refresh() throws InterruptedException {
    shown = identities.get(account);
  }
}

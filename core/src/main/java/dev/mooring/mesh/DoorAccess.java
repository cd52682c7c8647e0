package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.http.Authorization;
import dev.mooring.forward.listener.Guard;
import dev.mooring.identity.token.AccountToken;
import dev.mooring.identity.token.TokenLease;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.Tunnels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A registry behind its proxy, by a ServiceAccount's token with each request.
///
/// The token is for this registry only, and every lane ends in TLS with it: nobody else sees one.
final class DoorAccess implements Access {
  private static final Logger LOG = LoggerFactory.getLogger(DoorAccess.class);

  /// Whoever refuses tokens gets another, not more often than this.
  private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(30);

  private final RegistryDoor registry;
  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Consumer<Problem> told;
  private final TokenLease lease;
  private final AtomicLong renewedAt =
      new AtomicLong(System.nanoTime() - BETWEEN_RENEWALS.toNanos());

  /// @param told of what a single request met
  DoorAccess(RegistryDoor registry, Cluster cluster, Tunnels tunnels, Consumer<Problem> told) {
    this(
        registry,
        cluster,
        tunnels,
        told,
        new TokenLease(cluster, registry.account(), registry.audience()));
  }

  DoorAccess(
      RegistryDoor registry,
      Cluster cluster,
      Tunnels tunnels,
      Consumer<Problem> told,
      TokenLease lease) {
    this.registry = registry;
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.told = told;
    this.lease = lease;
  }

  @Override
  public String step() {
    return Messages.of("requesting-a-token-from-the-api");
  }

  @Override
  public ShownIdentity shown() throws InterruptedException {
    AccountToken token = lease.present();
    return new ShownIdentity(ShownIdentity.By.TOKEN, token.account().toString(), token.expires());
  }

  @Override
  public List<Lane> lanes() {
    return List.of(
        new PodLane(
            cluster,
            tunnels,
            registry,
            Messages.of("through-the-kubernetes-api"),
            new DoorHandshake<>(registry, new DoorAuthority(cluster, registry))));
  }

  @Override
  public Guard guard(Guard local) {
    return local.showing(this::present);
  }

  private Authorization.Shown present() throws InterruptedException {
    try {
      return new Shown(lease.present());
    } catch (MooringException e) {
      told.accept(e.problem());
      throw e;
    }
  }

  /// What one request shows.
  private final class Shown implements Authorization.Shown {
    private final AccountToken token;

    Shown(AccountToken token) {
      this.token = token;
    }

    @Override
    public byte[] value() {
      return token.bearer();
    }

    @Override
    public void refused() {
      Thread.ofVirtual().name("renew-refused-token").start(() -> renew(token));
    }
  }

  /// A request that went on cannot be sent again: its body has passed. The next one shows the new
  /// token.
  private void renew(AccountToken refused) {
    try {
      told.accept(refusal(renewed(refused)));
    } catch (MooringException e) {
      told.accept(e.problem());
    } catch (InterruptedException e) {
      LOG.debug("A renewal was ended");
    }
  }

  /// @return whether the next request shows another token
  private boolean renewed(AccountToken refused) throws InterruptedException {
    if (!lease.present().equals(refused)) {
      return true;
    }
    long now = System.nanoTime();
    long before = renewedAt.get();
    if (now - before < BETWEEN_RENEWALS.toNanos() || !renewedAt.compareAndSet(before, now)) {
      return false;
    }
    lease.renewed(refused);
    return true;
  }

  private Problem refusal(boolean renewed) {
    return new Problem(
        Code.TOKEN_REFUSED,
        Messages.of("cannot-use-as", registry.words(), registry.account()),
        renewed
            ? Messages.of("it-refuses-the-token-a-new-one-is-here")
            : Messages.of("it-refuses-new-tokens-too"),
        renewed
            ? new Remedy.Wait(Messages.of("try-again"), Duration.ZERO)
            : new Remedy.Command(
                Messages.of("check-the-registry"),
                "mooring verify --namespace " + registry.namespace()));
  }

  @Override
  public void greet(ByteStream stream) throws InterruptedException {
    AccountToken token = lease.present();
    String status = Greeting.status(stream, registry, field(token));
    if (status.startsWith("HTTP/1.1 200 ")) {
      return;
    }
    if (status.startsWith("HTTP/1.1 401 ")) {
      boolean renewed = renewed(token);
      Problem refused = refusal(renewed);
      // The next attempt shows another one; there is none after that.
      throw renewed ? refused.raise() : settled(refused);
    }
    if (status.startsWith("HTTP/1.1 403 ")) {
      throw settled(
          new Problem(
              Code.NOT_ALLOWED,
              Messages.of("cannot-use-as", registry.words(), registry.account()),
              Messages.of("its-rules-do-not-let-this-account", registry.audience()),
              new Remedy.Command(
                  Messages.of("whoever-can-change-the-registry-can"),
                  "mooring writer add %s --namespace %s --repositories '%s/*'"
                      .formatted(
                          registry.account().name(),
                          registry.account().namespace(),
                          registry.account().namespace())),
              "GET /v2/: " + status));
    }
    throw Greeting.unexpected(registry, status);
  }

  private static MooringException settled(Problem problem) {
    return problem.raise(new StreamException(StreamException.Kind.UNTRUSTED, problem));
  }

  private static byte[] field(AccountToken token) {
    byte[] name = "Authorization: ".getBytes(StandardCharsets.US_ASCII);
    byte[] value = token.bearer();
    byte[] field = Arrays.copyOf(name, name.length + value.length + 2);
    System.arraycopy(value, 0, field, name.length, value.length);
    Arrays.fill(value, (byte) 0);
    field[field.length - 2] = '\r';
    field[field.length - 1] = '\n';
    return field;
  }

  /// Forgets the token.
  @Override
  public void close() {
    lease.close();
  }
}

package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.authority.CertificateLife;
import dev.mooring.mesh.NoCertificate;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Verification.Row;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Asks for the host as clients outside do, without a token: from this computer where it knows the
/// name, else at a pod of the gateway, which skips the DNS and the load balancer and nothing else.
///
/// Only the ingress's own challenge proves that the whole way leads there.
final class HostCheck {
  /// What a gateway needs to take a new route.
  private static final Duration SETTLES = Duration.ofSeconds(10);

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final int HTTPS = 443;

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Ingress ingress;
  private final Names names;
  private final Duration settles;

  /// Where a name leads.
  interface Names {
    /// @return nothing where this computer doesn't know it
    Optional<InetSocketAddress> find(String host);
  }

  private interface Way {
    NoCertificate.Told ask(String request) throws IOException, InterruptedException;
  }

  HostCheck(Cluster cluster, Tunnels tunnels, StackOptions options) {
    this(
        cluster,
        tunnels,
        options,
        host ->
            Optional.of(new InetSocketAddress(host, HTTPS)).filter(each -> !each.isUnresolved()),
        SETTLES);
  }

  HostCheck(Cluster cluster, Tunnels tunnels, StackOptions options, Names names, Duration settles) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.ingress = options.additions().ingress();
    this.names = names;
    this.settles = settles;
  }

  Row anonymous() throws InterruptedException {
    Answer answer;
    try {
      Optional<InetSocketAddress> address = names.find(ingress.host());
      answer = address.isPresent() ? fromHere(address.get()) : atThePod();
    } catch (MooringException e) {
      answer = Answer.untried(e.problem().what() + ": " + e.problem().why());
    }
    return Rows.row(Attempt.NO_TOKEN_HOST, "", answer, Remedy.none());
  }

  private Answer fromHere(InetSocketAddress address) throws InterruptedException {
    String from = Messages.of("from-this-computer-at", address.getAddress().getHostAddress());
    return settled(request -> NoCertificate.told(address, ingress.host(), request, LIMIT), from);
  }

  private Answer atThePod() throws InterruptedException {
    Optional<PodPort> pod =
        ingress.carrier().isEmpty()
            ? Optional.empty()
            : new GatewayPods(cluster, ingress.carrier().get()).https();
    return pod.isEmpty()
        ? Answer.untried(Messages.of("this-computer-cannot-resolve-it", ingress.host()))
        : settled(
            request -> NoCertificate.told(tunnels.open(pod.get()), ingress.host(), request, LIMIT),
            Messages.of("at-the-gateways-pod", pod.get().namespace() + "/" + pod.get().pod()));
  }

  private Answer settled(Way way, String where) throws InterruptedException {
    long deadline = System.nanoTime() + settles.toNanos();
    Answer answer = ask(way);
    while (answer.outcome() == Answer.Outcome.UNCLEAR && System.nanoTime() < deadline) {
      Thread.sleep(BETWEEN);
      answer = ask(way);
    }
    return new Answer(answer.outcome(), Messages.of("asked-in-this-way", answer.words(), where));
  }

  private Answer ask(Way way) throws InterruptedException {
    String request =
        "GET /v2/ HTTP/1.1\r\nHost: %s\r\nUser-Agent: mooring\r\nConnection: close\r\n\r\n"
            .formatted(ingress.host());
    try {
      return judged(way.ask(request));
    } catch (IOException e) {
      String why = e.getMessage();
      return new Answer(
          Answer.Outcome.UNCLEAR, why == null ? Messages.of("the-connection-was-closed") : why);
    }
  }

  private Answer judged(NoCertificate.Told told) {
    Answer answer = Answer.parse(told.head().lines().findFirst().orElse(""));
    String challenge = "www-authenticate: basic realm=\"" + ingress.host() + "\"";
    if (answer.outcome() == Answer.Outcome.REFUSED
        && !(answer.words().startsWith("401")
            && told.head()
                .lines()
                .anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(challenge)))) {
      return new Answer(
          Answer.Outcome.UNCLEAR, Messages.of("answered-by-something-else", answer.words()));
    }
    Optional<String> certificate =
        CertificateLife.of(told.certificate())
            .flatMap(each -> HostCertificate.wrong(each, ingress.host(), Instant.now()));
    return answer.outcome() == Answer.Outcome.REFUSED && certificate.isPresent()
        ? new Answer(
            Answer.Outcome.UNCLEAR,
            Messages.of("clients-refuse-its-certificate", answer.words(), certificate.get()))
        : answer;
  }
}

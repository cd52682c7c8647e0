package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Context;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How one context reaches its API server, as the kubeconfig said when it was read. Certificates
/// are read at the first connection.
final class Route {
  private final Context context;
  private final KubeconfigEntries.Entry cluster;
  private final KubeconfigEntries.@Nullable Entry user;
  private final URI server;
  private final ProxySelector proxies;
  private final Credentials credentials;
  private final Object lock = new Object();
  private @Nullable SSLContext tls;
  private @Nullable String tlsCertificate;

  Route(
      Context context,
      KubeconfigEntries.Entry cluster,
      KubeconfigEntries.@Nullable Entry user,
      Map<String, String> environment) {
    this.context = context;
    this.cluster = cluster;
    this.user = user;
    this.server = server(cluster);
    this.proxies = Proxies.of(cluster, server, environment);
    this.credentials = new Credentials(user, cluster.value(), Clock.systemUTC(), environment);
    Tls.checkFiles(cluster, user);
  }

  Context context() {
    return context;
  }

  /// Whether another reading of the kubeconfig says the same.
  boolean same(Route other) {
    return cluster.equals(other.cluster)
        && Objects.equals(settled(user), settled(other.user))
        && context.user().equals(other.context.user());
  }

  /// The user without what the login itself renews and reads anew.
  private static KubeconfigEntries.@Nullable Entry settled(KubeconfigEntries.@Nullable Entry user) {
    return user == null
        ? null
        : new KubeconfigEntries.Entry(
            user.name(),
            user.value()
                .without("auth-provider", "config", "id-token")
                .without("auth-provider", "config", "refresh-token"),
            user.file());
  }

  Credentials credentials() {
    return credentials;
  }

  URI server() {
    return server;
  }

  @Nullable SSLContext tls() {
    if (!"https".equals(server.getScheme())) {
      return null;
    }
    ExecPlugin.Answer plugin = pluginCertificate();
    String certificate = plugin == null ? "" : plugin.certificate();
    synchronized (lock) {
      SSLContext known = tls;
      if (known == null || !Objects.equals(certificate, tlsCertificate)) {
        known = Tls.context(cluster, user, plugin);
        tls = known;
        tlsCertificate = certificate;
      }
      return known;
    }
  }

  @Nullable String tlsName() {
    if (cluster.value().at("insecure-skip-tls-verify").isTrue()) {
      return null;
    }
    String name = cluster.value().at("tls-server-name").textOrEmpty();
    return name.isEmpty() ? Endpoint.host(server) : name;
  }

  Map<String, String> headers() throws InterruptedException {
    return credentials.headers();
  }

  ProxySelector proxies() {
    return proxies;
  }

  private ExecPlugin.@Nullable Answer pluginCertificate() {
    try {
      return credentials.certificate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(
              Code.CANCELLED,
              Messages.of("logging-in-was-interrupted"),
              Messages.of("the-program-was-asked-to-stop"),
              new Remedy.Advice(Messages.of("start-it-again")))
          .raise(e);
    }
  }

  private static URI server(KubeconfigEntries.Entry cluster) {
    String text = cluster.value().at("server").textOrEmpty();
    try {
      URI uri = URI.create(text.contains("://") ? text : "https://" + text);
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, together with addresses that parse but name no server.
    }
    throw new Problem(
            Code.KUBECONFIG_INVALID,
            Messages.of("cannot-use-the-cluster-of-the", cluster.name()),
            text.isEmpty()
                ? Messages.of("it-names-no-server")
                : Messages.of("its-server-is-not-an-http", text),
            new Remedy.Advice(Messages.of("correct-the-field-server-in", cluster.file())))
        .raise();
  }
}

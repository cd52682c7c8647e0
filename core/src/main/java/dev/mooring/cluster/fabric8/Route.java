package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Context;
import dev.mooring.platform.FileStamps;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How one context reaches its API server, as the kubeconfig said when it was read. Certificates
/// are read at the first connection, and again once their files changed.
final class Route {
  private static final Logger LOG = LoggerFactory.getLogger(Route.class);

  /// The environment variable that lets logins go to this machine without TLS, and its only value.
  static final String PLAIN = "MOORING_LOGIN_OVER_HTTP";

  static final String LOOPBACK = "loopback";

  private final Context context;
  private final KubeconfigEntries.Entry cluster;
  private final KubeconfigEntries.@Nullable Entry user;
  private final URI server;
  private final ProxySelector proxies;
  private final Credentials credentials;
  private final FileStamps certificates;
  private final boolean mayLogIn;
  private final Object lock = new Object();
  private @Nullable SSLContext tls;
  private List<Object> tlsMade = List.of();

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
    this.certificates = new FileStamps(Tls.files(cluster, user));
    this.mayLogIn = "https".equals(server.getScheme()) || isSparedLoopback(environment);
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

  /// Made anew when a file that it comes from was replaced. While the files do not fit together, as
  /// between a new certificate and its key, the last one that did counts.
  @Nullable SSLContext tls() throws InterruptedException {
    if (!"https".equals(server.getScheme())) {
      return null;
    }
    ExecPlugin.Answer plugin = credentials.certificate();
    synchronized (lock) {
      List<Object> now =
          List.of(certificates.stamp(), plugin == null ? "" : String.valueOf(plugin.certificate()));
      SSLContext known = tls;
      if (known == null || !now.equals(tlsMade)) {
        try {
          known = Tls.context(cluster, user, plugin);
          tls = known;
          tlsMade = now;
        } catch (MooringException e) {
          if (known == null) {
            throw e;
          }
          LOG.info("New certificates can't be used yet: {}", e.getMessage());
        }
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

  /// A login goes over TLS only: whoever reads it on its way can use it.
  Map<String, String> headers() throws InterruptedException {
    if (!mayLogIn && credentials.logsIn()) {
      throw new Problem(
              Code.LOGIN_FAILED,
              Messages.of("cannot-log-in-to", context.cluster()),
              Messages.of("its-server-is-plain-http", server),
              new Remedy.Advice(Messages.of("use-https-or-spare-loopback", PLAIN, LOOPBACK)))
          .raise();
    }
    return credentials.headers();
  }

  private boolean isSparedLoopback(Map<String, String> environment) {
    return environment.getOrDefault(PLAIN, "").equals(LOOPBACK)
        && isLoopback(Endpoint.host(server))
        && proxies.select(server).stream().allMatch(each -> each.type() == Proxy.Type.DIRECT);
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equalsIgnoreCase("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  ProxySelector proxies() {
    return proxies;
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

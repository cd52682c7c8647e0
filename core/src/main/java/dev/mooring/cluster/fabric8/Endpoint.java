package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Context;
import dev.mooring.problem.Problem;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How one context reaches its API server. Certificates are read at the first connection.
final class Endpoint implements ApiEndpoint {
  private final Context context;
  private final KubeconfigEntries.Entry cluster;
  private final KubeconfigEntries.@Nullable Entry user;
  private final URI server;
  private final ProxySelector proxies;
  private final Credentials credentials;
  private final Object lock = new Object();
  private @Nullable SSLContext tls;
  private @Nullable String tlsCertificate;

  Endpoint(
      Context context,
      KubeconfigEntries.Entry cluster,
      KubeconfigEntries.@Nullable Entry user,
      Map<String, String> environment) {
    this.context = context;
    this.cluster = cluster;
    this.user = user;
    this.server = server(cluster);
    this.proxies = Proxies.of(cluster, server, environment);
    this.credentials = new Credentials(user, cluster.value(), Clock.systemUTC());
    Tls.checkFiles(cluster, user);
  }

  Context context() {
    return context;
  }

  Credentials credentials() {
    return credentials;
  }

  @Override
  public URI server() {
    return server;
  }

  @Override
  public @Nullable SSLContext tls() {
    if (!"https".equals(server.getScheme())) {
      return null;
    }
    ExecPlugin.Answer plugin = pluginCertificate();
    String certificate = plugin == null ? "" : plugin.certificate();
    synchronized (lock) {
      SSLContext known = tls;
      if (known == null || !java.util.Objects.equals(certificate, tlsCertificate)) {
        known = Tls.context(cluster, user, plugin);
        tls = known;
        tlsCertificate = certificate;
      }
      return known;
    }
  }

  @Override
  public @Nullable String tlsName() {
    if (cluster.value().at("insecure-skip-tls-verify").isTrue()) {
      return null;
    }
    String name = cluster.value().at("tls-server-name").textOrEmpty();
    return name.isEmpty() ? host(server) : name;
  }

  @Override
  public Map<String, String> headers() throws InterruptedException {
    return credentials.headers();
  }

  @Override
  public boolean refused() throws InterruptedException {
    return credentials.invalidate();
  }

  @Override
  public ProxySelector proxies() {
    return proxies;
  }

  private ExecPlugin.@Nullable Answer pluginCertificate() {
    try {
      return credentials.certificate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(
              "Logging in was interrupted", "the program was asked to stop", "Start it again")
          .raise(e);
    }
  }

  /// The host without the brackets of an IPv6 address.
  static String host(URI server) {
    return server.getHost().replaceAll("^\\[|]$", "");
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
            "Cannot use the cluster " + cluster.name() + " of the kubeconfig",
            text.isEmpty()
                ? "it names no server"
                : "its server \"" + text + "\" is not an http or https address",
            "Correct the field server in " + cluster.file())
        .raise();
  }
}

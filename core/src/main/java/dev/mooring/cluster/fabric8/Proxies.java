package dev.mooring.cluster.fabric8;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The proxy to the API server: `proxy-url` of the cluster, else the variables that Go programs
/// read (golang.org/x/net/http/httpproxy).
final class Proxies {
  private Proxies() {}

  static ProxySelector of(KubeconfigEntries.Entry cluster, URI server, Map<String, String> env) {
    String own = cluster.value().at("proxy-url").textOrEmpty();
    if (!own.isEmpty()) {
      return fixed(own, Messages.of("proxy-url-of-the-cluster", cluster.name()));
    }
    boolean tls = "https".equals(server.getScheme());
    String variable = tls ? "HTTPS_PROXY" : "HTTP_PROXY";
    String text = variable(env, variable);
    String host = server.getHost();
    if (text.isEmpty() || host == null || excluded(host, server.getPort(), env)) {
      return fixed("", "");
    }
    return fixed(text, variable);
  }

  private static String variable(Map<String, String> env, String name) {
    String upper = env.getOrDefault(name, "");
    return upper.isEmpty() ? env.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
  }

  private static boolean excluded(String host, int port, Map<String, String> env) {
    String name = host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.startsWith("127.") || name.equals("::1")) {
      return true;
    }
    for (String each : variable(env, "NO_PROXY").split(",", -1)) {
      String rule = each.strip().toLowerCase(Locale.ROOT);
      if (rule.equals("*")
          || rule.equals(name)
          || rule.equals(name + ":" + port)
          || (!rule.isEmpty() && name.endsWith(rule.startsWith(".") ? rule : "." + rule))
          || Subnet.contains(rule, name)) {
        return true;
      }
    }
    return false;
  }

  private static ProxySelector fixed(String text, String source) {
    Proxy proxy = text.isEmpty() ? Proxy.NO_PROXY : parse(text, source);
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(proxy);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The caller of the connection hears of it.
      }
    };
  }

  private static Proxy parse(String text, String source) {
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw unusable(source, Messages.of("it-is-not-an-address"));
    }
    String host = uri.getHost();
    if (host == null) {
      throw unusable(source, Messages.of("it-is-not-an-address"));
    }
    if (!"http".equals(uri.getScheme())) {
      throw unusable(source, Messages.of("mooring-speaks-to-http-proxies-only", uri.getScheme()));
    }
    if (uri.getUserInfo() != null) {
      throw unusable(source, Messages.of("mooring-cannot-log-in-to-a"));
    }
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }

  private static RuntimeException unusable(String source, String why) {
    return new Problem(
            Code.PROXY_INVALID,
            Messages.of("cannot-use-the-proxy-of", source),
            why,
            new Remedy.Advice(Messages.of("set-it-to-http-host-port")))
        .raise();
  }
}

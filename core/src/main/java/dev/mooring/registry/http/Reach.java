package dev.mooring.registry.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Who vouches for a registry, and how requests get there.
public record Reach(SSLContext tls, WayOut out) {
  static final Duration CONNECT = Duration.ofSeconds(10);

  /// @param tls null for the authorities of the system
  public static Reach of(@Nullable SSLContext tls, WayOut out) {
    return new Reach(tls == null ? SystemAuthorities.tls() : tls, out);
  }

  /// A client of its own, which follows no redirect.
  public HttpClient client() {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    out.proxy().ifPresent(each -> client.proxy(ProxySelector.of(each)));
    return client.build();
  }

  /// The proxy that the client takes, too.
  Proxy proxy(URI uri) {
    InetSocketAddress own = out.proxy().orElse(null);
    if (own != null) {
      return new Proxy(Proxy.Type.HTTP, own);
    }
    ProxySelector proxies = ProxySelector.getDefault();
    return proxies == null ? Proxy.NO_PROXY : proxies.select(uri).getFirst();
  }
}

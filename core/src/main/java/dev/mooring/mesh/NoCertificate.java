package dev.mooring.mesh;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// TLS without a certificate of ours, to see whether the other side minds. Whom it meets is not
/// checked: nothing is sent that matters, and nothing that comes back is believed.
public final class NoCertificate {
  private static final int LINE = 64;
  private static final int HEAD = 8192;

  private NoCertificate() {}

  /// What came back.
  ///
  /// @param head of the answer, as far as it came; empty where the connection was closed instead
  /// @param certificate that the other side showed, as PEM
  public record Told(String head, String certificate) {}

  /// Shakes hands and asks.
  ///
  /// @param name the server name to ask for
  /// @param request the whole of an HTTP/1.1 request
  /// @return the first line of the answer; empty where the connection was closed instead
  /// @throws IOException where TLS itself was refused, in the words of the alert. The caller bounds
  /// the time by closing the stream.
  public static String ask(ByteStream stream, String name, String request) throws IOException {
    TlsStream tls = TlsStream.connect(stream, engine(name));
    send(tls, request);
    byte[] head = tls.input().readNBytes(LINE);
    return new String(head, StandardCharsets.US_ASCII).lines().findFirst().orElse("");
  }

  /// The same within a limit, with all that can be learned.
  public static Told told(ByteStream stream, String name, String request, Duration limit)
      throws IOException, InterruptedException {
    return within(
        limit,
        stream,
        () -> {
          TlsStream tls = TlsStream.connect(stream, engine(name));
          send(tls, request);
          return new Told(head(tls), shown(tls));
        });
  }

  /// The same at an address outside this machine.
  ///
  /// @throws dev.mooring.problem.MooringException when nothing answers there
  public static Told told(InetSocketAddress address, String name, String request, Duration limit)
      throws IOException, InterruptedException {
    String host = address.getAddress().getHostAddress();
    return told(TcpStream.connect(host, address.getPort()), name, request, limit);
  }

  /// Shakes hands and says nothing.
  ///
  /// @return the certificate that the other side showed, as PEM
  public static String shown(ByteStream stream, String name, Duration limit)
      throws IOException, InterruptedException {
    return within(limit, stream, () -> shown(TlsStream.connect(stream, engine(name))));
  }

  private static void send(TlsStream tls, String request) throws IOException {
    tls.output().write(request.getBytes(StandardCharsets.US_ASCII));
    tls.output().flush();
  }

  private static String head(TlsStream tls) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next; head.length() < HEAD && (next = tls.input().read()) >= 0; ) {
      head.append((char) next);
      if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  private static <T> T within(Duration limit, ByteStream stream, Callable<T> exchange)
      throws IOException, InterruptedException {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<T> answer = thread.submit(exchange);
      try {
        return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new IOException("no answer within " + limit.toSeconds() + " s", e);
      } catch (ExecutionException e) {
        throw new IOException(
            e.getCause() instanceof IOException cause ? cause.getMessage() : null, e.getCause());
      } finally {
        stream.close();
      }
    }
  }

  private static String shown(TlsStream tls) throws IOException, CertificateEncodingException {
    return pem(tls.session().getPeerCertificates()[0].getEncoded());
  }

  private static String pem(byte[] certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }

  private static SSLEngine engine(String name) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anyone()}, null);
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      engine.setSSLParameters(parameters);
      return engine;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static final class Anyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

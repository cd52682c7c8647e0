package dev.mooring.identity.istiod;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamSocket;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// One `CreateCertificate` over one stream to istiod.
///
/// The caller shows a token and no client certificate: istiod looks at a certificate first, and
/// one that it knows would be renewed without the token being looked at.
final class CertificateCall {
  static final MethodDescriptor<CertificateMessages.Request, CertificateMessages.Response>
      CREATE_CERTIFICATE =
          MethodDescriptor.<CertificateMessages.Request, CertificateMessages.Response>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(
                  MethodDescriptor.generateFullMethodName(
                      CertificateMessages.SERVICE, CertificateMessages.METHOD))
              .setRequestMarshaller(
                  marshaller(
                      CertificateMessages.Request::bytes, CertificateMessages.Request::parse))
              .setResponseMarshaller(
                  marshaller(
                      CertificateMessages.Response::bytes, CertificateMessages.Response::parse))
              .build();

  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final int PORT = 15012;
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private CertificateCall() {}

  /// Asks istiod at the other end of the stream, which is closed afterwards.
  ///
  /// @param serverName the name that istiod's certificate must have
  /// @param roots one of which must have signed it
  static List<String> create(
      ByteStream stream,
      String serverName,
      List<X509Certificate> roots,
      ServiceAccount account,
      String token,
      CertificateMessages.Request request,
      Duration limit)
      throws InterruptedException {
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress("127.0.0.1", PORT)
            .overrideAuthority(serverName)
            .socketFactory(new OneStream(stream))
            .sslSocketFactory(trusting(roots))
            .proxyDetector(ignored -> null)
            .maxInboundMessageSize(CertificateMessages.LARGEST)
            .disableRetry()
            .build();
    try {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + token);
      return ClientCalls.blockingUnaryCall(
              ClientInterceptors.intercept(
                  channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
              CREATE_CERTIFICATE,
              CallOptions.DEFAULT.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS),
              request)
          .chain();
    } catch (StatusRuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw translated(e, account, serverName, limit);
    } finally {
      channel.shutdownNow();
      stream.close();
      awaitEnd(channel);
    }
  }

  private static void awaitEnd(ManagedChannel channel) {
    try {
      channel.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MooringException translated(
      StatusRuntimeException e, ServiceAccount account, String serverName, Duration limit) {
    Status status = e.getStatus();
    String what = Messages.of("no-certificate-for", account);
    String detail = status.getCode() + ": " + status.getDescription();
    Problem problem =
        switch (status.getCode()) {
          case UNAUTHENTICATED, PERMISSION_DENIED ->
              new Problem(
                  Code.ISTIOD_REFUSED,
                  what,
                  Messages.of("istiod-rejected-the-token"),
                  new Remedy.Advice(Messages.of("check-the-cluster-id-and-token-audiences")),
                  detail);
          case DEADLINE_EXCEEDED ->
              new Problem(
                  Code.ISTIOD_UNREACHABLE,
                  what,
                  Messages.of("istiod-did-not-respond-within-s", limit.toSeconds()),
                  new Remedy.Advice(Messages.of("try-again-or-check-the-istiod-logs")),
                  detail);
          case UNAVAILABLE -> unavailable(what, serverName, e, detail);
          case UNIMPLEMENTED ->
              new Problem(
                  Code.ISTIOD_REFUSED,
                  what,
                  Messages.of("the-istiod-endpoint-does-not-sign"),
                  new Remedy.Advice(Messages.of("check-whether-the-mesh-uses-another")),
                  detail);
          default ->
              new Problem(
                  Code.ISTIOD_UNREACHABLE,
                  what,
                  Messages.of("istiod-could-not-sign-it", status.getCode()),
                  new Remedy.Advice(Messages.of("check-istiods-log")),
                  detail);
        };
    return problem.raise(e);
  }

  private static Problem unavailable(
      String what, String serverName, StatusRuntimeException e, String detail) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return new Problem(
            Code.ISTIOD_UNTRUSTED,
            what,
            Messages.of("the-istiod-certificate-is-not-trusted", serverName, cause.getMessage()),
            new Remedy.Advice(Messages.of("check-configmap-istio-ca-root-cert")),
            detail);
      }
    }
    return new Problem(
        Code.ISTIOD_UNREACHABLE,
        what,
        Messages.of("the-connection-to-istiod-was-lost"),
        new Remedy.Advice(Messages.of("try-again-or-check-the-istiod-pod")),
        detail);
  }

  private static SSLSocketFactory trusting(List<X509Certificate> roots) {
    try {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      for (int i = 0; i < roots.size(); i++) {
        anchors.setCertificateEntry("root-" + i, roots.get(i));
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java runtime has TLS and PKIX", e);
    }
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(InputStream bytes) throws IOException;
  }

  private static <T> MethodDescriptor.Marshaller<T> marshaller(
      Function<T, byte[]> write, Parser<T> read) {
    return new MethodDescriptor.Marshaller<>() {
      @Override
      public InputStream stream(T value) {
        return new ByteArrayInputStream(write.apply(value));
      }

      @Override
      public T parse(InputStream bytes) {
        try {
          return read.parse(bytes);
        } catch (IOException e) {
          throw Status.INTERNAL
              .withDescription(Messages.of("the-message-is-malformed"))
              .withCause(e)
              .asRuntimeException();
        }
      }
    };
  }

  /// Gives gRPC the one stream that was opened for it, so that failures to open it are seen where
  /// they happen and no second attempt is made behind the caller's back.
  private static final class OneStream extends SocketFactory {
    private final AtomicReference<@Nullable ByteStream> stream;

    OneStream(ByteStream stream) {
      this.stream = new AtomicReference<>(stream);
    }

    @Override
    public Socket createSocket() throws IOException {
      throw new SocketException("only connected sockets");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      ByteStream mine = stream.getAndSet(null);
      if (mine == null) {
        throw new SocketException("the stream to istiod has ended");
      }
      return new StreamSocket(mine, new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return createSocket(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket(host, port);
    }
  }
}

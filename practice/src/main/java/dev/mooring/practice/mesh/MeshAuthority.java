package dev.mooring.practice.mesh;

import dev.mooring.identity.istiod.CertificateMessages;
import dev.mooring.identity.istiod.CertificateMessages.Request;
import dev.mooring.identity.istiod.CertificateMessages.Response;
import dev.mooring.practice.api.Tokens;
import dev.mooring.practice.pki.Authority;
import dev.mooring.practice.pki.Credential;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.asn1.x509.GeneralName;

/// istiod's certificate service (istio/api security/v1alpha1/ca.proto) over real gRPC and TLS. The
/// caller is who the first authenticator that succeeds says: its client certificate, else its
/// token.
public final class MeshAuthority implements AutoCloseable {
  public static final String AUDIENCE = "istio-ca";
  private static final Duration DEFAULT_LIFETIME = Duration.ofHours(24);
  private static final Duration MAX_LIFETIME = Duration.ofDays(90);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> CLUSTER =
      Metadata.Key.of("clusterid", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> CALLER = Context.key("caller");

  private final Authority mesh;
  private final Tokens tokens;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("istiod-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("istiod-timer").daemon().factory());
  private final Server server;

  public MeshAuthority(Authority mesh, Tokens tokens) throws IOException {
    this.mesh = mesh;
    this.tokens = tokens;
    Credential own =
        mesh.server(
            "",
            new GeneralName(GeneralName.dNSName, "istiod.istio-system.svc"),
            new GeneralName(GeneralName.dNSName, "istiod-remote.istio-system.svc"),
            new GeneralName(GeneralName.dNSName, "istio-pilot.istio-system.svc"));
    server =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsServerCredentials.newBuilder()
                    .keyManager(own.keyManagers())
                    .trustManager(Credential.trusting(List.of(mesh.root())))
                    .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
                    .build())
            .executor(threads)
            .transportExecutor(threads)
            .scheduledExecutorService(timer)
            .maxInboundMessageSize(CertificateMessages.LARGEST)
            .intercept(new Authenticator())
            .addService(service())
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  private ServerServiceDefinition service() {
    MethodDescriptor<Request, Response> method =
        MethodDescriptor.<Request, Response>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(CertificateMessages.SERVICE + "/" + CertificateMessages.METHOD)
            .setRequestMarshaller(new Wire<>(Request::bytes, Request::parse))
            .setResponseMarshaller(new Wire<>(Response::bytes, Response::parse))
            .build();
    return ServerServiceDefinition.builder(CertificateMessages.SERVICE)
        .addMethod(method, ServerCalls.asyncUnaryCall(this::create))
        .build();
  }

  private void create(Request request, StreamObserver<Response> answer) {
    Duration lifetime =
        request.seconds() <= 0 ? DEFAULT_LIFETIME : Duration.ofSeconds(request.seconds());
    if (lifetime.compareTo(MAX_LIFETIME) > 0) {
      answer.onError(
          Status.INTERNAL
              .withDescription(
                  "CSR signing error (requested TTL %s is greater than the max allowed TTL)"
                      .formatted(lifetime))
              .asRuntimeException());
      return;
    }
    try {
      X509Certificate leaf = mesh.workload(CALLER.get(), Authority.proven(request.csr()), lifetime);
      answer.onNext(new Response(List.of(Authority.pem(leaf), Authority.pem(mesh.root()))));
      answer.onCompleted();
    } catch (GeneralSecurityException e) {
      answer.onError(
          Status.INVALID_ARGUMENT
              .withDescription("CSR signing error (" + e.getMessage() + ")")
              .asRuntimeException());
    }
  }

  private final class Authenticator implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      Optional<String> caller = byCertificate(call).or(() -> byToken(headers));
      if (caller.isEmpty()) {
        call.close(
            Status.UNAUTHENTICATED.withDescription("request authenticate failure"), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return Contexts.interceptCall(
          Context.current().withValue(CALLER, caller.get()), call, headers, next);
    }

    private Optional<String> byCertificate(ServerCall<?, ?> call) {
      SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
      try {
        return session == null
            ? Optional.empty()
            : Spiffe.of((X509Certificate) session.getPeerCertificates()[0]);
      } catch (SSLPeerUnverifiedException e) {
        return Optional.empty();
      }
    }

    private Optional<String> byToken(Metadata headers) {
      String header = headers.get(AUTHORIZATION);
      String cluster = headers.get(CLUSTER);
      if (header == null
          || !header.startsWith("Bearer ")
          || (cluster != null && !cluster.isEmpty() && !cluster.equals("Kubernetes"))) {
        return Optional.empty();
      }
      return tokens
          .check(header.substring("Bearer ".length()), AUDIENCE)
          .map(Tokens.Holder::spiffe);
    }
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(InputStream in) throws IOException;
  }

  private record Wire<T>(Function<T, byte[]> write, Parser<T> read)
      implements MethodDescriptor.Marshaller<T> {
    @Override
    public InputStream stream(T message) {
      return new ByteArrayInputStream(write.apply(message));
    }

    @Override
    public T parse(InputStream in) {
      try {
        return read.parse(in);
      } catch (IOException e) {
        throw Status.INTERNAL.withDescription("not protobuf").withCause(e).asRuntimeException();
      }
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
    threads.shutdownNow();
    threads.close();
  }
}

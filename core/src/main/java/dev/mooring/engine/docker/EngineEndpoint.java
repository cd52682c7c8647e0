package dev.mooring.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Where an engine is and which API it speaks; makes clients for it.
record EngineEndpoint(String address, @Nullable Path certificates, RemoteApiVersion version) {
  static {
    Documents.boundLibraries();
  }

  /// @param patience how long the engine may say nothing; null for ever
  DockerClient open(@Nullable Duration patience) {
    DefaultDockerClientConfig.Builder builder =
        new DefaultDockerClientConfig.Builder()
            .withDockerHost(address)
            .withDockerTlsVerify(certificates != null)
            .withApiVersion(version);
    if (certificates != null) {
      builder.withDockerCertPath(certificates.toString());
    }
    DefaultDockerClientConfig config = builder.build();
    ZerodepDockerHttpClient.Builder http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .maxConnections(4)
            .connectionTimeout(Duration.ofSeconds(3));
    if (patience != null) {
      http.responseTimeout(patience);
    }
    return DockerClientImpl.getInstance(config, BoundedClient.of(http.build()));
  }

  EngineEndpoint speaking(RemoteApiVersion agreed) {
    return new EngineEndpoint(address, certificates, agreed);
  }

  static void close(DockerClient client) {
    try {
      client.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(EngineEndpoint.class)
          .debug("Cannot close a connection to the engine", e);
    }
  }
}

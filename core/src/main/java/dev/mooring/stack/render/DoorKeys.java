package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// The door's certificate, and by what it is known, in each namespace that asks.
///
/// There are none where somebody else makes them: a file that is kept in a repository has no keys.
public record DoorKeys(StackOptions options, Surroundings around) implements Component {
  /// The Secret with certificate, key and authority.
  public static final String CERTIFICATE = EnvoyPod.CERTIFICATE;

  /// The ConfigMap with the authorities.
  public static final String AUTHORITY = EnvoyPod.AUTHORITY;

  public static final String CHAIN = "tls.crt";
  public static final String KEY = "tls.key";

  /// In the Secret: of this one certificate. In the ConfigMap: all that are believed.
  public static final String ROOTS = Files.AUTHORITIES_FILE;

  @Override
  public String base() {
    return "tokens-certificate";
  }

  @Override
  public List<KubeObject> objects() {
    return around
        .door()
        .certificate()
        .map(
            each ->
                List.of(
                    authorities(options, options.namespace(), each.authority()),
                    authorities(options, options.nodeNamespace(), each.authority()),
                    secret(options, each)))
        .orElse(List.of());
  }

  public static KubeObject authorities(StackOptions options, String namespace, String pem) {
    return Meta.object(
        new ConfigMapBuilder()
            .withMetadata(new Meta(options, namespace).named(AUTHORITY))
            .addToData(ROOTS, pem)
            .build());
  }

  public static KubeObject secret(StackOptions options, DoorCertificate certificate) {
    return Meta.object(
        new SecretBuilder()
            .withMetadata(new Meta(options, options.namespace()).named(CERTIFICATE))
            .withType("kubernetes.io/tls")
            .addToData(CHAIN, encoded(certificate.certificate()))
            .addToData(KEY, encoded(certificate.key()))
            .addToData(ROOTS, encoded(certificate.authority()))
            .build());
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

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
                Stream.concat(
                        namespaces(options).stream()
                            .map(namespace -> authorities(options, namespace, each.authority())),
                        Stream.of(secret(options, each)))
                    .toList())
        .orElse(List.of());
  }

  /// Where pods of the stack ask the door.
  public static List<String> namespaces(StackOptions options) {
    List<String> namespaces =
        new ArrayList<>(List.of(options.namespace(), options.nodeNamespace()));
    if (!options.additions().ingress().isNone()) {
      namespaces.add(options.ingressNamespace());
    }
    return namespaces;
  }

  public static KubeObject authorities(StackOptions options, String namespace, String pem) {
    return Meta.object(
        new ConfigMapBuilder()
            .withMetadata(new Meta(options, namespace).named(AUTHORITY))
            .addToData(ROOTS, pem)
            .build());
  }

  public static KubeObject secret(StackOptions options, DoorCertificate certificate) {
    return secret(new Meta(options, options.namespace()), CERTIFICATE, certificate);
  }

  static KubeObject secret(Meta meta, String name, DoorCertificate certificate) {
    return Meta.object(
        new SecretBuilder()
            .withMetadata(meta.named(name))
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
